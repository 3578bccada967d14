"""Common passages and shares of two texts; figures, legal wording and what many reports have are left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive.finding_rows import ReportText, TextPart
from findings.passages import common
from findings.text_marks import marks_of
from findings.wording import own_sentences, stream_of, wording

REAL = Path(__file__).parent.parent / "documents" / "real" / "reports"

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


def text(*sentences: str, year: int = 2023, agency: str = "341522-众兴集镇") -> ReportText:
    words = "。".join(sentences) + "。"
    return ReportText(f"{agency}-{year}", agency, year, f"{agency}-{year}", year, "1", None, "2021",
                      (TextPart("overall", 0, words),))  # fmt: skip


def test_figures_signs_and_blanks_are_not_compared() -> None:
    assert stream_of("２０２３年，公开 信息1,234条。") == stream_of("2022年公开信息56条")
    assert stream_of("2023年公开") == "0年公开"


def test_legal_wording_and_short_sentences_are_nobody_s_own() -> None:
    legal = text(
        "根据《中华人民共和国政府信息公开条例》的规定，编制本报告",
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止",
        "我镇很重视",
        WORK[0],
    )
    assert [stream for _, stream in own_sentences(legal)] == [stream_of(WORK[0])]


def test_a_table_that_is_running_text_is_the_form_s() -> None:
    """Table four and the beginning of table three as 平潭 printed them for 2020, cells run together."""
    run_together = text(
        "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉结果维持结果纠正其他结果尚未审结"
        "总计结果维持结果纠正其他结果尚未审结总计000000000000000",
        "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他一、本年新收政府信息公开申请数量"
        "200 000121二、上年结转政府信息公开申请数量00 00 0 00",
        WORK[0],
        "全年收到申请12件，予以公开7件，其他处理5件，均已办结并答复申请人",
    )
    own = [stream_of(WORK[0]), stream_of("全年收到申请12件，予以公开7件，其他处理5件，均已办结并答复申请人")]
    assert [stream for _, stream in own_sentences(run_together)] == own


def test_passages_name_the_places_in_both_texts() -> None:
    one, other = text(WORK[0], WORK[1], WORK[2]), text(WORK[5], WORK[1], WORK[2], WORK[6])
    found = common(wording(one), wording(other), frozenset())
    (passage,) = found.passages
    first, second = one.parts[0].text, other.parts[0].text
    shared = f"{WORK[1]}。{WORK[2]}"
    assert first[passage[0] : passage[0] + passage[1]] == shared
    assert second[passage[2] : passage[2] + passage[3]] == shared
    lengths = [len(stream_of(sentence)) for sentence in WORK[:3]]
    assert (found.own_units, found.shared_units) == (sum(lengths), lengths[1] + lengths[2])


def test_a_passage_whose_figures_differ_is_one() -> None:
    one = text("全年公开惠农补贴信息12条，受理咨询3次，更新公开栏40期，培训村级公开员25人")
    other = text("全年公开惠农补贴信息98条，受理咨询11次，更新公开栏7期，培训村级公开员130人")
    assert common(wording(one), wording(other), frozenset()).share == 1


def test_the_body_s_own_name_is_one_unit_like_any_other_s() -> None:
    one = replace(text(f"霍邱县众兴集镇{WORK[0]}，众兴集镇{WORK[1]}"), names=("众兴集镇", "霍邱县"))
    other = replace(text(f"城关镇{WORK[0]}，城关镇{WORK[1]}"), names=("城关镇", "霍邱县"))
    found = common(wording(one), wording(other), frozenset())
    assert found.share == 1
    (passage,) = found.passages
    assert one.parts[0].text[: passage[1]] == one.parts[0].text.removesuffix("。"), "places are those of the print"
    assert list(own_sentences(one)) == list(own_sentences(other))


def test_what_many_reports_have_is_not_own() -> None:
    one, other = text(WORK[0], WORK[1]), text(WORK[0], WORK[2])
    not_own = frozenset(dict(own_sentences(text(WORK[0]))))
    assert common(wording(one), wording(other), frozenset()).share > 0.4
    assert common(wording(one), wording(other), not_own).share == 0


def test_a_part_that_was_written_anew_is_no_passage() -> None:
    """平潭 2022 and 2023: 五 names other problems (预公开程度 …; 信息噪音 …) and other measures."""
    texts = []
    for year in (2022, 2023):
        body = (REAL / f"pingtan-{year}.txt").read_text("utf-8").partition("五、存在的主要问题")[2].partition("六、")[0]
        texts.append(replace(text(year=year), parts=(TextPart("problems_and_improvements", 0, body),)))
    before, after = (wording(one) for one in texts)
    found = common(after, before, frozenset())
    assert found.share < 0.2
    for start, length, other_start, other_length in found.passages:
        mine = texts[1].parts[0].text[start : start + length]
        assert stream_of(mine) == stream_of(texts[0].parts[0].text[other_start : other_start + other_length])


def test_the_county_s_report_of_2012_is_the_zone_s_of_2011() -> None:
    """平潭县 2012 and 平潭综合实验区 2011, two bodies. Side by side: what is lacking (目前，我县…) is the same word
    for word, and what was made and disclosed is told in the same sentences with other figures."""
    texts = []
    for name in ("pingtan-county-2012.txt", "pingtan-2011.txt"):
        body = (REAL / name).read_text("utf-8").partition("正文 ====================\n")[2]
        texts.append(replace(text(), parts=(TextPart(None, 0, body),), names=("平潭县", "平潭综合实验区")))
    found = common(wording(texts[0]), wording(texts[1]), frozenset())
    assert found.share > 0.7
    mine = [texts[0].parts[0].text[start : start + length] for start, length, _, _ in found.passages]
    theirs = [texts[1].parts[0].text[start : start + length] for _, _, start, length in found.passages]
    (at,) = [
        number
        for number, passage in enumerate(mine)
        if "受人员编制限制，各单位信息公开工作均由办公室人员兼职" in passage
    ]
    assert "受人员编制限制，各单位信息公开工作均由办公室人员兼职" in theirs[at]
    (at,) = [number for number, passage in enumerate(mine) if "制作、获取政府信息总数3978条" in passage]
    assert "制作、获取政府信息总数1873条" in theirs[at]


def test_signatures_of_like_texts_share_buckets() -> None:
    one, other = text(*WORK), text(*WORK[:-1], "编印防汛物资储备一览表，分发到每户群众")
    strange = text(*(f"{sentence[::-1]}" for sentence in WORK))
    buckets = [set(marks_of(each, "341522").buckets) for each in (one, other, strange)]
    assert buckets[0] & buckets[1]
    assert not buckets[0] & buckets[2]
