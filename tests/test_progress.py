"""The line that an operator watches while a crawl runs."""

import io

from rich.console import Console

from crawler.run import Progress
from nianbao.progress import ProgressLine, Speed, duration, progress_text

NOW = Progress(portals=1000, finished=12, requests=4321, documents=400, waiting=7, reports=390, problems=5, left=9000)


def test_the_line_names_portals_pages_reports_problems_and_the_time_left() -> None:
    assert progress_text(NOW, 3 * 3600 + 20 * 60) == (
        "12 of 1000 portals, 4321 pages, 390 reports, 5 problems, 7 to read, about 3 h 20 min left"
    )


def test_no_time_is_named_before_one_is_known() -> None:
    assert "left" not in progress_text(NOW, None)


def test_the_time_left_follows_the_speed_of_the_last_two_minutes() -> None:
    speed = Speed()
    assert speed.seconds_left(0, 0, 600) is None
    assert speed.seconds_left(10, 20, 600) == 300
    assert speed.seconds_left(60, 600, None) is None
    # Two minutes later only what was done in them counts: 60 pages in 120 s.
    speed.seconds_left(1000, 1000, 600)
    assert speed.seconds_left(1120, 1060, 30) == 60


def test_times_have_two_units() -> None:
    assert [duration(seconds) for seconds in (0.2, 59, 60, 3599, 3600, 12_000, 187_200)] == [
        "1 s", "59 s", "1 min", "1 h 0 min", "1 h 0 min", "3 h 20 min", "2 d 4 h",
    ]  # fmt: skip


def test_on_a_narrow_terminal_it_stays_one_line() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=40)
    line = ProgressLine(console)
    line(NOW)
    status = line._status
    assert status is not None
    shown = console.render_lines(status.renderable)
    line.close()
    assert len(shown) == 1


def test_without_a_terminal_it_prints_plain_lines_now_and_then() -> None:
    out = io.StringIO()
    line = ProgressLine(Console(file=out, width=40))
    line(NOW)
    assert out.getvalue() == ""
    line._next = 0.0
    line(NOW)
    line.close()
    assert out.getvalue() == progress_text(NOW, None) + "\n"
