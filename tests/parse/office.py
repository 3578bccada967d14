"""Real pages as the files an office program makes of them: a writer of DOCX, DOC and PDF that is not ours."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

INSTALLED = shutil.which("soffice") is not None
WRITERS = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "pdf": "pdf:writer_pdf_Export"}
"""Carrier → LibreOffice's name of the format."""


def saved_by_office(
    pages: Mapping[str, str], carriers: tuple[str, ...] = tuple(WRITERS)
) -> dict[tuple[str, str], bytes]:
    """(name, carrier) → file, of HTML pages by name. One run of LibreOffice for each carrier.

    Raises OSError where LibreOffice is not installed, CalledProcessError where it fails.
    """
    with TemporaryDirectory(prefix="nianbao-office-") as folder:
        for number, page in enumerate(pages.values()):
            (Path(folder) / f"{number}.html").write_text(page, encoding="utf-8")
        _convert(folder, "docx", "html", "--infilter=HTML (StarWriter)")
        for carrier in carriers:
            if carrier != "docx":
                _convert(folder, carrier, "docx")
        return {
            (name, carrier): (Path(folder) / f"{number}.{carrier}").read_bytes()
            for number, name in enumerate(pages)
            for carrier in carriers
        }


def _convert(folder: str, carrier: str, source: str, *options: str) -> None:
    files = sorted(str(file) for file in Path(folder).glob(f"*.{source}"))
    profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", *options, "--convert-to", WRITERS[carrier], "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
