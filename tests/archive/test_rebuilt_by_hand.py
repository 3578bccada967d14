"""What the sample portals lack comes again of its WARC files too: files in a ZIP, pictures, a crawl never closed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from archive_by_hand import HOST, PORTAL, Visitor

from archive.archive import Archive
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
