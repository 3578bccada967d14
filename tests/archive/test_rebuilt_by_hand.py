"""What the sample portals lack comes again of its WARC files too: files in a ZIP, pictures, a crawl never closed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from archive_by_hand import HOST, PORTAL, Visitor

from archive.archive import Archive
from archive.corrections import COLUMNS, FILE
from archive.identity import member_id
from archive.logical_dump import dump_of
from archive.rebuilding import Rebuild
from archive.rows import rows, value
from nianbao.rebuild import rebuild
from parse.report import Context
from reading.queue import ReadingQueue

SEEDS = sorted((Path(__file__).parent.parent / "documents" / "seeds").glob("*.txt"))


def walked(path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for seed in SEEDS[:2]:
            made.writestr(seed.name, seed.read_bytes())
    picture = b"\x89PNG\r\n\x1a\n" + b"no picture"
    with Archive.open(path, write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        for closed in (True, True, False):
            crawl = visitor.begin()
            way = Context(portal="huoqiu", crawl=crawl, link_text="2020年度报告", column="政府信息公开年报")
            zipped = (("Content-Type", "application/zip"),)
            visitor.fetch("/files/reports.zip", packed.getvalue(), headers=zipped, context=way)
            page = SEEDS[4].read_text(encoding="utf-8").replace("\n", "<br>")
            body = f"<html><title>年报</title><body>{page}<img src='/a.png'></body></html>".encode()
            visitor.fetch("/public/content/9", body, context=way)
            shown = Context(portal="huoqiu", crawl=crawl, parent_url=f"{HOST}/public/content/9")
            png = (("Content-Type", "image/png"),)
            visitor.fetch("/a.png", picture, headers=png, context=shown, purpose="image")
            if crawl and not closed:
                visitor.gone("/files/reports.zip")
            with ReadingQueue(archive, workers=1) as queue:
                archive.use_reader(queue.read_again)
                for pending in archive.pending_captures():
                    queue.submit(pending.id)
                queue.finish()
            if closed:
                visitor.finish(listed=frozenset({f"{HOST}/files/reports.zip"}))


def test_zip_members_pictures_and_an_open_crawl(tmp_path: Path) -> None:
    original, new = tmp_path / "a.db", tmp_path / "new.db"
    walked(original)
    with Rebuild.begin(new, tmp_path / "a.db.warc", tmp_path / "new.db.warc", "test") as rebuilt:
        rebuild(rebuilt, workers=1)
        assert rebuilt.heads() == (2, 0)
        assert rebuilt.finish() == []
    assert dump_of(new, times=True) == dump_of(original, times=True)
    with Archive.open(new) as archive:
        assert archive.verify() == []
        assert value(archive.db, "SELECT count(*) FROM members WHERE verdict = 'report'") == 6
        assert value(archive.db, "SELECT count(*) FROM captures WHERE purpose = 'image'") == 3
        open_crawls = [row["finished"] for row in rows(archive.db, "SELECT finished FROM crawls ORDER BY started")]
        assert [finished is None for finished in open_crawls] == [False, False, True]


def test_what_people_corrected_is_said_of_the_rebuilt_archive_too(tmp_path: Path) -> None:
    original, new = tmp_path / "a.db", tmp_path / "new.db"
    walked(original)
    page, zipped = f"{HOST}/public/content/9", f"{HOST}/files/reports.zip#{SEEDS[0].name}"
    said = (
        f"{page},agency,霍邱县石店镇人民政府,王编辑,2026-03-09,落款写错",
        f"{page},report_year,2016,王编辑,2026-03-09,标题写错",
        f"{member_id(*zipped.split('#'))},is_not_report,,李编辑,2026-03-10,一份草稿",
    )
    (tmp_path / "a.db.warc" / FILE).write_text("\n".join((",".join(COLUMNS), *said)) + "\n", "utf-8")
    with Archive.open(original, write=True):
        pass
    with Rebuild.begin(new, tmp_path / "a.db.warc", tmp_path / "new.db.warc", "test") as rebuilt:
        rebuild(rebuilt, workers=1)
        assert rebuilt.finish() == []
    asked = (
        "SELECT report, agency_name, report_year, version, corrected FROM reports ORDER BY report",
        # What a person called no report before it was read has no version.
        "SELECT id, report, agency, report_year, year_read, corrected FROM versions"
        " WHERE corrected IS NOT 'is_not_report' ORDER BY id",
        "SELECT * FROM corrections ORDER BY about, statement",
    )
    with Archive.open(original) as kept, Archive.open(new) as made:
        assert [rows(kept.db, sql) for sql in asked] == [rows(made.db, sql) for sql in asked]
        reports = {(row["agency_name"], row["report_year"]) for row in rows(made.db, asked[0])}
        assert ("霍邱县石店镇人民政府", 2016) in reports
        assert len(reports) == 2, "one of the three is a draft"
        assert made.verify() == []
    assert (tmp_path / "new.db.warc" / FILE).read_text("utf-8").count("编辑") == 3
