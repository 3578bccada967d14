"""Printed labels to rows, groups and columns of the form."""

from __future__ import annotations

import pytest

from parse.label_form import label_form
from parse.schema import REQUEST_GROUPS, REQUEST_ROWS
from parse.tables.labels import (
    block_of,
    litigation_groups,
    match_applicant,
    match_proactive_column,
    match_proactive_row,
    match_request,
)


@pytest.mark.parametrize("row", REQUEST_ROWS, ids=lambda row: row.key)
def test_every_label_of_the_form_is_its_row(row) -> None:  # type: ignore[no-untyped-def]
    match = match_request(label_form(row.label))
    assert match is not None
    assert match.exact
    assert [found.key for found in match.rows] == [row.key]
    for variant in row.variants:
        found = match_request(label_form(variant))
        assert found is not None
        assert [r.key for r in found.rows] == [row.key]


@pytest.mark.parametrize("group", REQUEST_GROUPS, ids=lambda group: group.key)
def test_every_group_label_is_its_group(group) -> None:  # type: ignore[no-untyped-def]
    match = match_request(label_form(group.label))
    assert match is not None
    assert [found.key for found in match.groups] == [group.key]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("2. 其他法律行政法规禁止公开", "refused_prohibited_by_law"),
        ("2、其他法律、行政法规禁止公开", "refused_prohibited_by_law"),
        ("５．属于三类内部事务信息", "refused_internal_affairs"),
        ("5. 属于三类内部事务", "refused_internal_affairs"),
        ("3.危及\"三安全一稳定\"", "refused_three_securities_one_stability"),
        ("本年新收政府信息公开申请数量", "new_requests"),
        ("四、结转下一年度继续办理", "carried_forward"),
        ("（七） 总 计", "results_total"),
        ("(二)部分公开（区分处理的，只计这一情\n形，不计其他情形）", "partially_granted"),
        ("三、本年度办理结果（一）予以公开", "granted"),
        ("4.保护第三方合法权利", "refused_third_party_rights"),
    ],
)  # fmt: skip
def test_variants_of_print(printed: str, key: str) -> None:
    match = match_request(label_form(printed))
    assert match is not None
    assert [row.key for row in match.rows] == [key]


@pytest.mark.parametrize(
    "printed",
    [
        "其他",
        "信息",
        "不予公开",
        "行政机关不再处理其政府信息公",
        "（三）不",
        "类别",
        "商业企业",
        "6.其他",
        "2.本机关不掌握",
        "合并",
        "数据1",
    ],
)
def test_what_could_be_two_rows_is_none(printed: str) -> None:
    assert match_request(label_form(printed)) is None


def test_five_is_not_processed_whatever_its_words() -> None:
    third, fifth = match_request(label_form("(三)不予公开")), match_request(label_form("(五)不予公开"))
    assert third is not None
    assert fifth is not None
    assert [group.key for group in third.groups] == ["refused"]
    assert [group.key for group in fifth.groups] == ["not_processed"]
    assert (third.exact, fifth.exact) == (True, False)


def test_columns_of_table_two_tell_the_edition() -> None:
    for label, key, editions in [
        ("本年新 制作数量", "newly_made", {"2019"}),
        ("本年新", "newly_made", {"2019"}),
        ("现行有效件数", "in_force", {"2021"}),
        ("处理决定数量", "decisions", {"2019"}),
        ("本年处理决定数量", "decisions", {"2021"}),
        ("本年收费金额(单位：万元)", "fee_amount_wan_yuan", {"2021"}),
        ("本年收费金额", "fee_amount_wan_yuan", {"2021"}),
    ]:
        match = match_proactive_column(label_form(label))
        assert match is not None, label
        assert (match.column.key, {block.edition for block in match.blocks}) == (key, editions)
    amount = match_proactive_column(label_form("采购总金额（万元）"))
    assert amount is not None
    assert amount.unit == "万元"


def test_blocks_rows_applicants_groups() -> None:
    assert [block_of(label_form(f"第二十条第（{n}）项")) for n in "一五六八九二"] == [
        "art20_1", "art20_5", "art20_6", "art20_8", "art20_9", None]  # fmt: skip
    assert block_of(label_form("按照条例第二十条第（一）项的规定，本机关公开了下列信息")) is None
    row = match_proactive_row(label_form("规范性文件"))
    assert row is not None
    assert (row[0], row[1].key) == ("art20_1", "normative_documents")
    column = match_applicant(label_form("社会 组织"))
    assert column is not None
    assert (column[0].key, column[1]) == ("public_welfare_organization", False)
    assert [g.key for g in litigation_groups(label_form("行政诉讼（复议后起诉）"))] == ["litigation_after_review"]
    assert litigation_groups(label_form("行政诉讼")) == ()
