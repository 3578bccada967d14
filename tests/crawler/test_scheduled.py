"""`nianbao crawl --due` as a portal sees it: what is asked for, when, and what is left alone."""

from __future__ import annotations

import contextlib
import json
import random
import resource
import sqlite3
import subprocess
import sys
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from crawling import environment, row, table
from loop_site import LoopSite, Reply, Seen, article, listing
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

REPORT = "样例县2022年政府信息公开工作年度报告"


def nianbao(folder: Path, *words: str, expect: int = 0, config: str = "") -> str:
    """Run a command for the archive and the table in a folder, with an operator's file; returns what it said."""
    (folder / "nianbao.toml").write_text(config, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", *words, "--archive", str(folder / "a.db")],
        env=environment(NIANBAO_PORTALS=str(folder / "portals.csv")),
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


def pass_days(folder: Path, days: int) -> None:
    """As if everything in the archive had happened so many days earlier."""
    with sqlite3.connect(folder / "a.db") as db:
        for name, columns in (("crawls", ("started", "finished")), ("captures", ("fetched_at",))):
            for column in columns:
                for key, at in db.execute(f"SELECT id, {column} FROM {name} WHERE {column} IS NOT NULL").fetchall():
                    then = datetime.fromisoformat(at.replace("Z", "+00:00")) - timedelta(days=days)
                    text = then.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
                    db.execute(f"UPDATE {name} SET {column} = ? WHERE id = ?", (text, key))


def due(folder: Path, **more: str) -> str:
    return nianbao(folder, "crawl", "--due", "--portals", str(folder / "portals.csv"), **more)  # type: ignore[arg-type]


def answered(seen: Seen) -> Reply:
    """A report that sends a validator and knows it again."""
    if seen.headers.get("If-None-Match") == '"one"':
        return Reply(status=304, headers={"ETag": '"one"'})
    reply = article(REPORT)
    return Reply(reply.body, headers={"ETag": '"one"'})


def test_lists_at_each_due_time_and_reports_when_theirs_comes(tmp_path: Path) -> None:
    items = (("t20230101_10001.html", REPORT), ("t20230101_10002.html", "样例镇2022年政府信息公开工作年度报告"))
    pages = {"/gk/nb/": listing(*items), **{f"/gk/nb/{path}": answered for path, _ in items}}
    asked = ["/gk/nb/", "/gk/nb/t20230101_10001.html", "/gk/nb/t20230101_10002.html"]
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        home = f"http://x.localhost:{site.port}/"
        table(tmp_path, row("x", home, home + "gk/nb/", schedule="in_season=1 days=1 looks=5"))
        due(tmp_path)
        assert sorted(set(site.paths()) - {"/robots.txt"}) == asked
        site.seen.clear()

        assert "Nothing is due" in due(tmp_path)
        assert site.seen == []

        pass_days(tmp_path, 2)
        due(tmp_path)
        assert [path for path in site.paths() if path != "/robots.txt"] == ["/gk/nb/"]
        site.seen.clear()

        pass_days(tmp_path, 4)
        due(tmp_path)
        assert sorted(path for path in site.paths() if path != "/robots.txt") == asked
        conditional = [seen.headers.get("If-None-Match") for seen in site.seen if "t2023" in seen.path]
        assert conditional == ['"one"', '"one"']
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert {outcome for (outcome,) in db.execute("SELECT outcome FROM crawl_portals")} == {"walked"}


def test_a_host_that_refused_is_left_alone_for_days(tmp_path: Path) -> None:
    with LoopSite({"/gk/nb/": Reply("no", 403)}) as site:
        home = f"http://x.localhost:{site.port}/"
        path = table(tmp_path, row("x", home, home + "gk/nb/", schedule="in_season=1 days=1 back_off=2,9"))
        call = ("crawl", "--due", "--portals", str(path))
        nianbao(tmp_path, *call, expect=1)
        pass_days(tmp_path, 1)
        site.seen.clear()
        assert "Nothing is due" in nianbao(tmp_path, *call)
        assert "refused once" in nianbao(tmp_path, "status")
        assert site.seen == []
        pass_days(tmp_path, 1)
        nianbao(tmp_path, *call, expect=1)
        assert site.seen
        site.seen.clear()
        pass_days(tmp_path, 8)
        assert "Nothing is due" in nianbao(tmp_path, *call)
        assert site.seen == []


def test_a_failure_runs_the_operators_own_command(tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    program = f"import sys; open({str(told)!r}, 'w').write(sys.stdin.read())"
    command = json.dumps([sys.executable, "-c", program])
    with LoopSite({"/gk/nb/": Reply("no", 403)}) as site:
        home = f"http://x.localhost:{site.port}/"
        path = table(tmp_path, row("x", home, home + "gk/nb/"))
        nianbao(tmp_path, "crawl", "x", "--portals", str(path), expect=1, config=f"on_failure = {command}\n")
    assert told.read_text(encoding="utf-8").startswith("x: blocked: status 403")


def test_paused_portals_and_working_hours_are_left_alone(tmp_path: Path) -> None:
    with LoopSite({}) as site:
        home = f"http://x.localhost:{site.port}/"
        path = table(
            tmp_path,
            row("x", home, home + "gk/nb/", paused="its operator asked us to wait"),
            row("y", home, home + "gk/nb/", schedule="rest=0:00-23:59 rest_days=1-7"),
        )
        assert "Nothing is due; x is paused: its operator asked us to wait;" in due(tmp_path)
        assert "working hours at y" in nianbao(tmp_path, "crawl", "y", "--portals", str(path), expect=2)
        assert site.seen == []


def test_a_plan_fetches_nothing(tmp_path: Path) -> None:
    with LoopSite({}) as site:
        home = f"http://x.localhost:{site.port}/"
        path = table(tmp_path, row("x", home, home + "gk/nb/", delay="9"))
        said = nianbao(tmp_path, "crawl", "x", "--plan", "--portals", str(path))
        assert "about 1.0 h" in said
        assert site.seen == []
    assert not (tmp_path / "a.db").exists()


def test_a_disk_without_room_ends_the_crawl_before_it_begins(tmp_path: Path) -> None:
    with LoopSite({}) as site:
        home = f"http://x.localhost:{site.port}/"
        path = table(tmp_path, row("x", home, home + "gk/nb/"))
        told = tmp_path / "told.txt"
        program = f"import sys; open({str(told)!r}, 'w').write(sys.stdin.read())"
        config = f"least_free_mb = 900000000\non_failure = {json.dumps([sys.executable, '-c', program])}\n"
        said = nianbao(tmp_path, "crawl", "x", "--portals", str(path), expect=1, config=config)
        assert "no room left" in said
        assert site.seen == []
    assert told.read_text(encoding="utf-8").startswith("the crawl was not begun, there is no room left to write: ")


LARGEST = 3_000_000
"""Bytes of a file, in the place of a disk that becomes full."""


def responses(folder: Path) -> list[str]:
    """The ids of the whole records of responses in WARC files, in order."""
    found: list[str] = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file, contextlib.suppress(ArchiveLoadFailed, EOFError, zlib.error):
            for record in ArchiveIterator(file):
                record.content_stream().read()
                if record.rec_type == "response":
                    found.append(record.rec_headers.get_header("WARC-Record-ID"))
    return found


def test_a_disk_that_becomes_full_is_told_and_nothing_kept_is_lost(tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    program = f"import sys; open({str(told)!r}, 'w').write(sys.stdin.read())"
    (tmp_path / "nianbao.toml").write_text(f"on_failure = {json.dumps([sys.executable, '-c', program])}\n", "utf-8")
    items = tuple((f"t20230101_1000{number}.html", f"{number}镇2022年政府信息公开工作年度报告") for number in range(9))
    pages = {"/gk/nb/": listing(*items)}
    for number, (path, title) in enumerate(items):
        noise = random.Random(number).randbytes(600_000).hex()
        pages[f"/gk/nb/{path}"] = article(title, f"<!--{noise}-->")
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        home = f"http://x.localhost:{site.port}/"
        words = ("x", "--portals", str(table(tmp_path, row("x", home, home + "gk/nb/"))))
        full = subprocess.run(
            [sys.executable, "-m", "nianbao", "crawl", *words, "--archive", str(tmp_path / "a.db")],
            env=environment(), cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST)),
        )  # fmt: skip
        assert full.returncode == 1, full.stderr
        assert "The crawl was ended because it could not be kept: " in full.stderr
        assert "Traceback" not in full.stderr
        assert told.read_text(encoding="utf-8").startswith("the crawl could not be kept: ")
        before = responses(tmp_path / "a.db.warc")[:-1]  # the last one may lack what is known of it
        assert before

        nianbao(tmp_path, "crawl", *words)
        nianbao(tmp_path, "verify")
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert set(before) <= {record for (record,) in db.execute("SELECT warc_record_id FROM captures")}
        assert db.execute("SELECT count(DISTINCT url) FROM captures WHERE verdict = 'report'").fetchone() == (9,)


def test_a_wrong_operators_file_is_one_sentence(tmp_path: Path) -> None:
    path = table(tmp_path, row("x", "http://x.localhost:9/"))
    for config in ("contakt = 'me'", "[schedule]\ndays = 0", "contact ="):
        said = nianbao(tmp_path, "crawl", "x", "--portals", str(path), expect=2, config=config)
        assert said.startswith("Error: nianbao.toml: ")
        assert said.count("\n") <= 2


def test_a_schedule_for_systemd_and_for_cron(tmp_path: Path) -> None:
    units = nianbao(tmp_path, "schedule", "--at", "20:15")
    assert "OnCalendar=*-*-* 20:15:00 Asia/Shanghai" in units
    assert f"WorkingDirectory={tmp_path}\n" in units
    assert f"crawl --due --archive {tmp_path}/a.db\n" in units
    cron = nianbao(tmp_path, "schedule", "--cron")
    assert f"30 19 * * * cd {tmp_path} && flock -n " in cron
    assert "HH:MM" in nianbao(tmp_path, "schedule", "--at", "25:00", expect=2)


def test_the_agent_names_the_operators_project_and_contact(tmp_path: Path) -> None:
    pages = {"/gk/nb/": listing(("t20230101_10001.html", REPORT)), "/gk/nb/t20230101_10001.html": article(REPORT)}
    with LoopSite(pages) as site:
        home = f"http://x.localhost:{site.port}/"
        path = table(tmp_path, row("x", home, home + "gk/nb/"))
        config = "contact = 'archive@example.org'\nproject = 'https://example.org/nianbao'\n"
        nianbao(tmp_path, "crawl", "x", "--portals", str(path), config=config)
        agents = {seen.headers["User-Agent"] for seen in site.seen}
    assert [agent.partition(" ")[2] for agent in agents] == ["(+https://example.org/nianbao; archive@example.org)"]


def test_a_walk_below_its_expectation_is_no_success_and_nothing_is_unlisted_by_it(tmp_path: Path) -> None:
    items = (("t20230101_10001.html", REPORT), ("t20230101_10002.html", "样例镇2022年政府信息公开工作年度报告"))
    pages = {"/gk/nb/": listing(*items), **{f"/gk/nb/{path}": article(title) for path, title in items}}
    with LoopSite(pages) as site:  # type: ignore[arg-type]
        home = f"http://x.localhost:{site.port}/"
        path = table(tmp_path, row("x", home, home + "gk/nb/", expectations="listed>=2 lists>=1"))
        nianbao(tmp_path, "crawl", "x", "--portals", str(path))
        site.pages["/gk/nb/"] = listing(items[0])
        said = nianbao(tmp_path, "crawl", "x", "--portals", str(path), expect=1)
    assert "cut_short: 1 listed, although the portal's line expects at least 2" in said
    with sqlite3.connect(tmp_path / "a.db") as db:
        complete = [found[0] for found in db.execute("SELECT lists_complete FROM crawl_portals ORDER BY crawl")]
    assert complete == [1, 0]
