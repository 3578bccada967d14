"""Pages that a portal serves with status 200 in place of what was asked for: nothing is there, nobody is let in, busy.

The wordings are those of real portals and of the products before them (the default pages of Tomcat, IIS and nginx, of
the CMS families, of firewalls). Each is looked for in a page of few words only: a report or an article that talks of a
deleted page is none.
"""

from __future__ import annotations

import re
from itertools import islice

from parse.document import Document
from parse.metadata.title import window_title

NOT_FOUND = "not_found"
MAINTENANCE = "maintenance"
BLOCKED = "blocked"
UNAVAILABLE = "unavailable"
"""Verdicts. The first two say that the document is not there now; the others say nothing about it."""

FEW_WORDS = 400
"""Characters without blanks beyond which a page is no such page; the longest one seen has 210."""

_THING = (
    r"(?:(?:您|你)?(?:所)?(?:要)?(?:访问|查看|浏览|请求|查找|查询|打开|点击)?的?(?:该|此|本)?(?:条|篇)?"
    r"(?:页面|网页|信息|文章|内容|稿件|文档|文件|资源|记录|新闻|栏目|链接|数据|地址|网址|URL))"
)
_LOST = (
    r"(?:已经?(?:被)?(?:管理员)?|可能(?:已经?)?(?:被)?|暂)?"
    r"(?:不存在|被删除|删除|撤销|撤稿|撤回|撤下|下线|下架|移除|移走|过期|失效|停用|不可用|未找到)"
)

WORDINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        BLOCKED,
        re.compile(
            r"(?:访问|请求|操作|内容|参数|行为|已|设置)[^。！!?？\n]{0,12}被[^。！!?？\n]{0,16}(?:拦截|阻断|屏蔽|拒绝)|"
            r"设置为?拦截|(?:拦截|阻断)(?:提示|页面)|造成(?:安全)?威胁|(?:危险|恶意|不合法)的?(?:攻击|请求|行为|参数)|"
            r"疑似(?:黑客)?攻击|安全验证|人机验证|滑动验证|请输入验证码|网站防火墙|"
            r"请开启\w*JavaScript|访问过于频繁|访问频率过高|403Forbidden|AccessDenied|您的IP|黑名单|事件编号|拦截编号|无权限?访问|没有权限|禁止访问|拒绝访问"
        ),
    ),
    (
        NOT_FOUND,
        re.compile(
            rf"{_THING}{_LOST}|(?:没有|未能?|无法|不能)找到(?:该|此|您)?\w{{0,8}}(?:页|信息|文章|内容|资源|文件)|"
            rf"找不到(?:该|此|您)?\w{{0,8}}(?:页|信息|文章|内容|资源|文件|服务器)|{_THING}?(?:找不到了?|走丢了|丢失了)|"
            r"404(?:错误|页面|Error|-|–|—|!|！|\Z)|(?:Page|File|Not)\s*(?:Not)?Found|HTTP(?:Status|错误)?404|无此(?:信息|文章|页面)",
            re.IGNORECASE,
        ),
    ),
    (
        MAINTENANCE,
        re.compile(
            r"(?:网站|系统|平台|站点|页面|栏目|服务器)(?:正在|正|已进入|暂停服务)?(?:进行)?(?:系统|例行|日常|停机|临时)?"
            r"(?:维护|升级|改版|改造|迁移|检修|建设)(?:中|期间|之中|，|,|。|！|!|…|\Z)|正在(?:维护|升级|改版|检修)|"
            r"暂停(?:对外)?(?:服务|访问|开放)|UnderMaintenance",
            re.IGNORECASE,
        ),
    ),
    (
        UNAVAILABLE,
        re.compile(
            r"系统(?:繁忙|错误|异常|出错)|服务器?(?:繁忙|错误|异常|出错|内部错误|不可用)|(?:请稍[后候]|稍[后候]请?)(?:再|重)试|"
            r"数据库(?:连接)?(?:失败|错误|异常)|(?:java|javax|org)\.[\w.]+Exception|InternalServerError|ServiceUnavailable|"
            r"BadGateway|GatewayTime-?out|正在加载|加载中",
            re.IGNORECASE,
        ),
    ),
)
"""What a page says without blanks, first match wins: a firewall's page may have an error's number on it."""


def answer_page(document: Document) -> str | None:
    """Which of the four is all that a document says; None where it says something else."""
    said = window_title(document) or ""
    if not document.blocks:
        said = "\n".join([said, *(words for name, words in document.facts if name == "alert")])
    for line in islice((paragraph.text for paragraph in document.paragraphs()), FEW_WORDS):
        said += "\n" + line
        if len(re.sub(r"\s+", "", said)) > FEW_WORDS:
            return None
    if any(True for _ in document.grids()):
        return None
    lines = "\n".join(re.sub(r"\s+", "", line) for line in said.splitlines())
    return next((verdict for verdict, wording in WORDINGS if wording.search(lines)), None)
