"""Changes picked by heading, portal, body and year are those of the view `change_log`, in its order."""

from __future__ import annotations

import itertools
import sqlite3

import pytest
from browsing import Served

from archive.views import WHAT_CHANGED
from publish.change_rows import KINDS, newest

CHANGED = ("cell", "form", "section", "title", "date", "status")
STATUS = ("withdrawn", "live", "moved", "replaced", "unlisted", "http://a.example/")


def test_each_change_is_under_the_heading_that_the_view_says() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE changes (kind TEXT, new TEXT)")
    db.executemany("INSERT INTO changes VALUES (?, ?)", itertools.product(CHANGED, (*STATUS, None)))
    told = ", ".join(f"{sql} AS {name}" for name, sql in KINDS.items())
    for what, *under in db.execute(f"SELECT {WHAT_CHANGED} AS what, {told} FROM changes AS h").fetchall():
        assert [name for name, yes in zip(KINDS, under, strict=True) if yes] == [what]


@pytest.mark.parametrize(
    "chosen",
    [
        {}, {"what": "figures"}, {"what": "text"}, {"what": "gone"}, {"what": "back"}, {"what": "moved"},
        {"what": "nonsense"}, {"portal": "dongning"}, {"portal": "dongning", "what": "gone"},
        {"agency": "330382-南岳镇"}, {"report_year": "2020"}, {"report_year": "2020", "what": "text"},
        {"report_year": "x"}, {"portal": "nobody"},
    ],
)  # fmt: skip
def test_what_is_picked_is_what_the_view_has(walked_site: Served, chosen: dict[str, str]) -> None:
    db = sqlite3.connect(walked_site.archive)
    db.row_factory = sqlite3.Row
    where = " AND ".join(
        "report_year = CAST(:report_year AS INTEGER)" if name == "report_year" else f"{name} = :{name}"
        for name in chosen
    )
    view = f"SELECT * FROM change_log WHERE {where or 1} ORDER BY first_seen_new DESC, report, id LIMIT 3 OFFSET 1"
    expected = [tuple(row) for row in db.execute(view, chosen)]
    for count in (0, 10**6):
        picked = db.execute(newest(chosen, count), {**chosen, "limit": 3, "offset": 1})
        assert [tuple(row) for row in picked] == expected


def test_all_five_headings_occur_in_what_was_asked(walked_site: Served) -> None:
    """Else the test above says little."""
    db = sqlite3.connect(walked_site.archive)
    assert {what for (what,) in db.execute("SELECT DISTINCT what FROM change_log")} == {*KINDS}
