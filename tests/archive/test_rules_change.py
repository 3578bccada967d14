"""Our rules of comparing and searching may change: digests hold all the same, and no report is called changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from archive_by_hand import Visitor, make_report

from archive import changes, content, derived, normal_form, search, search_tokens
from archive.archive import Archive
from archive.content import content_of_report, digest, same
from archive.rows import rows, value
from archive.search import match_query

PLAIN = "全年主动公开政府信息66条。"


@pytest.fixture
def change_the_rule(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Tomorrow's normal form takes 条 and 件 for the same word."""

    def tomorrow(text: str) -> str:
        return normal_form.normal_form(text).replace("条", "件")

    def change() -> None:
        for module in (content, changes, search, search_tokens):
            monkeypatch.setattr(module, "normal_form", tomorrow)
        monkeypatch.setattr(derived, "NORMAL_FORM", derived.NORMAL_FORM + 1)

    return change


@pytest.fixture
def walked(open_archive: Callable[..., Archive]) -> Visitor:
    """After a closed crawl with today's rules; the archive is closed."""
    with open_archive() as archive:
        visitor = Visitor(archive)
        visitor.begin()
        visitor.visit("/public/content/1", make_report(sentence=PLAIN), b"yesterday")
        visitor.finish()
    return visitor


def test_a_better_normal_form_leaves_digests_and_history_alone(
    open_archive: Callable[..., Archive], walked: Visitor, change_the_rule: Callable[[], None]
) -> None:
    change_the_rule()
    with open_archive() as archive:
        assert archive.verify() == []
        visitor = Visitor(archive, at=walked.at)
        visitor.begin()
        assert visitor.visit("/public/content/1", make_report(sentence=PLAIN), b"counter 2").kind == "same"
        alike = make_report(sentence=PLAIN.replace("条", "件"))
        assert visitor.visit("/public/content/1", alike, b"counter 3").kind == "same", "the new form on both sides"
        assert visitor.visit("/other/address", alike, b"counter 4").kind == "same"
        visitor.finish()
        assert value(archive.db, "SELECT count(*) FROM documents") == 1
        assert value(archive.db, "SELECT count(*) FROM changes") == 0
        assert archive.verify() == []


def test_the_index_is_made_again_once(
    open_archive: Callable[..., Archive], walked: Visitor, change_the_rule: Callable[[], None]
) -> None:
    change_the_rule()
    found = f"SELECT count(*) FROM {search.SEARCH_TABLE} WHERE {search.SEARCH_TABLE} MATCH ?"
    with Archive.open(walked.archive.path) as archive:
        assert value(archive.db, found, (match_query("66件"),)) == 0, "a reader does not write"
    with open_archive() as archive:
        assert value(archive.db, found, (match_query("66件"),)) == 1
        made = rows(archive.db, "SELECT * FROM derived_by")
        assert derived.renew(archive.db) == []
        assert rows(archive.db, "SELECT * FROM derived_by") == made
        assert archive.verify() == []


def test_a_digest_is_over_what_is_printed() -> None:
    """Full-width 66 is the same content with another digest."""
    plain = content_of_report(make_report(sentence=PLAIN))
    wide = content_of_report(make_report(sentence=PLAIN.replace("66", "６６")))
    assert same(plain, wide)
    assert digest(plain) != digest(wide)


def test_what_a_digest_is_made_of() -> None:
    """Written out once by hand, so that nobody changes it unawares: archives that exist would fail to verify."""
    made = content.Content(
        title="某镇2024年年报",
        published_on="2025-01-20",
        signed_on=None,
        edition="2021",
        texts=("正文　一。",),
        cells={
            ("disclosure_requests", "granted", "total"): ("number", "１２"),
            ("disclosure_requests", "granted", "other"): ("blank", ""),
            ("review_and_litigation", "review", "total"): ("slash", "/"),
        },
    )
    form = (
        '["某镇2024年年报","2025-01-20",null,"2021",["正文　一。"],'
        '[["disclosure_requests","granted"],["review_and_litigation","review"]],'
        '[["disclosure_requests","granted","total","number","１２"],["review_and_litigation","review","total","slash","/"]]]'
    )
    assert json.loads(form)
    assert digest(made) == hashlib.sha256(form.encode()).hexdigest()
