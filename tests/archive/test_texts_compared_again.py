"""Comparing only what a crawl touched gives what comparing everything does; a copy is told of on both sides."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from archive_by_hand import PORTAL, Visitor, make_report

from archive.archive import Archive
from archive.findings_store import FindingsStore, findings_are_stale
from archive.report_texts import mentioning
from findings.recompute import recompute

WORK = (
    "我镇在便民服务大厅新设公开查阅点两处，方便群众现场查询惠农补贴发放名册",
    "组织各村文书参加公开业务培训，逐村检查公开栏更新情况并当场反馈",
    "围绕高标准农田建设公开项目选址、资金安排和验收结果三类材料",
    "将低保对象复核名单在各村民组张贴公示七日并设立监督电话",
    "梳理历年林权改革档案，整理成册后上传至门户网站供查阅",
    "邀请人大代表和退休教师担任公开监督员，每季度开展评议活动",
    "针对集镇道路改造工程，公开施工期限、绕行路线和投诉渠道",
    "编印防汛物资储备和转移安置点一览表，分发到每户群众手中",
)


TOWNS = ("众兴集镇", "城关镇", "高塘镇", "长集镇", "河口镇", "冯井镇", "乌龙镇", "龙潭镇")


def kept(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """What is said of texts, and by what it is found."""
    sql = {
        "similar": "SELECT * FROM similar_reports ORDER BY version, other_version",
        "findings": "SELECT * FROM findings ORDER BY id",
        "checks": "SELECT * FROM finding_checks ORDER BY report, kind",
        "fees": "SELECT * FROM information_fees ORDER BY version",
        "coverage": "SELECT * FROM coverage ORDER BY agency, report_year",
        "counties": "SELECT * FROM county_coverage ORDER BY place, report_year",
        "marks": "SELECT version, units, sentences, buckets FROM text_marks ORDER BY version",
    }
    return {name: [tuple(row) for row in archive.db.conn.execute(one)] for name, one in sql.items()}


def paragraphs(rng: random.Random, agency: str) -> str:
    """Own sentences of a town, some of them another town's, and some that all have."""
    own = [f"{agency}{first}，{second}" for first, second in zip(rng.sample(WORK, 3), rng.sample(WORK, 3), strict=True)]
    taken = rng.sample(WORK, 4)
    shared = [f"按照县里统一部署开展第{'一二三'[rng.randrange(3)]}批公开事项清单编制和动态调整工作"] * rng.randrange(2)
    return "。".join([*taken, *own, *shared]) + "。"


def walk(visitor: Visitor, texts: Sequence[tuple[str, int, str]]) -> None:
    visitor.begin()
    for agency, year, words in texts:
        title = f"{agency}{year}年政府信息公开工作年度报告"
        report = make_report(year=year, agency=f"霍邱县{agency}人民政府", title=title, sentence=words)
        visitor.visit(f"/{TOWNS.index(agency)}-{year}.htm", report)
    visitor.finish(listed=frozenset())


@pytest.mark.parametrize("seed", range(4))
def test_comparing_what_changed_gives_what_comparing_all_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("findings.recompute.ALL_FROM", 1)
    rng = random.Random(seed)
    texts = {(agency, year): paragraphs(rng, agency) for agency in TOWNS for year in (2022, 2023) if rng.random() < 0.9}
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        for _ in range(4):
            walk(visitor, [(agency, year, words) for (agency, year), words in sorted(texts.items())])
            recompute(archive)
            part = kept(archive)
            with archive.db.atomic():
                findings_are_stale(archive.db)
            recompute(archive)
            assert kept(archive) == part
            assert archive.verify() == []
            assert part["similar"], "or nothing was shown"
            for key in rng.sample(sorted(texts), 2):
                texts[key] = rng.choice((paragraphs(rng, key[0]), texts[rng.choice(sorted(texts))]))


def paragraphs_of(agency: str) -> str:
    """Sentences that no other town has: the characters of the work in an order of its own."""
    rng = random.Random(agency)
    return "。".join("".join(rng.sample(one, len(one))) for one in WORK).replace("，", "") + "。"


def test_a_copy_and_a_template_in_an_archive(tmp_path: Path) -> None:
    """Two towns with one text are told of on both sides; of six, only the template is."""
    text_of = {agency: paragraphs_of(agency) for agency in TOWNS}
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        copied = {**text_of, "城关镇": text_of["众兴集镇"]}
        walk(visitor, [(agency, 2023, words) for agency, words in copied.items()])
        recompute(archive)
        sql = "SELECT agency, severity, seen, item FROM findings WHERE kind = 'similar_to_other' ORDER BY 1"
        told = [tuple(row) for row in archive.db.conn.execute(sql)]
        assert [(one[0], one[3]) for one in told] == [
            ("341522-众兴集镇", "341522-城关镇-2023"),
            ("341522-城关镇", "341522-众兴集镇-2023"),
        ]
        (count,) = archive.db.conn.execute("SELECT count(*) FROM similar_passages").fetchone()
        assert count >= 2
        walk(
            visitor,
            [(agency, 2023, text_of["众兴集镇"] if n < 6 else text_of[agency]) for n, agency in enumerate(TOWNS)],
        )
        recompute(archive)
        kinds = "SELECT kind, count(*) FROM findings WHERE kind IN ('similar_to_other', 'common_template') GROUP BY 1"
        assert [tuple(row) for row in archive.db.conn.execute(kinds)] == [("common_template", 6)]
        assert FindingsStore(archive.db).due() == []


def test_a_name_new_to_the_archive_is_looked_for_in_the_texts_of_others(tmp_path: Path) -> None:
    """A town's report says 高塘镇 of itself; that this is another town is known only when its own report comes."""
    words = "我镇重视公开。2023年，高塘镇严格按照条例公开信息。"
    left = "SELECT agency, seen, sentence FROM findings WHERE kind = 'other_name_left'"
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        visitor = Visitor(archive)
        first = [("众兴集镇", 2023, words), *((town, 2023, "全镇公开信息12条。") for town in TOWNS[3:])]
        walk(visitor, first)
        recompute(archive)
        assert archive.db.conn.execute(left).fetchall() == []
        walk(visitor, [*first, ("高塘镇", 2023, "全镇公开信息12条。")])
        recompute(archive)
        assert [tuple(row) for row in archive.db.conn.execute(left)] == [
            ("341522-众兴集镇", "高塘镇", "2023年，高塘镇严格按照条例公开信息。")
        ]


def test_a_name_of_nothing_but_signs_is_not_looked_for(archive: Archive) -> None:
    assert mentioning(archive.db, ["", " ", "“”"]) == set()


def test_a_recomputation_broken_off_is_made_again_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(7)
    texts = [(agency, 2023, paragraphs(rng, agency)) for agency in TOWNS]
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        archive.upsert_portal(PORTAL)
        walk(Visitor(archive), texts)
        with monkeypatch.context() as broken:
            broken.setattr("findings.texts_again._say", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                recompute(archive)
        assert FindingsStore(archive.db).are_stale()
        assert recompute(archive) == len(TOWNS)
        whole = kept(archive)
        with archive.db.atomic():
            findings_are_stale(archive.db)
        recompute(archive)
        assert kept(archive) == whole
        assert not FindingsStore(archive.db).are_stale()
        assert archive.verify() == []
