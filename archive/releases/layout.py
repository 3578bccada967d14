"""Where what lies in a release, and which folder is one."""

from __future__ import annotations

import re
from pathlib import Path

STAMP = re.compile(r"\d{8}T\d{6}Z\Z")
"""A release is named after the UTC time at which its copy of the archive was taken."""

FORMAT = 1
"""Raised when a release is laid out in another way; an older nianbao refuses a newer one."""

DATABASE = "archive.db"
COMPRESSED = "archive.db.zst"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
DATAPACKAGE = "datapackage.json"
CSV, PARQUET, STATA, SCRIPTS = "csv", "parquet", "stata", "scripts"

AGENCY_PANEL, COUNTY_PANEL = "panel_agency_year", "panel_county_year"
LONG_CELLS = "cells_long"


def csv_path(table: str) -> str:
    return f"{CSV}/{table}.csv"


def parquet_path(table: str) -> str:
    return f"{PARQUET}/{table}.parquet"


def stata_path(table: str) -> str:
    return f"{STATA}/{table}.dta"


def releases_in(folder: Path) -> list[Path]:
    """The releases that lie in a folder, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if STAMP.match(path.name) and (path / MANIFEST).is_file())


def files_of(release: Path) -> list[str]:
    """Every file of a release, as paths relative to it with `/`, in order."""
    return sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if not path.is_dir())
