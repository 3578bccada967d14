"""The table of edits: what a portal did between walks, and what the archive has to say of it, written by hand.

Every edit has a portal of its own that is walked four times. `Seen` says which rows of `changes` there must be, each
with the walks of its two sightings; no other row may be there. `statuses` is the status of the report (金贵镇, 2020)
after each walk.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from edited_portal import (
    BODY,
    COLUMN,
    GONE,
    LINK,
    PAGE,
    TITLE,
    Pages,
    Reply,
    column,
    edited,
    gzipped,
    page,
    plain,
    scan,
    sha256_of,
    word,
)

LIVE = ("live",) * 4
AWAY = ("live", "missing_once", "missing_once", "missing_once")
"""Could not be opened at the last look, and nothing is said of it, for so much went at once."""


class Seen(NamedTuple):
    """A row of `changes`: kind, where (its keys that are not null, joined by /), old, new, walks of its sightings."""

    kind: str
    where: str
    old: str | None
    new: str | None
    last_seen_old: int = 1
    first_seen_new: int = 2


@dataclass(frozen=True)
class Edit:
    """An edit; `states` are the portal's pages at each walk besides home, neighbour and what answers 404."""

    name: str
    states: tuple[Pages, Pages, Pages, Pages]
    changes: tuple[Seen, ...] = ()
    statuses: tuple[str, str, str, str] = LIVE
    versions: int = 1
    documents: int = 1
    reports: int = 1
    problems: tuple[str, ...] = ()


LISTED = column((PAGE, LINK, "2021-01-20"))
BARE = column()


def shown(answer: Reply, listed: Reply = LISTED, **more: Reply) -> Pages:
    """A portal that answers this at the report's address."""
    return {COLUMN: listed, PAGE: answer, **more}


BEFORE = shown(page())


def unheaded(reply: Reply) -> Reply:
    """A page that prints the title only where the report itself does."""
    return replace(reply, body=re.sub(b"<h1>.*?</h1>", b"", reply.body))


def undated(reply: Reply) -> Reply:
    """A page of a template that says nowhere when it was published."""
    text = re.sub('<meta name="PubDate"[^>]*>|发布日期：[0-9-]*', "", reply.body.decode())
    return replace(reply, body=text.encode())


def content(name: str, after: Reply, *changes: Seen, before: Reply | None = None, versions: int = 2) -> Edit:
    """An edit of the page that stays."""
    first, then = shown(before) if before else BEFORE, shown(after)
    return Edit(name, (first, then, then, then), changes, versions=versions)


def noise(name: str, *after: Reply) -> Edit:
    """What happens around the report: nothing may be recorded."""
    states = [BEFORE, *(shown(reply) for reply in after)]
    states += [states[-1]] * (4 - len(states))
    return Edit(name, (states[0], states[1], states[2], states[3]))


def going(
    name: str,
    *answers: Reply,
    statuses: Sequence[str],
    changes: tuple[Seen, ...] = (),
    versions: int = 1,
    listed: Reply = LISTED,
) -> Edit:
    """A page that answers something else from the second walk on (the last of `answers` goes on)."""
    states = [BEFORE, *(shown(reply, listed) for reply in answers)]
    states += [states[-1]] * (4 - len(states))
    one, two, three, four = statuses
    return Edit(name, (states[0], states[1], states[2], states[3]), changes, (one, two, three, four), versions)


WITHDRAWN = ("live", "missing_once", "withdrawn", "withdrawn")
WENT = (Seen("status", "status", "live", "withdrawn", 1, 2),)

GRANTED = '<td colspan="2">(一) 予以公开</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td>'
GRANTED_2 = '<td colspan="2">(一) 予以公开</td><td>2</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>2</td>'
RULES = "<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>"
RULES_BLANK = "<tr><td>规章</td><td></td><td>0</td><td>0</td></tr>"
AS_READ = "贺兰县金贵镇2020年政府信息公开工作年度报告"
LAST = "<p>2020 年度无其他需要报告的事项。</p>"
ADDED = "收取信息处理费0元。"

TWO = (
    Seen("cell", "disclosure_requests/granted/natural_person", "1", "2"),
    Seen("cell", "disclosure_requests/granted/total", "1", "2"),
)

REQUESTS = (
    "2020 年，金贵镇受理政府信息公开申请 1 件，已按照依申请公开程序办结。申请行政复议 0 件，提起行政诉讼 0 件，"
    "未发生公民、法人和其他组织认为行政机关不依法履行信息公开而提起举报。"
)

REAL = (
    content("cell", page(edited(GRANTED, GRANTED_2)), *TWO),
    content(
        "blank-filled",
        page(),
        Seen("cell", "proactive_disclosure/rules/newly_made", None, "0"),
        before=page(edited(RULES, RULES_BLANK)),
    ),
    content(
        "zero-blanked",
        page(edited(RULES, RULES_BLANK)),
        Seen("cell", "proactive_disclosure/rules/newly_made", "0", None),
    ),
    content(
        "money",
        page(edited("328.65 万元", "328.66 万元")),
        Seen("cell", "proactive_disclosure/centralized_procurement/procurement_amount", "328.65 万元", "328.66 万元"),
    ),
    content(
        "paragraph-edited",
        page(edited("受理政府信息公开申请 1 件", "受理政府信息公开申请 2 件")),
        Seen("section", "overall", REQUESTS, REQUESTS.replace("申请 1 件", "申请 2 件")),
    ),
    content(
        "paragraph-added",
        page(edited(LAST, f"{LAST}<p>{ADDED}</p>")),
        Seen("section", "other_matters", None, ADDED),
    ),
    content(
        "paragraph-removed",
        page(),
        Seen("section", "other_matters", ADDED, None),
        before=page(edited(LAST, f"{LAST}<p>{ADDED}</p>")),
    ),
    content(
        "order-changed",
        page(edited(LAST, f"<p>{ADDED}</p>{LAST}")),
        Seen("section", "other_matters/order", ADDED, ADDED),
        before=page(edited(LAST, f"{LAST}<p>{ADDED}</p>")),
    ),
    content(
        "title",
        page(title=TITLE.replace("贺兰县", "")),
        Seen("title", "title", AS_READ, AS_READ.replace("贺兰县", "")),
    ),
    content("date", page(date="2021-03-02 10:00"), Seen("date", "published_on", "2021-01-20", "2021-03-02")),
    content("date-comes", page(), Seen("date", "published_on", None, "2021-01-20"), before=undated(page())),
    Edit(
        "date-goes-and-another-comes",
        (BEFORE, shown(undated(page())), *(shown(page(date="2021-03-02 10:00")),) * 2),
        (Seen("date", "published_on", "2021-01-20", "2021-03-02", 2, 3),),
        versions=2,
    ),
    Edit(
        "edited-twice",
        (
            BEFORE,
            shown(page(edited(GRANTED, GRANTED_2))),
            BEFORE,
            BEFORE,
        ),
        (*TWO, *(Seen(c.kind, c.where, c.new, c.old, 2, 3) for c in TWO)),
        versions=3,
    ),
)

WIDE = str.maketrans("0123456789()", "０１２３４５６７８９（）")
_HEAD, _TITLE, _REST = BODY.partition(TITLE)
WIDER = _HEAD + _TITLE + re.sub(r">[^<]+<", lambda text: text.group().translate(WIDE), _REST)
MSO = BODY.replace("<p>", '<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt">').replace(
    "<td>", '<td class="x" style="border:solid windowtext 1.0pt">'
)
SPANNED = BODY.replace("<td>0</td>", '<td><p class="MsoNormal"><span lang="EN-US">0</span></p></td>')

NOISE = (
    noise("counter", page(visits=2), page(visits=33), page(visits=1024)),
    noise(
        "chrome",
        page(top='<div class="nav"><a href="/a">新闻</a><a href="/b">服务</a></div>', bottom="<div>上一篇：无</div>"),
        page(bottom='<div class="xgyd">相关阅读<ul><li><a href="/c">金贵镇召开会议</a></li></ul></div>'),
        page(bottom='<div class="share">分享到：微信 微博　【打印】【关闭】　字体：[大 中 小]</div>'),
    ),
    noise(
        "tokens",
        page(bottom='<img src="/qr.png?t=1612">', head='<script src="/a.js?v=1"></script>'),
        page(bottom='<img src="/qr.png?t=1999">', head='<script src="/a.js?v=2"></script>'),
    ),
    noise(
        "attributes",
        page(BODY.replace('border="1" cellspacing="0" cellpadding="2"', 'cellpadding="2" border="1" class="t"')),
        page(BODY.replace("<p>", '<p id="p1" style="text-indent:2em">')),
    ),
    noise(
        "whitespace",
        page(BODY.replace("<p>", "<p>\n\t　　").replace("</p>", "&nbsp; </p>\n\n").replace("<td>", "<td>\n ")),
        page(BODY.replace("2020 年", "2020年").replace("134 条", "134&nbsp;条")),
    ),
    noise("full-width", page(WIDER)),
    noise("charset", page(charset="gb18030"), page()),
    noise("word-export", page(MSO), page(SPANNED), page(BODY.replace("<strong>", "").replace("</strong>", ""))),
    noise(
        "th-for-td",
        page(BODY.replace("<tbody>", "<thead></thead><tbody>").replace("<td>信息内容</td>", "<th>信息内容</th>")),
    ),
    noise("gzip", gzipped(page()), page()),
    noise("template-without-a-heading", unheaded(page()), page()),
    noise("template-without-a-date", undated(page()), page(), undated(page(visits=9))),
    Edit("not-modified", (shown(page(validated=True)),) * 4),
    noise("comments", page(f"<!-- {LINK} --><script>var a = '2021';</script>{BODY}<style>p {{color: red}}</style>")),
    Edit(
        "query-token",
        tuple(  # type: ignore[arg-type]
            {
                COLUMN: column((f"{PAGE}?t={walk}", LINK, "2021-01-20")),
                f"{PAGE}?t={walk}": page(),
                f"{PAGE}?t=1": page(),
            }
            for walk in (1, 2, 3, 4)
        ),
    ),
    Edit(
        "three-addresses",
        (
            {
                COLUMN: column(
                    (PAGE, LINK, "2021-01-20"),
                    (COLUMN + "b.html", LINK, "2021-01-20"),
                    (COLUMN + "c.html", LINK, "2021-01-20"),
                ),
                PAGE: page(),
                COLUMN + "b.html": page(visits=7),
                COLUMN + "c.html": page(top="<p>金贵镇</p>"),
            },
        )
        * 4,
    ),
    Edit(
        "page-and-word",
        (
            {
                COLUMN: LISTED,
                PAGE: page(BODY + '<p><a href="/files/1.docx">附件：金贵镇2020年政府信息公开工作年度报告.docx</a></p>'),
                "/files/1.docx": word(),
            },
        )
        * 4,
        versions=2,
        documents=2,
    ),
)

_IMAGES = '<p><img src="W1.png"></p><p><img src="W2.png?t=1"></p>'
_START, _TABLES = BODY.split("<table", 1)
_END = re.sub("<table.*?</table>", "", f"<table{_TABLES}", flags=re.DOTALL)
PICTURED = page(_START + _IMAGES + _END)
SCANS = {COLUMN + "W1.png": scan(1), COLUMN + "W2.png?t=1": scan(2)}
OTHER_SCAN = {**SCANS, COLUMN + "W1.png": scan(3)}
AS_BEFORE, AS_OTHER = (sha256_of(*scans.values()) for scans in (SCANS, OTHER_SCAN))
OTHER_TOKEN = page(_START + _IMAGES.replace("t=1", "t=2") + _END)

PICTURES = (
    Edit("pictures-as-before", (shown(PICTURED, **SCANS),) * 4),
    Edit(
        "picture-token",
        (
            shown(PICTURED, **SCANS),
            *(shown(OTHER_TOKEN, **{COLUMN + "W1.png": scan(1), COLUMN + "W2.png?t=2": scan(2)}),) * 3,
        ),
    ),
    Edit(
        "picture-changed",  # not a byte of the page is another
        (shown(PICTURED, **SCANS), *(shown(PICTURED, **OTHER_SCAN),) * 3),
        (Seen("form", "pictures", AS_BEFORE, AS_OTHER),),
        versions=2,
    ),
    Edit(
        "picture-changed-on-a-validated-page",
        (
            shown(replace(PICTURED, validated=True), **SCANS),
            shown(replace(PICTURED, validated=True), **SCANS),
            *(shown(replace(PICTURED, validated=True), **OTHER_SCAN),) * 2,
        ),
        (Seen("form", "pictures", AS_BEFORE, AS_OTHER, 2, 3),),
        versions=2,
    ),
    Edit(
        "picture-unreachable-once",
        (shown(PICTURED, **SCANS), shown(PICTURED, **{COLUMN + "W1.png": scan(1)}), *(shown(PICTURED, **SCANS),) * 2),
    ),
    Edit(
        "tables-to-pictures",  # what the pictures say was not read: no cell is said to have gone
        (BEFORE, *(shown(PICTURED, **SCANS),) * 3),
        tuple(
            Seen("form", f"{table}/table", "cells", "picture")
            for table in ("proactive_disclosure", "disclosure_requests", "review_and_litigation")
        ),
        versions=2,
    ),
)

ATTACHED = page(BODY + '<p><a href="/files/1.docx">附件：金贵镇2020年政府信息公开工作年度报告.docx</a></p>')
FILE = "/files/1.docx"
OTHER = COLUMN + "t20210305_77.html"
ELSEWHERE = column((OTHER, LINK, "2021-03-05"))
BOTH = column((PAGE, LINK, "2021-01-20"), (OTHER, LINK, "2021-03-05"))
CORRECTED = page(edited(GRANTED, GRANTED_2))
MOVED_TO = Reply(status=301, headers={"Location": OTHER})

REPOSTED = (
    Edit(
        "only-the-file",
        (shown(ATTACHED, **{FILE: word()}), *(shown(ATTACHED, **{FILE: word(("328.65", "328.66"))}),) * 3),
        (
            Seen(
                "cell", "proactive_disclosure/centralized_procurement/procurement_amount", "328.65 万元", "328.66 万元"
            ),
        ),
        versions=3,
        documents=2,
        problems=("rendering_disagrees source",),
    ),
    Edit(
        "luyi",  # 鹿邑: taken down, and weeks later posted again elsewhere with other figures
        (
            BEFORE,
            {COLUMN: BARE},
            {COLUMN: BARE},
            {COLUMN: ELSEWHERE, OTHER: page(edited(GRANTED, GRANTED_2), date="2021-01-20")},
        ),
        (
            *WENT,
            *(c._replace(last_seen_old=1, first_seen_new=4) for c in TWO),
            Seen("status", "status", "withdrawn", "moved", 3, 4),
        ),
        ("live", "missing_once", "withdrawn", "live"),
        versions=2,
        documents=2,
    ),
    Edit(
        "reposted-at-once",
        (BEFORE, *({COLUMN: ELSEWHERE, OTHER: CORRECTED},) * 3),
        (*TWO, Seen("status", "status", "live", "moved")),
        versions=2,
        documents=2,
    ),
    Edit(
        "file-in-the-place-of-the-page",  # a file has no date of publication
        (BEFORE, *({COLUMN: column((FILE, LINK, "2021-01-20")), FILE: word()},) * 3),
        (Seen("status", "status", "live", "moved"),),
        versions=2,
        documents=2,
    ),
    Edit(
        "replaced-and-left-standing",  # the list leads to the new page; the old one still answers
        (BEFORE, *({COLUMN: ELSEWHERE, PAGE: page(), OTHER: CORRECTED},) * 3),
        TWO,
        versions=2,
        documents=2,
    ),
    Edit(
        "posted-twice-and-they-differ",  # both listed: no change, a contradiction of the portal with itself
        (BEFORE, *({COLUMN: BOTH, PAGE: page(), OTHER: CORRECTED},) * 3),
        versions=2,
        documents=2,
        problems=("rendering_disagrees source", "rendering_disagrees source"),
    ),
    Edit(
        "second-column-other-date",
        (BEFORE, *({COLUMN: BOTH, PAGE: page(), OTHER: page(date="2021-03-05 10:00")},) * 3),
        versions=2,
        documents=2,
    ),
    Edit(
        "reissued-under-a-new-date",
        (BEFORE, *({COLUMN: ELSEWHERE, OTHER: page(date="2021-03-05 10:00")},) * 3),
        (Seen("date", "published_on", "2021-01-20", "2021-03-05"), Seen("status", "status", "live", "moved")),
        versions=2,
        documents=2,
    ),
    Edit(
        "moved",
        (BEFORE, *({COLUMN: ELSEWHERE, PAGE: MOVED_TO, OTHER: page(visits=3)},) * 3),
        (Seen("status", "url", "{PAGE}", "{OTHER}"),),
    ),
    Edit(
        "moved-without-a-word",
        (BEFORE, *({COLUMN: ELSEWHERE, OTHER: page(top="<p>新版</p>")},) * 3),
        (Seen("status", "url", "{PAGE}", "{OTHER}"),),
    ),
    Edit(
        "next-year-at-the-same-address",
        (
            BEFORE,
            *(shown(page(BODY.replace("2020", "2021"), title=TITLE.replace("2020", "2021"), date="2022-01-18")),) * 3,
        ),
        (Seen("status", "status", "live", "replaced"),),
        WITHDRAWN,
        versions=2,
        reports=2,
    ),
)

BACK = Seen("status", "status", "withdrawn", "live", 3, 4)
LIST_HOME = Reply(status=302, headers={"Location": COLUMN})
WAF = plain(
    "<h1>您的请求疑似攻击行为，已被网站防火墙拦截</h1><p>如有疑问请联系管理员，事件编号：8f3a</p>", "访问被拦截"
)

GOING = (
    going("gone-404", GONE, statuses=WITHDRAWN, changes=WENT, listed=BARE),
    going("gone-410", plain("gone", status=410), statuses=WITHDRAWN, changes=WENT),
    going("gone-once", GONE, page(), statuses=("live", "missing_once", "live", "live")),
    going("back-as-before", GONE, GONE, page(), statuses=(*WITHDRAWN[:3], "live"), changes=(*WENT, BACK)),
    going(
        "back-with-other-figures",
        GONE,
        GONE,
        CORRECTED,
        statuses=(*WITHDRAWN[:3], "live"),
        changes=(*WENT, BACK, *(c._replace(first_seen_new=4) for c in TWO)),
        versions=2,
    ),
    going("redirected-home", Reply(status=302, headers={"Location": "/"}), statuses=WITHDRAWN, changes=WENT),
    going("redirected-to-the-column", LIST_HOME, statuses=WITHDRAWN, changes=WENT),
    going("redirected-to-404", Reply(status=302, headers={"Location": "/404.html"}), statuses=WITHDRAWN, changes=WENT),
    going("home-by-script", plain("<script>window.location.href='/';</script>"), statuses=WITHDRAWN, changes=WENT),
    going("not-there", plain("<div class='err'>您访问的页面不存在</div>"), statuses=WITHDRAWN, changes=WENT),
    going(
        "deleted", plain("<p>该信息已删除！</p><a href='/'>返回首页</a>", "提示信息"), statuses=WITHDRAWN, changes=WENT
    ),
    going("maintenance", plain("<h2>网站维护中，请稍后访问</h2>"), statuses=WITHDRAWN, changes=WENT),
    going("firewall", WAF, statuses=LIVE),
    going("challenge", plain("<script>var $_ts=window['$_ts'];</script>", ""), statuses=LIVE),
    going("forbidden", plain("403 Forbidden", status=403), statuses=LIVE),
    going("broken", plain("error", status=500), statuses=LIVE),
    going("busy", plain("busy", status=503), statuses=LIVE),
    going("closed", Reply(closed=True), statuses=LIVE),
    going("cut", page(cut=3000), statuses=LIVE),
    going("empty", plain(""), statuses=LIVE),
)

YEARS = (2017, 2018, 2019, 2020)


def of_year(year: int, **more: str) -> Reply:
    """The same report said to be of another year."""
    return page(
        BODY.replace("2020", str(year)), title=TITLE.replace("2020", str(year)), date=f"{year + 1}-01-20", **more
    )


def many(folder: str, **more: str) -> Pages:
    """A portal with reports of four years under a folder."""
    pages = {f"{folder}{year}.html": of_year(year, **more) for year in YEARS}
    links = [(path, LINK.replace("2020", path[-9:-5]), f"{int(path[-9:-5]) + 1}-01-20") for path in pages]
    return {COLUMN: column(*links), **pages}


OLD, NEW = many("/old/zfxxgk/"), many("/art/col12/", top="<div class='banner2024'>新版网站</div>")
ADDRESSES = Seen("status", "url", "{old/zfxxgk}", "{art/col12}")

PORTAL_WIDE = (
    Edit("unlisted", (BEFORE, *(shown(page(), BARE),) * 3), statuses=("live", "unlisted", "unlisted", "unlisted")),
    Edit("listed-again", (BEFORE, shown(page(), BARE), BEFORE, BEFORE), statuses=("live", "unlisted", "live", "live")),
    Edit("empty-list", (BEFORE, *(shown(page(), plain("", "政府信息公开年报")),) * 3)),
    Edit(
        "list-cut-short",
        (
            BEFORE,
            *(
                shown(
                    page(),
                    column(*((f"/x{n}", "通知公告", "2021") for n in range(9)), (PAGE, LINK, "2021-01-20"), cut=1900),
                ),
            )
            * 3,
        ),
    ),
    Edit("list-503", (BEFORE, *(shown(page(), plain("busy", status=503)),) * 3)),
    Edit(
        "all-in-maintenance",
        (
            BEFORE,
            *(
                {
                    "/": plain("网站维护中"),
                    COLUMN: plain("网站维护中"),
                    PAGE: plain("网站维护中"),
                    COLUMN + "t20210118_9.html": plain("网站维护中"),
                },
            )
            * 3,
        ),
    ),
    Edit(
        "column-gone-and-the-report-corrected",
        (BEFORE, *({COLUMN: GONE, PAGE: CORRECTED},) * 3),
        TWO,
        versions=2,
    ),
    Edit("redesign", (OLD, NEW, NEW, NEW), (ADDRESSES,) * 4, documents=4, versions=4, reports=4),
    Edit(
        "redesign-whose-pages-have-no-date",
        (OLD, *({path: undated(reply) for path, reply in NEW.items()},) * 3),
        (ADDRESSES,) * 4,
        documents=4,
        versions=4,
        reports=4,
    ),
    Edit(
        "redesign-with-a-gap",
        (OLD, {COLUMN: BARE}, NEW, NEW),
        (ADDRESSES._replace(first_seen_new=3),) * 4,
        documents=4,
        versions=4,
        reports=4,
        statuses=("live", "missing_once", "live", "live"),
        problems=("redesign_suspected access",),
    ),
    Edit(
        "all-gone",
        (OLD, *({COLUMN: BARE},) * 3),
        documents=4,
        versions=4,
        reports=4,
        statuses=AWAY,
        problems=("redesign_suspected access",) * 3,
    ),
)

EDITS: tuple[Edit, ...] = (*REAL, *NOISE, *PICTURES, *REPOSTED, *GOING, *PORTAL_WIDE)
