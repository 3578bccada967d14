"""What each table and column of an archive is, in Chinese and English, for people: Datasette's pages, docs/schema.md.

The columns of the national form are not here: `archive.metadata` draws them from `parse.schema`.
"""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TableNote:
    """A table: its titles, what it holds, and how Datasette should open it."""

    chinese: str
    english: str
    about: str
    columns: dict[str, str] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    newest_first: str | None = None
    sort: str | None = None
    label: str | None = None
    hidden: bool = False
    searched: bool = False


COLUMNS = {
    "id": "标识符，由自然键构成，不会变更 / identifier made from natural keys, never changes",
    "portal": "政府网站 / portal (portals.id)",
    "agency": "单位 / public body (agencies.id)",
    "document": "文件（同一报告的一种形式）/ rendering (documents.id)",
    "version": "内容版次 / revision (versions.id)",
    "previous": "前一版次（可属另一网址的文件）/ the revision before, possibly of another document (versions.id)",
    "capture": "网页存档 / saved copy (captures.id)",
    "crawl": "采集批次 / crawl (crawls.id)",
    "report": "年报：单位与报告年度 / report: public body and report year",
    "report_year": "报告年度（报告所述的年份，不是发布年份）/ the year reported on, not that of publication",
    "name": "名称 / name",
    "level": "级别 / level: province, prefecture, county, department, township, subdistrict",
    "division_code": "行政区划代码 / administrative division code",
    "division_year": "区划代码所据名录的年份 / year of the list the division code is from",
    "url": "网址 / address",
    "title": "标题 / title as printed",
    "kind": "种类 / kind",
    "status": "状态：live 可打开, missing_once 一次未能打开, withdrawn 原网址打不开, moved 换了地址, unlisted 已从栏目消失, "
    "never_seen 未见 / state of the address",
    "edition": "格式：2021 格式, 2019 试行格式, legacy 旧式, mixed 混用；据表中标签判定 / edition of the form, from its labels",
    "published_on": "发布日期（网页所载）/ date of publication as the page states it",
    "signed_on": "落款日期 / date of the signature",
    "first_seen": "首次见到（UTC）/ first seen (UTC)",
    "last_seen": "最近见到（UTC）/ last seen (UTC)",
    "media_type": "文件类型（据内容）/ media type, as told by the content",
    "content_type": "服务器声明的类型 / Content-Type as the server stated it",
    "form_table": "统计表 / national table: proactive_disclosure, disclosure_requests, review_and_litigation",
    "row_key": "表行 / row of the form (fields.row_key)",
    "column_key": "表列 / column of the form (fields.column_key)",
    "printed": "原文所印 / as printed",
    "value": "数值；空白为空，不作 0 / value; a blank is null, never 0",
    "state": "单元格状态：number 数字, blank 空白, slash 斜线, none_word 无, unreadable 未能读出, ambiguous 不能确定, "
    "row_not_printed 未印该行, not_in_form 该格式无此格, table_missing 缺表 / state of the cell",
    "implied_zero": "1：合计表明空白应为 0（数值仍为空）/ 1 where the totals imply that a blank means 0; the value stays null",
    "page": "页码（PDF，自 1 起）/ page of a PDF, from 1",
    "grid": "文件中第几张表（自 0 起）/ which table of the document, from 0",
    "grid_row": "表内第几行（自 0 起）/ row of the printed grid, from 0",
    "grid_column": "表内第几列（自 0 起）/ column of the printed grid, from 0",
    "placed_by": "定位依据：label 标签, order 次序, geometry 位置, arithmetic 算术 / what places the cell",
    "confidence": "可信度 0–1（仅文字识别）/ confidence 0 to 1, OCR only",
    "parser": "读取程序版本 / version of the reader",
    "origin": "问题来源：source 原文疑点, reading 未能读出, access 未能访问 / whose problem it is",
    "severity": "轻重：error, warning, info / severity",
    "seen": "所见 / as seen",
    "expected": "应为 / as expected",
    "message": "说明 / explanation",
    "old": "原来 / before",
    "new": "现在 / after",
    "last_seen_old": "最后一次见到原内容（UTC）/ when the old content was last seen (UTC)",
    "first_seen_new": "首次见到新内容（UTC）/ when the new content was first seen (UTC)",
    "repeats": "与此处改动相同（另一形式）/ the same change seen in another rendering (changes.id)",
    "position": "次序（自 0 起）/ order, from 0",
    "heading": "小标题 / heading",
    "text": "正文 / text",
    "basis": "认定依据 / how it is known",
    "known_by": "认定依据 / how it is known",
    "note": "备注 / note",
    "reason": "原因 / reason",
    "sha256": "SHA-256（十六进制）/ SHA-256, hexadecimal",
    "content_sha256": "内容摘要（SHA-256）：标题、日期、正文与各格所印，一字不改 / digest of title, dates, text and cells exactly as printed",
    "link_text": "链接文字 / text of the link",
    "list_date": "列表所载日期 / date in the list",
    "column_name": "栏目 / column of the portal",
    "column_url": "栏目网址 / address of the column",
    "parent_url": "所在页面 / page that links to it",
    "key": "键 / key",
    "label": "标签 / label as printed",
    "unit": "计量单位 / unit",
    "sentence": "所在句子 / the sentence it stands in",
    "cumulative": "累计数 / cumulative figure",
    "code": "区划代码 / division code",
    "year": "年份 / year",
    "made": "时间（UTC）/ time (UTC)",
    "purpose": "用途：home 首页, list 列表, document 文件 … / what it was fetched for",
    "search_id": "检索号（本地整数，不可引用）/ local number of the search index, not citable",
    "number": "次序 / number",
    "cells_decided": "能确定的格数（数字、空白、斜线、无）/ cells that could be decided: number, blank, slash, 无",
    "checks_passed": "勾稽核对：相符 / arithmetic checks passed",
    "checks_failed": "勾稽核对：不符 / arithmetic checks failed",
    "checks_not_assessable": "勾稽核对：无法核对 / arithmetic checks not assessable",
    "scope": "数字口径（县、市级政府的报告）：own 本机关, whole 全县（市）汇总, unstated 未说明；其他单位为空 / whose figures a county's"
    " or city's report gives: its own office's, those of all its bodies, or not said; null for other bodies",
    "scope_sentence": "口径所据的句子 / the sentence that says whose figures they are",
    "verdict": "判定：是否年报 / verdict: a report, or why not",
    "verdict_reason": "判定理由 / reason of the verdict",
}
"""Columns that mean the same wherever they stand."""

_WIDE = "一行为表中一行，数值照印；空白为空，不作 0；错的合计也照印 / a row a printed row, values as printed, blanks null, wrong totals kept"

COVERAGE_REASONS = (
    "已收录：年报状态；未见：not_walked 尚未采集, portal_blocked 网站拒绝, portal_failed 网站未能采集, lists_not_walked 栏目未能走完, list_short 栏目自称或提到的多于读到的, "
    "not_reached 链接打不开, not_read 未能读出, before_first_visit 早于首次采集, not_on_lists 栏目走完而无, "
    "unit_not_on_lists 单位名录有此单位而栏目无其年报；不应有："
    "not_known_to_exist 该年度未知有此单位, succeeded 已并入他单位, not_due 未到期 / state of the report, or the one reason why it"
    " was not seen or not expected"
)

NOTES = {
    "reports": TableNote(
        "年报",
        "Reports",
        "每个单位每年度一行，取最完整的一种形式 / one row for each public body and report year",
        {
            "agency_name": "单位名称 / name of the public body",
            "documents": "同一报告有几种形式 / number of renderings",
            "versions": "内容版次数 / number of revisions",
            "changes": "改动处数 / number of changes",
            "source_problems": "原文疑点数 / discrepancies in the report",
            "reading_problems": "未能读出数 / what we could not read",
            "access_problems": "未能访问数 / what we could not reach",
            "new_requests": "本年新收申请（总计）/ new requests, printed total",
            "carried_over": "上年结转申请（总计）/ carried over from last year, printed total",
            "granted": "予以公开（总计）/ granted, printed total",
            "partially_granted": "部分公开（总计）/ partially granted, printed total",
            "results_total": "办理结果总计 / total of results, printed total",
            "carried_forward": "结转下年度（总计）/ carried forward, printed total",
            "review": "行政复议（总计）/ administrative reconsideration, printed total",
            "litigation_direct": "未经复议直接起诉（总计）/ direct lawsuits, printed total",
            "litigation_after_review": "复议后起诉（总计）/ lawsuits after reconsideration, printed total",
            "chosen_by": "为何取这一种形式，依次比较、先分出者定：only 仅此一种, live 仍在, cells 可定的格多, problems 未读出者少,"
            " carrier 网页先于 Word 先于 PDF, newest 最近见到, id / why this rendering stands for the report: the first"
            " criterion in this order that decided",
            "corrected": "人工更正了什么（见 corrections）/ what people corrected, null where nothing",
        },
        newest_first="report_year",
        searched=True,
    ),
    "versions": TableNote(
        "内容版次",
        "Revisions",
        "一份文件每一段不变的内容一行，第 N 次内容 / one row for each run of content of a document",
        {
            "number": "第几次内容 / which revision of the document",
            "report_year_source": "报告年度的依据 / where the report year is read",
            "first_capture": "首次存档 / first saved copy (captures.id)",
            "agency_name": "单位名称（所印）/ name of the public body as read",
            "agency_source": "单位名称的依据 / where the name is read: title, signature, compiler, publisher",
            "agency_level": "单位级别（据名称）/ level, from the name",
            "cited_notice": "所引通知 / the notice the report cites",
            "index_number": "索引号 / index number",
            "document_number": "文号 / document number",
            "period_start": "统计期起 / start of the period",
            "period_end": "统计期止 / end of the period",
            "corrected": "人工更正：is_report, is_not_report（不入年报表）, agency, report_year；空：无 / what people said of it,"
            " with is_not_report it is in no list of reports; null where nothing",
            "year_read": "所读报告年度（仅当人工更正了年度）/ the report year as read, only where a person said another",
            "year_read_from": "所读年度的依据 / where the year as read was read",
            "pictures": "以图片代表格者：各图片的摘要（JSON）/ where the tables are pictures: their SHA-256, a JSON list",
        },
        facets=("report_year",),
        newest_first="first_seen",
        label="title",
        searched=True,
    ),
    "changes": TableNote(
        "改动记录",
        "Change log",
        "同一年报前后两次内容的不同之处，沿年报而不沿网址 / what differs between two revisions of one report",
        {
            "kind": "改动种类：cell 数字, section 正文（column_key 为 order：只是换了位置）, title 标题, date 日期, form 格式或图片,"
            " status 状态（withdrawn 撤下, moved 换了地址, replaced 原址换成另一份, live 又出现；column_key 为 url：网址）"
            " / what changed; a section with column_key order only stands elsewhere",
            "last_seen_old": "最后一次见到原样（UTC）/ last sight of how it was (UTC)",
            "first_seen_new": "首次见到改后，或首次不见（UTC）/ first sight of how it is since, or of its absence (UTC)",
        },
        facets=("kind", "form_table"),
        newest_first="first_seen_new",
    ),
    "problems": TableNote(
        "问题",
        "Problems",
        "三种来源从不混同：原文疑点、未能读出、未能访问；疑点是线索，不是结论 / leads, not findings; three origins, never mixed",
        {"kind": "问题种类 / kind of problem", "crawl": "采集批次 / crawl"},
        facets=("origin", "severity", "kind"),
    ),
    "findings": TableNote(
        "跨年跨单位线索",
        "Findings",
        "同一单位各年度、同县各单位年报对照所得；是线索，不是结论，可能的正当原因见 finding_kinds / what reports show beside one"
        " another: leads, not conclusions; finding_kinds has the innocent explanations",
        {
            "kind": "线索种类 / kind of finding (finding_kinds.kind)",
            "item": "同一年报同种线索不止一条时的区别 / what tells findings of one kind and report apart",
            "other_version": "对照的版次 / revision it is compared with (versions.id)",
            "sentence": "所据的原句 / the sentence of the report it rests on",
            "chinese": "说明（中文）/ the finding in a Chinese sentence",
            "english": "说明（英文）/ the finding in an English sentence",
        },
        facets=("kind", "report_year"),
    ),
    "finding_kinds": TableNote(
        "线索种类",
        "Kinds of findings",
        "每种线索的含义、规则与可能的正当原因 / what each kind of finding means, its rule, and what may innocently cause it",
        {
            "kind": "种类 / kind",
            "chinese": "名称（中文）/ name in Chinese",
            "english": "名称（英文）/ name in English",
            "compares": "对照什么：report 一份年报之内, years 同一单位各年度, bodies 不同单位 / what is compared: within a report,"
            " years of one body, or bodies",
            "rule_chinese": "规则与依据（中文）/ rule and its source, in Chinese",
            "rule_english": "规则与依据（英文）/ rule and its source, in English",
            "innocent_chinese": "可能的正当原因（中文）/ innocent explanations, in Chinese",
            "innocent_english": "可能的正当原因（英文）/ innocent explanations, in English",
        },
        label="chinese",
    ),
    "finding_checks": TableNote(
        "对照计数",
        "Counts of comparisons",
        "每份年报每种对照：相符、不符、无法对照各几处，及为何 / for each report and kind: comparisons that held, failed, could not"
        " be made, and why",
        {
            "kind": "线索种类 / kind of finding (finding_kinds.kind)",
            "passed": "相符 / held",
            "failed": "不符 / failed",
            "not_assessable": "无法对照 / could not be made",
            "reason": "无法对照的原因：blank 空白, edition 格式不同, scope_changed 口径改变, "
            "reorganised 机构改革, scope_own 只计本机关, scope_unstated 口径未说明, units_unknown 单位不全, no_dated_source 无可据"
            "日期, custom_date 非法定期限, level_unknown 级别不明 / why not",
        },
        facets=("kind", "reason", "report_year"),
    ),
    "information_fees": TableNote(
        "信息处理费",
        "Information processing fees",
        "年报第六部分对信息处理费的说明（国办函〔2020〕109号起）/ what reports say of information processing fees, as"
        " 国办公开办函〔2021〕30号 asks in section six",
        {
            "state": "amount 写明收取金额, zero 印为 0, none_charged 称未收取, mentioned 提到而未写明收没收, nothing_to_report 第六部分只写“无”, not_stated 未提及, "
            "section_missing 无第六部分 / what is said; nothing said is not zero",
            "printed": "金额（照印）/ amount as printed",
            "yuan": "金额（元）/ amount in yuan",
        },
        facets=("state", "report_year"),
    ),
    "similar_reports": TableNote(
        "雷同",
        "Similar reports",
        "正文雷同：本单位上年或他单位；法律用语与多家共用的句子不计 / reports whose own wording stands in another; legal wording and"
        " sentences of many reports are not counted",
        {
            "other_version": "相似的版次 / the other revision (versions.id)",
            "relation": "own_year_before 本单位上年, other_body 其他单位 / the body's own last report, or another body's",
            "share": "自有文字中见于对方的比例 0–1 / share of its own wording that stands in the other, 0 to 1",
            "own_units": "自有文字（字、词、数）/ units of its own wording: characters, words, numbers",
            "shared_units": "其中见于对方者 / of these, in the other",
            "threshold": "列出的最低比例 / the least share that is listed",
            "method": "方法 / method",
            "passages": "相同段落的位置（JSON，见 similar_passages）/ places of the common passages, JSON; see similar_passages",
        },
        facets=("relation",),
    ),
    "similar_passages": TableNote(
        "雷同段落",
        "Passages of similar reports",
        "两份正文中相同的段落及位置 / the passages two texts have in common, and where they stand",
        {
            "other_version": "相似的版次 / the other revision (versions.id)",
            "start": "起（正文字符，自 0 起）/ start in the text, characters from 0",
            "length": "长（字符）/ length, characters",
            "other_start": "在对方正文中的起点 / start in the other text",
            "other_length": "在对方正文中的长度 / length in the other text",
            "other_text": "在对方正文中的文字 / the passage as the other text has it",
        },
    ),
    "similar_pairs": TableNote(
        "雷同的年报",
        "Pairs of similar reports",
        "similar_reports 附两边的单位、年度与日期；相像不等于抄袭 / similar_reports with bodies, years and dates of both sides; alike is"
        " not copied",
        {
            "other_version": "相似的版次 / the other revision (versions.id)",
            "relation": "own_year_before 本单位上年, other_body 其他单位 / the body's own last report, or another body's",
            "share": "自有文字中见于对方的比例 0–1 / share of its own wording that stands in the other, 0 to 1",
            "own_units": "自有文字（字、词、数）/ units of its own wording: characters, words, numbers",
            "shared_units": "其中见于对方者 / of these, in the other",
            "agency_name": "单位名称 / name of the public body",
            "other_report": "对方年报 / the other report",
            "other_agency": "对方单位 / the other body (agencies.id)",
            "other_agency_name": "对方单位名称 / name of the other body",
            "other_portal": "对方政府网站 / portal of the other (portals.id)",
            "other_report_year": "对方报告年度 / report year of the other",
            "other_first_seen": "对方首次见到（UTC）/ the other first seen (UTC)",
            "other_published_on": "对方发布日期（网页所载）/ date of the other as its page states it",
        },
        facets=("relation", "report_year"),
    ),
    "change_log": TableNote(
        "改动与撤下",
        "Changes and withdrawals",
        "changes 附单位、年度与栏目名；另一形式中的同一改动只列一次 / changes with bodies, years and labels; the same change in another"
        " rendering is left out",
        {
            "row_label": "行标题 / row label",
            "column_label": "列标题 / column label",
            "what": "哪一类：figures 数字改了, text 文字改了, gone 不见了, back 又出现, moved 换了地址 / kind of change",
            "agency_name": "单位名称 / name of the public body",
            "portal_name": "政府网站名称 / name of the portal",
            "old": "原来 / before",
            "new": "现在 / after",
            "last_seen_old": "最后一次见到原样（UTC）/ last sight of how it was (UTC)",
            "first_seen_new": "首次见到改后，或首次不见（UTC）/ first sight of how it is since, or of its absence (UTC)",
            "recognised": "哪一侧是从图片中识别的：old, new, both；可能是识别差错 / which side was recognised in a picture",
        },
        facets=("what", "report_year"),
        newest_first="first_seen_new",
    ),
    "discrepancies": TableNote(
        "对不上",
        "Discrepancies",
        "现行年报的原文疑点与跨年跨单位线索，合为一表；是线索，不是结论 / discrepancies within current reports and findings between"
        " them; leads, not conclusions",
        {
            "source": "出自 problem 一份年报之内, finding 对照所得 / from problems or from findings",
            "kind": "种类（problems.kind 或 finding_kinds.kind）/ kind",
            "agency_name": "单位名称 / name of the public body",
            "portal_name": "政府网站名称 / name of the portal",
            "chinese": "说明（中文）/ in a Chinese sentence",
            "english": "说明（英文）/ in an English sentence",
            "other_version": "对照的版次 / revision it is compared with (versions.id)",
        },
        facets=("kind", "report_year"),
    ),
    "text_marks": TableNote(
        "正文特征",
        "Marks of texts",
        "用以找出雷同 / by what similar texts are found",
        {
            "place": "县（区划代码，或网站）/ county: division code or portal",
            "made_of": "由何内容与规则算出 / content and rule it was made from",
            "units": "除法律用语外的字数 / units without legal wording",
            "sentences": "各句摘要 / digests of the sentences",
            "lengths": "各句长度 / units of each sentence",
            "buckets": "签名所在各桶 / buckets of its signature",
        },
        hidden=True,
    ),
    "text_sentences": TableNote(
        "句子索引",
        "Index of sentences",
        "哪些年报有此句 / which reports have a sentence",
        {"place": "县 / county", "sentence": "句子摘要 / digest of the sentence"},
        hidden=True,
    ),
    "text_buckets": TableNote(
        "签名索引",
        "Index of signatures",
        "签名相近的年报 / reports with signatures alike",
        {"bucket": "桶 / bucket"},
        hidden=True,
    ),
    "boilerplate": TableNote(
        "套话",
        "Boilerplate",
        "年报正文中的套话：同年多份年报都有的句子，或法条原文 / where a text is boilerplate: sentences that many reports of its year have, or"
        " wording of the law",
        {
            "places": "起点与长度（versions.text，字符，自 0 起；JSON）/ [start, length] in characters of versions.text, JSON"
        },
    ),
    "text_names": TableNote(
        "已查名称",
        "Names looked for",
        "已在全部正文中查过的单位名称 / names that all texts were looked through for",
        hidden=True,
    ),
    "coverage": TableNote(
        "收录情况",
        "Coverage",
        "每单位逐年：应有、已见、未见及一个原因；未见不等于未公开 / each year of a body: expected, found, or one reason why not; not"
        " seen does not mean not published",
        {
            "place": "县（区划代码，或网站）/ county: division code or portal",
            "state": "found 已收录, not_seen 应有而未见（截至 as_of）, not_expected 尚不应有 / found, expected and not seen as of"
            " that time, or not expected",
            "reason": COVERAGE_REASONS,
            "basis": "依据：版次、存档、采集批次、单位或期限 / what says so: a revision, saved copy, crawl, public body or date",
            "as_of": "截至（UTC）：该网站最近一次采集 / as of the portal's last crawl (UTC)",
        },
        facets=("state", "reason", "report_year"),
    ),
    "claims_checked": TableNote(
        "正文与表格",
        "Claims against tables",
        "正文所说的每个数，与表中说同一件事的格对照；没有可对照之格的说法不在内 / each figure of the text beside the cell that states the"
        " same; claims that no cell states are not in it",
        {
            "value": "正文所说 / what the text says",
            "sentence": "所在句子，照原文 / its sentence as printed",
            "chinese": "所说的是什么 / what it is about, in Chinese",
            "english": "同上（英文）/ the same in English",
            "seen": "不一致时正文所说 / what the text says, where they differ",
            "expected": "不一致时表格所印 / what the table says, where they differ",
            "verdict": "agrees 相符, differs 不符；parts_agree, parts_differ 正文总数与其分项之和相符、不符；其余都不能核对：table_blank 表中空白, table_unread 表中未能读出, no_table 没有该表,"
            " approximate 约数, counted_otherwise 正文连同上年结转计数, not_refuted 文字说法，表中未见相反 / agrees, differs;"
            " parts_…: the text's total and the sum of its parts; the others could not be compared: table blank, table not read, no such table, an approximate figure, the text"
            " counts those carried over too, words that the table does not contradict",
        },
    ),
    "functions": TableNote(
        "职能",
        "Functions",
        "单位的职能与据以认定的字：名称含两种职能之字的，不认定 / what bodies are there for and the words of a name that say so; a name"
        " with the words of two is of neither",
        {
            "function": "职能 / function",
            "number": "次序 / order",
            "chinese": "名称（中文）/ name in Chinese",
            "english": "名称（英文）/ name in English",
            "words": "名称中的字（任一）/ words of a name, any of which decides",
        },
        label="chinese",
        sort="number",
    ),
    "due_dates": TableNote(
        "公布期限",
        "Due dates",
        "各级年报应在何日前公布，据何规定 / by when a report of a level is to be published, and who says so",
        {
            "first_year": "自报告年度 / from report year",
            "last_year": "至报告年度；空：至今 / to report year; null: until today",
            "month": "次年几月 / month of the next year",
            "day": "几日前 / by which day",
            "binding": "law 条例, notice 通知, custom 惯例（乡镇、街道：参照部门）/ what binds: law, notice, or custom",
            "chinese": "依据（原文）/ who says so, in Chinese",
            "english": "依据（英文）/ who says so, in English",
        },
    ),
    "indicators": TableNote(
        "指标逐年",
        "Indicators by year",
        "表中一格，一级单位，一个年度：几个单位有数、空白、斜线……；合计、最大、中位数，及与上年同一批单位之比。各级不可相加 / a place of the form over"
        " all bodies of a level in a year: who has a number, a blank …; levels must not be added",
        {
            "function": "部门的职能（functions）；'' 为全部 / function of departments; '' for all",
            "reports": "已见年报 / reports seen",
            "numbers": "有数字的（含 0）/ with a number, zeros among them",
            "zeros": "其中为 0 / of these 0",
            "blank": "空白 / blank",
            "slash": "斜线 / a slash",
            "none_word": "“无” / the word 无",
            "not_read": "未能读出 / could not be read",
            "not_printed": "未印该行或缺表 / row or table not printed",
            "no_unit": "金额未印单位，不能比 / amounts without a unit, not comparable",
            "not_in_form": "其格式无此格 / their form has no such place",
            "total": "所印之和 / sum of what is printed",
            "largest": "最大者 / the largest",
            "median": "中位数（含 0）/ median, zeros among the numbers",
            "same_bodies": "两年（同一格式）都有数字的单位 / bodies with a number in both years, on one form",
            "same_before": "这批单位上年之和 / their sum the year before",
            "same_total": "这批单位本年之和 / their sum this year",
        },
        facets=("level", "report_year"),
    ),
    "indicator_values": TableNote(
        "指标明细",
        "Figures by body",
        "表中一格在各单位的数；请先筛选表、行、列、级别与年度 / one place of the form, body by body; filter by table, row, column, level and"
        " year first",
        {
            "level": "级别；unknown 不明 / level; unknown where not known",
            "function": "职能（functions）/ function",
            "place": "县（区划代码，或网站）/ county: division code or portal",
            "whole": "所占的总计：办理结果总计，或该类案件总计；别处为空 / the printed total it is a part of: outcomes of the column, or cases"
            " of the row; null elsewhere",
            "agency_name": "单位名称 / name of the public body",
        },
    ),
    "indicator_reports": TableNote(
        "指标所据年报",
        "Reports of the indicators",
        "指标所据的现行年报 / current reports that indicators are made from",
        {"place": "县 / county", "function": "职能 / function"},
        hidden=True,
    ),
    "indicator_rows": TableNote(
        "指标所据各行",
        "Rows of the indicators",
        "各表之行，按行、级别、年度排列；读 indicator_values / rows of the tables by line, level and year; read indicator_values",
        {
            "line": "表中之行 / row of the form",
            **{f"v{slot}": f"第 {slot + 1} 格 / value {slot + 1}" for slot in range(7)},
            "states": "非数字、非空白之格（JSON）/ cells that are neither number nor blank, JSON",
            "missing": "row_not_printed 或 table_missing / why the row is not there",
        },
        hidden=True,
    ),
    "level_years": TableNote(
        "各级逐年",
        "Levels by year",
        "一级单位一个年度：已见、未见（栏目走完而无）、未查或未读出 / reports seen, not on lists that were walked whole, and not looked at or"
        " read by us",
        {
            "function": "职能；'' 为全部 / function; '' for all",
            "province": "省（区划代码前两位）；'' 为全部 / province, two digits of the division code; '' for all",
            "reports": "已见 / seen",
            "not_seen": "未见 / not seen",
            "not_looked": "未查、打不开或未读出（我们的缺漏）/ gaps of ours",
        },
    ),
    "not_seen": TableNote(
        "未见",
        "Not seen",
        "应有而未见的年报，附公布期限及其依据；lists_walked 为 0 的是我们没有查到，不是对方没有发 / reports that were expected and not seen, with"
        " the date set; where lists_walked is 0 the gap is ours",
        {
            "agency_name": "单位名称 / name of the public body",
            "portal_name": "政府网站名称 / name of the portal",
            "function": "职能 / function",
            "place": "县（区划代码，或网站）/ county: division code or portal",
            "reason": COVERAGE_REASONS,
            "lists_walked": "1：其栏目走完而无；0：我们未能查到或读出 / 1 where its lists were walked whole and do not have it; 0: a gap of ours",
            "as_of": "最后查看（UTC）/ last look (UTC)",
            "due_on": "应在何日前公布；空：级别不明 / the date set; null where the level is not known",
            "binding": "law 条例, custom 惯例 / what binds",
            "due_chinese": "期限依据（原文）/ who sets the date, in Chinese",
            "due_english": "期限依据（英文）/ who sets the date, in English",
            "last_seen_year": "此前最近见到的年度 / the last year before it that was seen",
        },
        facets=("report_year", "level", "lists_walked"),
        newest_first="report_year",
    ),
    "late_reports": TableNote(
        "晚于期限",
        "Late",
        "所印日期晚于期限的年报：只据页面或落款所载日期，首次见到的日子不是发布的日子 / reports dated after the date set, from a printed date"
        " alone; when we first saw it is not when it was published",
        {
            "agency_name": "单位名称 / name of the public body",
            "portal_name": "政府网站名称 / name of the portal",
            "function": "职能 / function",
            "due_on": "期限 / the date set",
            "dated": "所印日期 / date as printed",
            "dated_by": "published_on 页面所载, signed_on 落款 / which date it is",
            "not_seen_at": "首次见到之前最后一次走完栏目而未见（UTC）；空：无 / the last whole walk before that did not show it; null: none",
            "chinese": "说明（中文）/ said in Chinese",
            "english": "说明（英文）/ said in English",
        },
        facets=("report_year", "level"),
    ),
    "fee_statements": TableNote(
        "信息处理费",
        "What is said of fees",
        "各年报第六部分对信息处理费的说明，附单位 / what each report says of information processing fees, with the body",
        {
            "agency_name": "单位名称 / name of the public body",
            "portal_name": "政府网站名称 / name of the portal",
            "function": "职能 / function",
            "state": "amount 写明收取金额, zero 印为 0, none_charged 称未收取, mentioned 提到而未写明收没收, nothing_to_report 第六部分只写“无”, not_stated 未提及, "
            "section_missing 无第六部分 / what is said; nothing said is not zero",
            "printed": "金额（照印）/ amount as printed",
            "yuan": "金额（元）/ amount in yuan",
        },
        facets=("state", "report_year"),
    ),
    "corrected_readings": TableNote(
        "我们改正的读数",
        "Readings that we corrected",
        "同一份文件，我们后来读得不同之处：不是官方改动 / where we read the same bytes otherwise later: our correction, not a change of"
        " theirs",
        {
            "agency_name": "单位名称 / name of the public body",
            "portal_name": "政府网站名称 / name of the portal",
            "row_label": "行名 / label of the row",
            "column_label": "列名 / label of the column",
            "reread_at": "重读时间（UTC）/ time (UTC)",
            "parser_old": "旧读取程序 / old reader",
            "parser_new": "新读取程序 / new reader",
        },
        newest_first="reread_at",
    ),
    "agency_years": TableNote(
        "单位逐年",
        "Years of public bodies",
        "收录情况附年报的日期、状态与几个总计；总计照印，未印为空 / coverage with dates, state and some totals of the report: totals as"
        " printed, null where none is",
        {
            "agency_name": "单位名称 / name of the public body",
            "function": "职能 / function",
            "place": "县（区划代码，或网站）/ county: division code or portal",
            "state": "found 已收录, not_seen 应有而未见（截至 as_of）, not_expected 尚不应有 / found, expected and not seen as of"
            " that time, or not expected",
            "reason": COVERAGE_REASONS,
            "basis": "依据：版次、存档、采集批次、单位或期限 / what says so: a revision, saved copy, crawl, public body or date",
            "as_of": "截至（UTC）：该网站最近一次采集 / as of the portal's last crawl (UTC)",
            "late": "晚于规定日期公布的说明；空：未晚或无可据日期 / said where published late; null where not, or no dated source",
            "new_requests": "新收申请，所印总计 / new requests, printed total",
            "new_requests_state": "新收申请一格的状态（见 cells_long.state）；空：没有读到该行 / state of that cell; null where its row was not"
            " read",
            "results_total": "办理结果总计 / results, printed total",
            "granted": "予以公开，所印总计 / granted, printed total",
            "partially_granted": "部分公开，所印总计 / partially granted, printed total",
            "review": "行政复议，所印总计 / reconsideration, printed total",
            "litigation_direct": "未经复议直接起诉，所印总计 / direct lawsuits, printed total",
            "litigation_after_review": "复议后起诉，所印总计 / lawsuits after reconsideration, printed total",
            "source_problems": "原文疑点数 / discrepancies in the report",
            "reading_problems": "未能读出数 / what we could not read",
            "changes": "改动处数 / changes",
        },
        facets=("state", "reason", "report_year"),
        sort="report_year",
    ),
    "county_coverage": TableNote(
        "各县收录情况",
        "Coverage by county",
        "每县逐年：应有几个单位、已见几个，及县政府年报 / each year of a county: how many bodies were expected and found, and its own"
        " government's report",
        {
            "place": "县（区划代码，或网站）/ county: division code or portal",
            "expected": "应有的单位数（存档所知）；空：不知 / bodies expected, of those the archive knows; null where not known",
            "found": "已见 / found",
            "withdrawn": "其中已撤下 / of these, withdrawn",
            "not_seen": "未见 / not seen",
            "not_expected": "尚不应有 / not expected",
            "state": "县政府年报：found, not_seen, not_expected / the county government's own report",
            "reason": COVERAGE_REASONS,
            "basis": "依据 / what says so",
            "as_of": "截至（UTC）：该网站最近一次采集 / as of the portal's last crawl (UTC)",
        },
        facets=("state", "reason", "report_year"),
    ),
    "portals": TableNote(
        "政府网站",
        "Portals",
        "县级政府网站 / county governments' websites",
        {
            "county": "县（市、区）/ county",
            "family": "网站系统 / content management system",
            "homepage": "首页 / home page",
            "known_by": "何以知之 / how the line is known",
            "seen_live": "有人在线见其栏目可打开之日；空：无人见过，仅据存页或他人所述 / date on which somebody saw its column"
            " answer; null: nobody did, it is known from stored pages or from what others say",
        },
        facets=("family",),
        sort="id",
        label="name",
    ),
    "agencies": TableNote(
        "单位",
        "Public bodies",
        "发布年报的单位；属于县，不属于网站 / the bodies that report; they belong to a county, not to a portal",
        {
            "core_name": "核心名称 / name without county and 人民政府",
            "basis": "何以知之：title 标题, signature 落款, column 栏目 …, units 单位名录（尚未见其年报）/ how it is known; units: named by a"
            " list of units, nothing of it was seen yet",
            "function": "职能（住建、公安、乡镇…；functions）；空：名称定不下来 / function (functions); null where the name does not decide",
            "function_basis": "职能依据：级别或名称中的字 / what says so: the level, or words of the name",
            "parent": "上级 / parent body (agencies.id)",
            "predecessor": "前身 / predecessor (agencies.id)",
            "successor": "后继 / successor (agencies.id)",
        },
        facets=("level", "function"),
        label="name",
    ),
    "agency_aliases": TableNote(
        "单位别名", "Names of public bodies", "同一单位的各种写法 / spellings of one body's name"
    ),
    "documents": TableNote(
        "文件",
        "Renderings",
        "同一报告的一种形式：一篇网页（含分页）或一个附件 / one rendering of a report: an article or an attachment",
        {
            "live_url": "现在的网址（若已换）/ present address where it moved",
            "status_since": "何时起为此状态（UTC）/ since when (UTC)",
            "listed_at": "最近在栏目中见到（UTC）/ last seen in its list (UTC)",
        },
        facets=("status", "kind", "report_year"),
        label="title",
    ),
    "addresses": TableNote(
        "网址",
        "Addresses",
        "指向同一文件的各个网址；压缩包内的文件写作 网址#路径 / addresses of a document; a file in a ZIP is address#path",
        {"container": "所在压缩包 / the ZIP that holds it (addresses.id)"},
    ),
    "members": TableNote(
        "压缩包内文件",
        "Files in a ZIP",
        "存档的压缩包内每个文件一行 / one row for each file in each saved copy of a ZIP",
        {"path": "压缩包内路径 / path inside the ZIP", "address": "网址 / address (addresses.id)"},
        facets=("verdict",),
    ),
    "captures": TableNote(
        "网页存档",
        "Saved copies",
        "每一次访问一行，转向与失败也在内；原始字节在 WARC 文件 / every fetch, redirects and failures too; bytes are in WARC",
        {
            "address": "网址 / address (addresses.id)",
            "method": "请求方法 / HTTP method",
            "fetched_at": "访问时间（UTC）/ time of the fetch (UTC)",
            "finished_at": "完成时间（UTC）/ when it was complete (UTC)",
            "http_status": "HTTP 状态码；空：未能访问 / HTTP status; null where nothing answered",
            "etag": "网站给这份内容的标记（ETag）/ the mark that the site gives the content (ETag)",
            "last_modified": "网站所称的修改时间（Last-Modified）/ when the site says it was changed (Last-Modified)",
            "redirect_to": "转向 / redirect target",
            "truncated": "截断原因 / why the body was cut",
            "failure": "失败原因 / why the fetch failed",
            "payload_sha256": "正文 SHA-256 / SHA-256 of the body",
            "payload_bytes": "正文字节数 / bytes of the body",
            "record_type": "WARC 记录类型 / type of the WARC record",
            "refers_to": "内容同于 / same payload as (captures.id)",
            "warc_file": "WARC 文件 / WARC file",
            "warc_offset": "WARC 内偏移（字节）/ offset in the WARC file, bytes",
            "warc_length": "WARC 记录长度（字节）/ length of the record, bytes",
            "warc_record_id": "WARC 记录的标识 / WARC-Record-ID of the record",
            "origin": "存档来源 / where the copy is from",
            "portal_name": "网站名称 / name of the portal",
            "agency_hint": "栏目所属单位 / public body of the column",
            "read_by": "读取程序 / the reader that gave the verdict",
            "read_with": "读取时可用的转换程序（文档转换、文字识别）/ the converters at hand when it was read",
        },
        facets=("portal", "http_status", "verdict"),
        newest_first="fetched_at",
    ),
    "version_captures": TableNote(
        "版次与存档", "Copies of a revision", "哪些存档是同一次内容 / which saved copies hold a revision"
    ),
    "sections": TableNote(
        "正文各部分",
        "Sections",
        "年报的六个部分与前言 / the six parts of a report and what stands before",
        {"id": "部分 / part (parse.schema.SECTIONS); null 前言或其他 / preamble or other"},
    ),
    "proactive_disclosure": TableNote("主动公开政府信息情况", "Proactive disclosure", _WIDE),
    "disclosure_requests": TableNote(
        "收到和处理政府信息公开申请情况", "Disclosure requests", _WIDE, facets=("row_key",)
    ),
    "review_and_litigation": TableNote(
        "行政复议、行政诉讼情况", "Reconsideration and litigation", _WIDE, facets=("row_key",)
    ),
    "cells": TableNote(
        "特殊单元格",
        "Cells that are not the plain case",
        "所印、位置或可信度特殊的单元格 / cells that need more than a value",
    ),
    "cells_long": TableNote(
        "逐格数据",
        "Every cell",
        "每一版次每一单元格一行 / one row for each cell of each revision",
        facets=("form_table", "state"),
    ),
    "fields": TableNote(
        "表格字段",
        "Codebook",
        "规定格式的每一格 / every place of the national form",
        {
            "number": "次序 / order in the form",
            "block": "条例第二十条的项 / item of article 20",
            "row_label": "行标题 / row label",
            "column_label": "列标题 / column label",
            "row_english": "行标题（英文）/ row label in English",
            "column_english": "列标题（英文）/ column label in English",
            "group_label": "所属组 / group",
            "group_english": "所属组（英文）/ group in English",
            "kind": "数值种类 / kind of value: count, signed, amount, money",
            "sql_column": "数据表中的列名 / column of the wide table",
            "editions": "见于哪些格式 / editions that print it",
            "position_2019": "2019 格式中的列次 / place in its row, 2019 edition",
            "position_2021": "2021 格式中的列次 / place in its row, 2021 edition",
        },
        facets=("form_table",),
        sort="number",
    ),
    "legacy_figures": TableNote(
        "旧式报告数字",
        "Figures of free-form reports",
        "2008–2018 年旧式报告文中的数字，精确照录 / figures in reports before 2019, exactly as printed",
        {
            "key": "指标；空：标签不在已知之列 / indicator (parse.legacy); null where the label is not known",
            "approximate": "1：所在句子称约、近、余、多 / 1 where the sentence says 约, 近, 余 or 多",
            "state": "表中有此格而 value 为空的原因：blank 空白, slash 斜线, none_word 无, unreadable 未能读出, "
            "ambiguous 不能确定属于哪一格 / why value is null although the form has a place for it; else null",
            "cumulative_state": "cumulative 为空的原因，同 state / why cumulative is null, as state",
            "heading": "统计表中该行所属的各级标题，由外到内，一行一级；空字符串：其上没有；空：不是表中的行 / "
            "printed labels that the row of a form stands under, outermost first, a line each; '' none; null in text",
        },
    ),
    "claims": TableNote(
        "文中陈述",
        "Claims of the narrative",
        "正文陈述的数字，与表格核对 / figures the text states, checked against the tables",
    ),
    "crawls": TableNote(
        "采集批次",
        "Crawls",
        "每次采集一行 / one row a crawl",
        {
            "started": "开始（UTC）/ started (UTC)",
            "finished": "结束（UTC）/ finished (UTC)",
            "portals": "采集的网站 / portals walked",
            "continued": "中断后继续的次数 / times it was continued",
            "findings_made": "线索何时算出（UTC）/ when its findings were made (UTC)",
            "software": "软件版本 / software",
        },
        newest_first="started",
    ),
    "crawl_portals": TableNote(
        "采集结果",
        "Outcome of a crawl",
        "每次采集中每个网站的结果 / the outcome for each portal",
        {
            "outcome": "结果 / outcome",
            "lists_complete": "1：栏目列表已走完 / 1 where the lists were walked to their end",
            "found": "所见年报 / reports found",
            "new": "新增 / new",
            "changed": "有改动 / changed",
            "same": "未变 / unchanged",
            "not_report": "不是年报 / not reports",
            "problems": "问题 / problems",
        },
        facets=("outcome",),
    ),
    "lists": TableNote(
        "栏目列表",
        "Lists",
        "每次采集读到的每个列表：自称几条，读到几条；不齐的说明原因 / each list that a crawl read: how many entries it announces"
        " itself, how many were found, and why it is not whole",
        {
            "url": "列表首页网址（以 POST 取得的，换行后为所发内容）/ address of its first page; behind a line break what is sent by POST",
            "state": "whole 齐全, short 少于自称条数, broken 有页未能读出, empty 应有而空 / whole; short: fewer entries than announced;"
            " broken: a page of it could not be had; empty although it should not be",
            "pages": "读到的页数 / pages read",
            "found": "读到的不同条目数 / different entries found",
            "expected": "列表自称的条数，未说为空 / entries that it announces itself, null where it says nothing",
            "basis": "所据原文，如 共45条 / the words of the page",
            "said_at": "该文字所在网页 / the page that has them",
            "reason": "不齐的原因 / why it is not whole",
            "name": "栏目名称 / name of the column",
            "agency": "栏目所属单位，照原文 / public body whose column it is, as printed",
            "column_url": "所属栏目网址 / address of its column",
        },
        facets=("state",),
    ),
    "sightings": TableNote(
        "查看记录",
        "Sightings",
        "每次采集中文件是否还在 / whether a document still stood",
        {
            "sight": "所见：live, gone, unknown, unlisted, suspended / what was seen",
            "seen_at": "查看时间（UTC）/ time (UTC)",
        },
    ),
    "rereadings": TableNote(
        "改正的读数",
        "Rereadings",
        "我们改正了读数，不是官方改动 / what a later reader reads otherwise: our correction, not theirs",
        {
            "reread_at": "重读时间（UTC）/ time (UTC)",
            "parser_old": "旧读取程序 / old reader",
            "parser_new": "新读取程序 / new reader",
        },
    ),
    "corrections": TableNote(
        "人工更正",
        "Corrections by people",
        "人工判断，注明作者、日期、理由；即 WARC 文件夹中的 corrections.csv / judgements by people, with author, date and reason:"
        " a copy of corrections.csv in the folder of the WARC files",
        {
            "about": "所指：地址、文件、存档或版次 / what it is about: address, document, saved copy or revision",
            "statement": "判断：is_report 是年报, is_not_report 不是, agency 单位, report_year 年度, judged 疑点已核看 / statement",
            "value": "单位名称、年度，或所核看的疑点（kind 或 kind/表/行/列）/ the name, the year, or the problem that was judged",
            "author": "作者 / author",
            "made_on": "日期 / date",
        },
    ),
    "problem_judgements": TableNote(
        "已核看的疑点",
        "Problems that were judged",
        "有人核看过的疑点，附其判断 / problems that a person looked at, with what they say of them",
        {
            "kind": "疑点种类 / kind of problem",
            "origin": "来源：source 原文, reading 读取, access 访问 / origin",
            "severity": "程度 / severity",
            "seen": "所见 / seen",
            "expected": "应为 / expected",
            "message": "说明 / message",
            "author": "作者 / author",
            "made_on": "日期 / date",
        },
    ),
    "aliases": TableNote(
        "旧标识符",
        "Retired identifiers",
        "已停用的标识符与现用者 / retired identifiers and what they are now",
        {"retired": "旧标识符 / retired", "now": "现标识符 / now", "since": "何时起（UTC）/ since (UTC)"},
    ),
    "divisions": TableNote(
        "行政区划",
        "Divisions",
        "所收各县及其上级的区划代码（GB/T 2260）与名称，按名录年份 / codes and names (GB/T 2260) of the counties of this archive and of"
        " those above them, by year of the list",
        {
            "year": "首见于何年名录 / year of the first list that has this name",
            "last_year": "最后见于何年名录；空：最新名录仍有 / year of the last list that has it; null: the newest list has it",
            "parent": "上级代码 / code above it",
            "known_by": "何以知之 / how it is known",
        },
        facets=("level",),
        label="name",
    ),
    "units": TableNote(
        "单位名录",
        "Lists of units",
        "名录所载、应有年报的单位，无论见否 / bodies that a list of a portal's units names and that are expected to report, seen or"
        " not",
        {
            "since": "自何报告年度起应有年报 / first report year expected",
            "number": "网站自用的编号或目录 / the portal's own number or folder for it",
            "known_by": "何以知之 / which list or page names it",
        },
        facets=("level",),
    ),
    "division_changes": TableNote(
        "区划变更",
        "Changes of divisions",
        "相邻两份名录相比：other_name 代码同而名异（更名或代码另用）, other_code 名同而代码异, other_style 改市、改区等；名录不载日期 / two"
        " lists compared: a code with another name, a name with another code, a county that became a city or district; the"
        " lists have no dates",
        {"code_from": "原代码 / old code", "code_to": "新代码 / new code", "changed_on": "日期 / date"},
    ),
    "warc_files": TableNote(
        "WARC 文件",
        "WARC files",
        "原始字节所在的文件 / the files that hold the bytes",
        {
            "created": "建立（UTC）/ created (UTC)",
            "whole_bytes": "完整记录的字节数 / bytes of whole records",
            "bytes": "字节数 / bytes",
            "sealed": "封存（UTC）/ sealed (UTC)",
        },
    ),
    "chains": TableNote(
        "摘要链",
        "Digest chain",
        "不得更改的行，逐批摘要并相连 / rows that must not change, digested and chained",
        {
            "cause": "起因（crawl 抓取，rereading 重读，merge 合并）/ cause",
            "entries": "条数 / entries",
            "head": "链首摘要 / head of the chain",
            "follows": "所承链节的链首摘要；合并时每行一个 / head of the link before it; of a merge those of all, a line each",
        },
        hidden=True,
    ),
    "chain_entries": TableNote(
        "摘要条目",
        "Digest entries",
        "摘要链的条目 / entries of the chain",
        {
            "link": "链节 / link",
            "kept": "所属表 / table",
            "sha256": "该行的摘要；“2:”“3:”为第二、三种写法 / digest of the row; 2: and 3: are its second and third form (docs/evidence.md)",
        },
        hidden=True,
    ),
    "derived_by": TableNote(
        "推导规则",
        "Rules of what is derived",
        "由存档推导之物所依的规则，规则变则重做 / by which rule something was derived; made again when the rule changes",
        {"what": "推导之物 / what was derived", "rule": "规则 / rule"},
        hidden=True,
    ),
    "current": TableNote(
        "现行版次",
        "Current revisions",
        "每份年报现取哪一版次 / which revision stands for a report",
        {"chosen_by": "选取依据 / why this one"},
        hidden=True,
    ),
    "section_places": TableNote(
        "部分位置",
        "Places of sections",
        "各部分在正文中的位置 / where the parts stand in the text",
        {
            "start": "起（字符，自 0 起）/ start, characters from 0",
            "length": "长（字符）/ length, characters",
            "own_text": "另存的正文 / text of its own",
        },
        hidden=True,
    ),
}
"""Table or view → its note, in the order of interest."""
