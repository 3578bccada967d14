"""Word files of before 2007, WPS, RTF and their kin become DOCX by LibreOffice."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

from parse.carrier import sniff
from parse.report import Report
from reading.converters import Bounds, Converter

ENDINGS = {
    sniff.DOC: "doc",
    sniff.WPS: "wps",
    sniff.OLE: "doc",
    sniff.RTF: "rtf",
    sniff.WORD_XML: "xml",
    sniff.ODT: "odt",
}
"""What it opens: media type → ending."""
PROGRAMS = ("soffice", "libreoffice")
_FILTER = "docx:MS Word 2007 XML"
_SETTINGS = "registrymodifications.xcu"
_OPTIONS = (
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
)
"""No macro runs, no link is followed or brought up to date: a document of a stranger may name any address or file."""
_ITEM = '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
)


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def _missing() -> str | None:
    return None if _program() else "LibreOffice is not installed; it opens Word, WPS and RTF files."


def _wanted_of(report: Report, data: bytes, media_type: str) -> bool:
    del data
    return media_type in ENDINGS and any(known.kind == "needs_converter" for known in report.problems)


def _command(source: Path, made: Path) -> list[str]:
    """LibreOffice with a profile of its own: a second run on one profile ends at once and writes nothing."""
    profile = made.parent / "profile"
    settings = profile / "user" / _SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text(_PROFILE.format("".join(_ITEM.format(*option) for option in _OPTIONS)), encoding="utf-8")
    return [
        _program() or PROGRAMS[0],
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(made.parent),
        str(source),
    ]


def _check(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "word/document.xml" in package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


OFFICE = Converter(
    name="office",
    media_type=sniff.DOCX,
    made_ending="docx",
    bounds=Bounds(seconds=90, memory_mb=4096),
    wanted_of=_wanted_of,
    missing=_missing,
    command=_command,
    check=_check,
    endings=ENDINGS,
)
