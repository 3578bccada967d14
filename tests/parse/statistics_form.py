"""The statistics form of 2014 (国办发〔2014〕32号) as agencies filled it in, and the layouts that they gave it.

Labels and order are those of the form; every number is another one, so that no figure can stand in for its neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence

FORM: tuple[tuple[str, str, int | None, str | None], ...] = (
    ("一、主动公开情况", "——", None, None),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", 4811, "items_disclosed"),
    ("其中：主动公开规范性文件数", "条", 37, "normative_disclosed"),
    ("制发规范性文件总数", "件", 41, "normative_issued"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "——", None, None),
    ("1．政府公报公开政府信息数", "条", 112, "disclosed_by_gazette"),
    ("2．政府网站公开政府信息数", "条", 4503, "disclosed_by_website"),
    ("3．政务微博公开政府信息数", "条", 318, "disclosed_by_microblog"),
    ("4．政务微信公开政府信息数", "条", 529, "disclosed_by_wechat"),
    ("5．其他方式公开政府信息数", "条", 76, "disclosed_otherwise"),
    ("二、回应解读情况", "——", None, None),
    ("（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", 23, "public_concerns_answered"),
    ("（二）通过不同渠道和方式回应解读的情况", "——", None, None),
    ("1．参加或举办新闻发布会总次数", "次", 14, "press_conferences"),
    ("其中：主要负责同志参加新闻发布会次数", "次", 5, "press_conferences_by_head"),
    ("2．政府网站在线访谈次数", "次", 19, "online_interviews"),
    ("其中：主要负责同志参加政府网站在线访谈次数", "次", 8, "online_interviews_by_head"),
    ("3．政策解读稿件发布数", "篇", 65, "interpretations_published"),
    ("4．微博微信回应事件数", "次", 87, "answered_by_social_media"),
    ("5．其他方式回应事件数", "次", 33, "answered_otherwise"),
    ("三、依申请公开情况", "——", None, None),
    ("（一）收到申请数", "件", 154, "requests_received"),
    ("1．当面申请数", "件", 17, "requests_in_person"),
    ("2．传真申请数", "件", 3, "requests_by_fax"),
    ("3．网络申请数", "件", 92, "requests_online"),
    ("4．信函申请数", "件", 42, "requests_by_letter"),
    ("（二）申请办结数", "件", 151, "requests_completed"),
    ("1．按时办结数", "件", 145, "completed_on_time"),
    ("2．延期办结数", "件", 6, "completed_after_extension"),
    ("（三）申请答复数", "件", 150, "replies"),
    ("1．属于已主动公开范围数", "件", 31, "replies_already_public"),
    ("2．同意公开答复数", "件", 58, "replies_granted"),
    ("3．同意部分公开答复数", "件", 9, "replies_partially_granted"),
    ("4．不同意公开答复数", "件", 21, "replies_refused"),
    ("其中：涉及国家秘密", "件", 2, "refused_state_secret"),
    ("涉及商业秘密", "件", 4, "refused_trade_secret"),
    ("涉及个人隐私", "件", 7, "refused_privacy"),
    ("危及国家安全、公共安全、经济安全和社会稳定", "件", 1, "refused_security_and_stability"),
    ("不是《条例》所指政府信息", "件", 0, "refused_not_ogi"),
    ("法律法规规定的其他情形", "件", None, "refused_other_law"),
    ("5．不属于本行政机关公开数", "件", 11, "replies_not_competent"),
    ("6．申请信息不存在数", "件", 12, "replies_not_existing"),
    ("7．告知作出更改补充数", "件", 5, "replies_to_be_corrected"),
    ("8．告知通过其他途径办理数", "件", 3, "replies_other_channel"),
    ("四、行政复议数量", "件", 27, "reviews"),
    ("（一）维持具体行政行为数", "件", 15, "reviews_upheld"),
    ("（二）被依法纠错数", "件", 10, "reviews_corrected"),
    ("（三）其他情形数", "件", 2, "reviews_other"),
    ("五、行政诉讼数量", "件", 45, "lawsuits"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", 34, "lawsuits_upheld"),
    ("（二）被依法纠错数", "件", 6, "lawsuits_corrected"),
    ("（三）其他情形数", "件", 5, "lawsuits_other"),
    ("六、举报投诉数量", "件", 13, "complaints"),
    ("七、依申请公开信息收取的费用", "万元", 0, "fees_charged"),
    ("八、机构建设和保障经费情况", "——", None, None),
    ("（一）政府信息公开工作专门机构数", "个", 16, "dedicated_units"),
    ("（二）设置政府信息公开查阅点数", "个", 24, "reading_points"),
    ("（三）从事政府信息公开工作人员数", "人", 99, "staff"),
    ("1．专职人员数（不包括政府公报及政府网站工作人员数）", "人", 29, "staff_full_time"),
    ("2．兼职人员数", "人", 70, "staff_part_time"),
    ("（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", 38,
     "dedicated_funds"),
    ("九、政府信息公开会议和培训情况", "——", None, None),
    ("（一）召开政府信息公开工作会议或专题会议数", "次", 43, "meetings_held"),
    ("（二）举办各类培训班数", "次", 18, "training_courses"),
    ("（三）接受培训人员数", "人次", 766, "people_trained"),
)  # fmt: skip
"""Label, unit, figure (None: the cell is blank), key (None: the row heads a part and has no figure)."""

FIGURES = [row for row in FORM if row[3]]
TITLE = "示例县人民政府2016年政府信息公开工作年度报告"
PROSE = (
    "本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自2016年1月1日起至2016年12月31日止。"
    "报告由概述、主动公开政府信息情况、依申请公开政府信息情况、收费及减免情况、存在的主要问题和附表组成，"
    "电子版可在县政府门户网站下载，如有疑问，请与县政府办公室联系。"
)


def figure_cell(value: int | None) -> str:
    return "" if value is None else str(value)


def page(table: str, title: str = TITLE, body: str = "") -> bytes:
    """A web page of a report with a table at its end."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f"<p>{PROSE}</p>{body}<p>附件：2016年政府信息公开情况统计表</p>{table}</body></html>"
    ).encode()


def table(rows: Sequence[Sequence[str]]) -> str:
    """An HTML table, one cell for each string."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table border=1>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
