"""The files inside a ZIP archive, taken out within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from parse.carrier import sniff
from parse.problem_kinds import problem
from parse.report import Problem, Report
from parse.version import PARSER
from reading.container import CONTAINER, MAX_TOLD
from reading.messages import Member, Reading

MAX_ENTRIES = 2_000
"""Entries of an archive's directory, folders too; one county's reports of one year are 30 to 60 files."""
MAX_BYTES = 128 * 2**20
"""Of all members unpacked."""
MAX_RATIO = 300
RATIO_FROM = 4 * 2**20
"""Unpacked to packed size above which a member is a bomb, and from which unpacked size that counts."""
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_UTF8 = 0x800
_NOT_DOCUMENTS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$")
"""Beginnings of the names, of folders or files, of what systems and programs leave behind."""
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError, KeyError)
"""What zipfile raises on archives that are cut, encrypted or forged (NotImplementedError is a RuntimeError)."""


def unpack(data: bytes, media_type: str | None = None, url: str | None = None) -> Reading | None:
    """The members of a ZIP archive and the archive's own report, or None where the bytes are none. Never raises.

    DOCX, XLSX, OFD are no archives here. Nothing is written to disk; a member's path is a name and no more.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or sniff.sniff(data, media_type, url) != sniff.ZIP:
        return None
    try:
        return _unpack(data)
    except _BROKEN as error:
        return _reading([], [problem("unreadable", f"The ZIP archive does not open: {type(error).__name__}.")])


def _unpack(data: bytes) -> Reading:
    # Counted before the directory is read: a hundred thousand entries are a hundred thousand objects.
    if (entries := data.count(_ENTRY)) > MAX_ENTRIES:
        return _reading([], [problem("unreadable", f"The ZIP archive has {entries} entries.")])
    problems: list[Problem] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [entry for entry in archive.infolist() if not entry.is_dir() and entry.file_size]
        if reason := _bomb(files):
            return _reading([], [problem("unreadable", reason)])
        members = list(_read(archive, files, problems))
        if not files:
            problems.append(problem("empty", "The ZIP archive holds no files."))
    return _reading(members, problems)


def _bomb(files: list[zipfile.ZipInfo]) -> str | None:
    """Why the archive must not be unpacked. Sizes in the directory may lie; zipfile reads no more than they say."""
    if sum(entry.file_size for entry in files) > MAX_BYTES:
        return f"The ZIP archive holds more than {MAX_BYTES // 2**20} MiB unpacked."
    for entry in files:
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            return f"The member {_name(entry)} is a zip bomb."
    return None


def _read(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo], problems: list[Problem]) -> Iterator[Member]:
    for entry in files:
        path = _name(entry)
        if any(part.startswith(_NOT_DOCUMENTS) for part in (path, *path.split("/"))):
            continue
        if entry.flag_bits & _ENCRYPTED:
            problems.append(problem("member_unread", f"{path}: encrypted.", seen=path))
            continue
        try:
            yield Member(path, archive.read(entry))
        except _BROKEN as error:
            problems.append(problem("member_unread", f"{path}: {type(error).__name__}.", seen=path))


def _name(entry: zipfile.ZipInfo) -> str:
    """The path as people named it: without the flag of UTF-8, Chinese Windows programs write GBK."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for codec in ("utf-8", "gb18030") if raw else ():
            try:
                name = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _reading(members: list[Member], problems: list[Problem]) -> Reading:
    unread = any(told.kind != "empty" for told in problems)
    verdict = CONTAINER if members else "unreadable" if unread else "empty"
    report = Report(
        media_type=sniff.ZIP, is_report=False, verdict=verdict, problems=tuple(problems[:MAX_TOLD]), parser=PARSER
    )
    return Reading(report, members=tuple(members))
