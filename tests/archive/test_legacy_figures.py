"""Figures of free-form reports are kept exactly, are content, and their changes are rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from archive_by_hand import Visitor, make_report

from archive import chain
from archive.archive import Archive
from archive.content import content_of_report, content_of_version, digest, same
from archive.rows import rows, value
from parse.report import LegacyFigure, Report

SENTENCE = "全年共收取检索费219062.78元，受理申请66件，点击约12万次。"
FIGURES = (
    LegacyFigure("fees", "收取检索费", Decimal("219062.78"), None, "元", SENTENCE),
    LegacyFigure("requests", "受理申请", Decimal(66), Decimal(1024), "件", SENTENCE),
    LegacyFigure(None, "点击", Decimal(12), None, "万次", SENTENCE, approximate=True),
    LegacyFigure(None, "投资", Decimal("12345678901234567890.12"), None, "元", SENTENCE),
    LegacyFigure(None, "其他", None, None, None, SENTENCE),
)


def legacy(*figures: LegacyFigure) -> Report:
    return replace(make_report(year=2012, edition="2021", sentence=SENTENCE), legacy_figures=figures)


def test_amounts_are_exact(archive: Archive, visitor: Visitor) -> None:
    visitor.visit("/public/content/1", legacy(*FIGURES))
    found = rows(archive.db, "SELECT value, cumulative, approximate FROM legacy_figures ORDER BY position")
    assert [tuple(row.values()) for row in found] == [
        (219062.78, None, 0),
        (66, 1024, 0),
        (12, None, 1),
        ("12345678901234567890.12", None, 0),
        (None, None, 0),
    ]
    assert value(archive.db, "SELECT typeof(value) FROM legacy_figures WHERE position = 1") == "integer"
    for row, figure in zip(found, FIGURES, strict=True):
        assert figure.value is None or Decimal(str(row["value"])) == figure.value
    assert archive.verify() == []


def test_a_version_says_what_its_report_said(archive: Archive, visitor: Visitor) -> None:
    outcome = visitor.visit("/public/content/1", legacy(*FIGURES))
    assert outcome.version
    kept, read = content_of_version(archive.db, outcome.version), content_of_report(legacy(*FIGURES))
    assert same(kept, read)
    assert digest(kept) == digest(read) == value(archive.db, "SELECT content_sha256 FROM versions")


def test_a_figure_that_changed_in_a_table_is_a_change(archive: Archive, visitor: Visitor) -> None:
    """The statistics form of 2014 is a table: its rows are not in the running text."""
    visitor.visit("/public/content/1", legacy(*FIGURES))
    other = (replace(FIGURES[0], value=Decimal("219062.87")), *FIGURES[1:])
    assert visitor.visit("/public/content/1", legacy(*other)).kind == "changed"
    assert [
        tuple(row.values())
        for row in rows(archive.db, "SELECT kind, form_table, row_key, column_key, old, new FROM changes")
    ] == [("cell", "legacy_figures", "收取检索费", "value", "219062.78元", "219062.87元")]
    assert archive.verify() == []


def test_our_word_for_a_figure_is_no_content(visitor: Visitor) -> None:
    visitor.visit("/public/content/1", legacy(*FIGURES))
    renamed = (replace(FIGURES[0], key="search_fees"), *FIGURES[1:])
    assert visitor.visit("/public/content/1", legacy(*renamed), b"counter").kind == "same"


def test_an_altered_figure_is_found(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", legacy(*FIGURES))
    visitor.finish()
    with archive.db.atomic():
        archive.db.conn.execute("UPDATE legacy_figures SET value = 67 WHERE value = 66")
    assert any("differs from its digest" in sentence for sentence in archive.verify())


def test_every_column_of_the_cells_sections_figures_and_claims_is_digested(archive: Archive) -> None:
    """A column that is added to one of these tables and not to its digest could be altered unseen."""
    told = {"cells": chain.CELL_COLUMNS, **chain.TEXT_COLUMNS}
    for table, columns in told.items():
        assert {name.strip() for name in columns.split(",")} == set(archive.db[table].columns_dict) - {"version"}


def test_an_altered_heading_or_state_is_found(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", legacy(replace(FIGURES[4], state="blank", heading="收费"), *FIGURES[:4]))
    visitor.finish()
    assert chain.check(archive.db) == []
    for alteration in ("heading = '减免'", "state = 'slash'", "cumulative_state = 'blank'"):
        archive.db.conn.execute("BEGIN")
        archive.db.conn.execute(f"UPDATE legacy_figures SET {alteration} WHERE position = 0")
        assert len(chain.check(archive.db)) == 1
        archive.db.conn.execute("ROLLBACK")
    assert chain.check(archive.db) == []


def test_a_digest_of_an_older_form_holds(archive: Archive, visitor: Visitor) -> None:
    visitor.begin()
    visitor.visit("/public/content/1", legacy(*FIGURES))
    visitor.finish()
    with archive.db.atomic():
        for entry in rows(archive.db, "SELECT kept, id FROM chain_entries WHERE kept IN ('versions', 'cells')"):
            old = chain.row_digest(archive.db, entry["kept"], entry["id"], "2:")
            assert (old or "").startswith("2:")
            archive.db.conn.execute(
                "UPDATE chain_entries SET sha256 = ? WHERE kept = ? AND id = ?", (old, *entry.values())
            )
        entries = [
            tuple(row.values()) for row in rows(archive.db, "SELECT kept, id, sha256 FROM chain_entries ORDER BY 1, 2")
        ]
        archive.db.conn.execute("UPDATE chains SET head = ?", (chain.head_of("", entries),))
    assert chain.check(archive.db) == []
    with archive.db.atomic():
        archive.db.conn.execute("UPDATE legacy_figures SET value = 67 WHERE value = 66")
    assert len(chain.check(archive.db)) == 1


def test_scope_stands_with_the_report(archive: Archive, visitor: Visitor) -> None:
    sentence = "本报告数据为全县汇总数据。"
    report = replace(make_report(), scope="whole", scope_sentence=sentence)
    visitor.visit("/public/content/1", report)
    assert tuple(rows(archive.db, "SELECT scope, scope_sentence FROM reports")[0].values()) == ("whole", sentence)
    assert visitor.visit("/public/content/1", replace(report, scope="unstated"), b"counter").kind == "same"


def test_a_blank_and_an_unreadable_figure_differ(archive: Archive, visitor: Visitor) -> None:
    blank = LegacyFigure(None, "1.甲", None, None, "件", "1.甲 件", state="blank", heading="一、申请")
    unreadable = LegacyFigure(None, "2.乙", None, None, "件", "2.乙 件 若干", state="unreadable", heading="一、申请")
    two = LegacyFigure(None, "丙", Decimal(3), None, "件", "丙 件 3 /", cumulative_state="slash", heading="")
    visitor.visit("/public/content/1", legacy(blank, unreadable, two))
    sql = "SELECT value, state, cumulative_state, heading FROM legacy_figures ORDER BY position"
    assert [tuple(row.values()) for row in rows(archive.db, sql)] == [
        (None, "blank", None, "一、申请"),
        (None, "unreadable", None, "一、申请"),
        (3, None, "slash", ""),
    ]
    assert archive.verify() == []


def test_what_sqlite_cannot_hold_goes_from_every_one_of_many_figures(archive: Archive, visitor: Visitor) -> None:
    many = tuple(replace(FIGURES[1], label=f"受理申请{number}\0", sentence=f"{number}\ud800件") for number in range(9))
    visitor.visit("/public/content/1", legacy(*many))
    found = rows(archive.db, "SELECT label, sentence FROM legacy_figures ORDER BY position")
    assert [tuple(row.values()) for row in found] == [
        (f"受理申请{number}\ufffd", f"{number}\ufffd件") for number in range(9)
    ]
