"""A small archive with everything that a release has to show, and releases of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from archive_by_hand import PORTAL, START, Visitor, make_report

from archive.archive import Archive
from archive.releases.copying import sha256
from archive.releases.layout import CHECKSUMS, MANIFEST
from archive.releases.making import make_release
from archive.releases.manifest import checksums, dump
from findings.recompute import recompute
from parse.report import LegacyFigure, Report

TOWN = "霍邱县众兴集镇人民政府"
COUNTY = "霍邱县人民政府"


def county_report(year: int, **more: Any) -> Report:
    report = make_report(agency=COUNTY, year=year, title=f"霍邱县{year}年政府信息公开工作年度报告", **more)
    return replace(report, agency_level="county", scope="whole", scope_sentence="全县各单位合计")


def legacy_report(year: int) -> Report:
    """A free-form report: 45 items disclosed, 3 requests, and two figures for lawsuits that differ."""
    report = make_report(agency=COUNTY, year=year, title=f"霍邱县{year}年政府信息公开工作年度报告")
    figures = (
        LegacyFigure("items_disclosed", "主动公开信息数", 45, None, "条", "主动公开政府信息45条。"),  # type: ignore[arg-type]
        LegacyFigure("requests_received", "收到申请数", 3, None, "件", "收到申请3件。"),  # type: ignore[arg-type]
        LegacyFigure("lawsuits", "行政诉讼数量", 1, None, "件", "行政诉讼1件。"),  # type: ignore[arg-type]
        LegacyFigure("lawsuits", "行政诉讼数量", 2, None, "件", "行政诉讼2件。"),  # type: ignore[arg-type]
    )
    return replace(report, edition="legacy", cells=(), legacy_figures=figures, agency_level="county", scope="unstated")


def walk(path: Path) -> None:
    """Two crawls of a portal with a town's reports and its county's.

    The town: 2020 (form of 2019), 2022 and 2024 (form of 2021), that for 2024 corrected from 12 to 21 requests granted
    between the crawls. The county: 2016 (free form) and 2024.
    """
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/town/2020", make_report(year=2020, edition="2019", granted=4))
        visitor.visit("/town/2022", make_report(year=2022, granted=None))
        visitor.visit("/town/2024", make_report(year=2024, granted=12))
        visitor.visit("/county/2016", legacy_report(2016))
        visitor.visit("/county/2024", county_report(2024, granted=30))
        visitor.finish()
        visitor.begin()
        visitor.visit("/town/2024", make_report(year=2024, granted=21))
        visitor.finish()
        recompute(archive)


def later(path: Path, crawls: int = 2) -> Visitor:
    """A visitor who goes on with an archive that `walk` made; its archive is open for writing."""
    archive = Archive.open(path, write=True)
    visitor = Visitor(archive)
    visitor.at = START + timedelta(days=10 + crawls)
    return visitor


def clock() -> Iterator[datetime]:
    """A second after the other."""
    moment = datetime(2026, 5, 1, 0, 0, 0, tzinfo=UTC)
    while True:
        yield moment
        moment += timedelta(seconds=1)


_CLOCK = clock()


def release_of(archive: Path, place: Path, **more: Any) -> Path:
    """A release with a clock of its own, so that no test waits for the next second."""
    return make_release(archive, place, clock=lambda: next(_CLOCK), **more)


def rows_of(release: Path, table: str) -> list[dict[str, Any]]:
    with pq.ParquetFile(release / "parquet" / f"{table}.parquet") as file:
        return list(file.read().to_pylist())


def manifest_of(release: Path) -> dict[str, Any]:
    return dict(json.loads((release / MANIFEST).read_text(encoding="utf-8")))


def seal_again(release: Path) -> None:
    """Write every digest anew, as somebody would who alters a file and knows how releases are sealed."""
    manifest = manifest_of(release)
    for path, known in manifest["files"].items():
        known["sha256"], known["bytes"] = sha256(release / path), (release / path).stat().st_size
    (release / MANIFEST).write_text(dump(manifest), encoding="utf-8")
    digests = {path: known["sha256"] for path, known in manifest["files"].items()}
    digests[MANIFEST] = sha256(release / MANIFEST)
    (release / CHECKSUMS).write_text(checksums(digests), encoding="utf-8")


def copied(release: Path, place: Path) -> Path:
    return Path(shutil.copytree(release, place / release.name))
