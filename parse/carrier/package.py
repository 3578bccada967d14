"""Bounds of Office packages (.docx, .xlsx): why one must not be unpacked."""

from __future__ import annotations

import io
import zipfile

MAX_MEMBERS = 5_000
MAX_UNPACKED = 256 * 2**20
MAX_XML_PART = 64 * 2**20
MAX_RATIO = 400
"""Unpacked to packed size of an XML part above which it is a bomb; Office's own parts stay below 60."""
RATIO_FROM = 2**20


def bomb(data: bytes, name: str) -> str | None:
    """Why the package must not be unpacked, as a sentence about `name`. Raises what zipfile raises.

    Sizes in the directory may lie; zipfile reads no more than they say.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        return f"The {name} has {len(members)} members."
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        return f"The {name} is too large unpacked."
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            if member.file_size > MAX_XML_PART:
                return f"The part {member.filename} is too large unpacked."
            if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
                return f"The part {member.filename} is a zip bomb."
    return None
