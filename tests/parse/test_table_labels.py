"""Printed labels to rows, groups and columns of the form."""

from __future__ import annotations

import pytest

from parse.label_form import label_form
from parse.schema import REQUEST_GROUPS, REQUEST_ROWS
from parse.tables.labels import (
    block_of,
    litigation_groups,
    match_applicant,
    match_outcome,
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


@pytest.mark.parametrize(
    ("printed", "block", "key"),
    [
        ("規章", "art20_1", "rules"),
        ("規範性文件", "art20_1", "normative_documents"),
        ("行政規範性檔案", "art20_1", "normative_documents"),
        ("行政許可", "art20_5", "administrative_licensing"),
        ("其他對外管理服務事項", "art20_5", "other_external_services"),
        ("行政事業性收費", "art20_8", "administrative_fees"),
        ("政府集中採購", "art20_9", "centralized_procurement"),
        ("规章（市政府制定）", "art20_1", "rules"),
        ("行政规范性文件(含规划)", "art20_1", "normative_documents"),
    ],
)
def test_rows_of_table_two_in_traditional_characters_and_with_glosses(printed: str, block: str, key: str) -> None:
    found = match_proactive_row(label_form(printed))
    assert found is not None
    assert (found[0], found[1].key) == (block, key)


@pytest.mark.parametrize("printed", ["其他主动公开文件", "规章（其中：修改）", "其中规章", "规章制度"])
def test_rows_that_table_two_does_not_have(printed: str) -> None:
    assert match_proactive_row(label_form(printed)) is None


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("一、本年新收政府信息公開申請數量", "new_requests"),
        ("（二）部分公開（區分處理的，只計這一情形，不計其他情形）", "partially_granted"),
        ("1.屬於國家秘密", "refused_state_secret"),
        ("3.危及“三安全一穩定”", "refused_three_securities_one_stability"),
        ("2.沒有現成信息需要另行製作", "unable_requires_creation"),
        ("4.無正當理由大量反復申請", "not_processed_excessive_requests"),
        ("5.要求行政機關確認或重新出具已獲取信息", "not_processed_confirm_or_reissue"),
        ("5.要求行政机关确认或新出具已获取信息", "not_processed_confirm_or_reissue"),
        ("2.申請人逾期未按收費通知要求繳納費用、行政機關不再處理其政府信息公開申請", "other_fee_unpaid"),
        ("（七）總計", "results_total"),
        ("（七）合计", "results_total"),
        ("四、結轉下年度繼續辦理", "carried_forward"),
        ("四、结转下年", "carried_forward"),
        ("1.属于国家秘密（国家安全）", "refused_state_secret"),
    ],
)
def test_rows_of_table_three_in_traditional_characters_and_other_words(printed: str, key: str) -> None:
    match = match_request(label_form(printed))
    assert match is not None
    assert [row.key for row in match.rows] == [key]


def test_columns_in_traditional_characters_and_other_words() -> None:
    for label, key in [
        ("本年新製作數量", "newly_made"),
        ("新制作数量", "newly_made"),
        ("本年新公開數量", "newly_disclosed"),
        ("對外公開總數量", "total_disclosed"),
        ("上一年項目數量", "prior_year_items"),
        ("本年增/減", "change"),
        ("本年增／减", "change"),
        ("本年增减", "change"),
        ("采購總金額", "procurement_amount"),
        ("本年收费金额(万元)", "fee_amount_wan_yuan"),
    ]:
        match = match_proactive_column(label_form(label))
        assert match is not None, label
        assert match.column.key == key
    for label, key in [("商業企業", "business_enterprise"), ("科研機構", "research_institution"),
                       ("公益组织", "public_welfare_organization"), ("法律服務機構", "legal_service_institution"),
                       ("其它", "other_organization"), ("合计", "total")]:  # fmt: skip
        column = match_applicant(label_form(label))
        assert column is not None, label
        assert column[0].key == key
    for label, outcome in [("結果維持", "upheld"), ("結 果 糾 正", "corrected"), ("其它结果", "other"),
                           ("尚未審結", "pending"), ("合 计", "total")]:  # fmt: skip
        found = match_outcome(label_form(label))
        assert found is not None, label
        assert found.key == outcome
