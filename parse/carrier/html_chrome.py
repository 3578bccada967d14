"""Which items of a page belong to the site: navigation, footers, buttons, counters, related links."""

from __future__ import annotations

import re

from parse.carrier.html_labels import INFO_LABELS, pairs
from parse.carrier.html_tree import tag_of
from parse.carrier.html_walk import Item, Span, Walk
from parse.document import Grid

_CHROME_WORDS = """nav navs navbar navi navigation mainnav subnav topnav menu menus submenu crumb crumbs
    breadcrumb breadcrumbs bread location position weizhi dqwz curpos header head top topbar banner footer foot
    bottom copyright share bdshare bdsharebuttonbox jiathis print printer qrcode ewm erweima sidebar side aside
    related relate relnews xgyd xgxx xgwz xgnews xglj recommend pagination pager page pages paging toolbar tools
    search login sitemap friendlink links yqlj prev next prevnext shangxia sxy comment comments fontsize zihao
    function btn btns button buttons attachment extend info infobar sourceinfo msgbar meta metadata barrier wza"""
_TOKENS = frozenset(_CHROME_WORDS.split())
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
_TAGS = frozenset(("nav", "footer", "aside", "menu"))
_ROLES = frozenset(("navigation", "contentinfo", "banner", "search", "toolbar", "complementary"))
_FEW = 160
"""Characters outside of links up to which an element with a chrome name is believed to be chrome."""
_FOOTER = 600

_BLANK = r"[\s\u00a0\u3000]*"
_BUTTON_WORDS = """打印 打印本页 打印此页 打印本文 打印文章 打印页面 我要打印 关闭 关闭窗口 关闭本页 关闭页面
    关闭此页 收藏 收藏本页 加入收藏 设为首页 返回 返回顶部 返回首页 返回列表 返回上页 返回上一页 返回上级
    返回栏目 返回目录 TOP top 分享 分享到 分享至 一键分享 纠错 我要纠错 下载本页 下载全文 下载word 下载Word
    下载WORD 字体 字号 大 中 小 默认 恢复 繁體版 繁体版 无障碍 适老化 朗读 微信 微博 新浪微博 腾讯微博 QQ空间
    QQ好友 人人网 更多 上一篇 下一篇 上一条 下一条 上一页 下一页 首页 尾页 末页 全真版 文字版 保护视力色"""
_BUTTON_ANY = "|".join(
    _BLANK.join(map(re.escape, word)) for word in sorted(_BUTTON_WORDS.split(), key=len, reverse=True)
)
_HAS_BUTTON = re.compile(f".*(?:{_BUTTON_ANY})")
_BUTTONS = re.compile(rf"(?:[\s\u00a0\u3000|｜/、:：\[\]【】〔〕（）()<>《》「」A+\-]|{_BUTTON_ANY})+")
_SITE_LINES = (
    r"扫一扫(?:在?手机|，|,|分享|关注|打开|查看)|扫描?二维码|用微信扫|手机扫一扫|(?:上|下)一?[篇条][:：]|您是第\d|本文共?(?:被)?(?:浏览|阅读|访问)",
    r"您访问的链接即将离开|主办单位?[:：]|承办单位?[:：]|版权所有|网站标识码|政府网站标识码|\S{0,3}ICP备|\S{0,3}公网安备|技术支持[:：]|网站地图$",
)
_SITE_LINE = re.compile("|".join(_SITE_LINES))
_RELATED_WORDS = """相关链接 相关文章 相关信息 相关阅读 相关新闻 相关稿件 相关解读 相关附件 相关文档 相关报道
    相关内容 延伸阅读 推荐阅读 热点新闻 热点信息 最新信息 最新文章 文字解读 图片解读 解读信息 附件下载
    文件下载"""
_RELATED = re.compile(rf"[\[【]?{_BLANK}(?:{'|'.join(_RELATED_WORDS.split())}){_BLANK}[\]】]?{_BLANK}[:：]?$")
BREADCRUMB = re.compile(
    r"[\[【]?(?:您?的?|您?现在的?|您?当前的?|您现在)(?:所在)?的?(?:位置|栏目)(?:是)?[\]】]?[\s\u00a0\u3000]*[:：>»][\s\u00a0\u3000]*(.*)$",
    re.DOTALL,
)
"""A line that tells where on the site the page stands; its group is the path."""
_INFO = frozenset(INFO_LABELS)
_COUNTER = re.compile(
    rf"^{_BLANK}[\[【(（]?(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率)?{_BLANK}[:：]?{_BLANK}\d*{_BLANK}次?{_BLANK}[\]】)）]?$"
)


def chrome_line(text: str) -> bool:
    """A line that is a button, a counter, a share bar or a footer line, whatever holds it."""
    if len(text) > 200:
        return False
    if _BUTTONS.fullmatch(text) and _HAS_BUTTON.match(text):
        # a lone letter or mark may be all that a cell of running text holds
        return len(text) > 1 or text in "大中小"
    return bool(_SITE_LINE.match(text) or _COUNTER.match(text) or _RELATED.match(text) or BREADCRUMB.match(text))


def info_line(text: str) -> bool:
    """A line made of nothing but what stands under a title: date, source, counter, font size."""
    return len(text) <= 300 and bool(found := pairs(text)) and all(name in _INFO for name, _ in found)


def tokens(span: Span) -> frozenset[str]:
    """The words in an element's class and id, lower case."""
    names, own = span.element.get("class"), span.element.get("id")
    if not names and not own:
        return frozenset()
    return frozenset(token.lower() for token in _SPLIT.split(f"{names or ''} {own or ''}") if token)


def mark_chrome(page: Walk) -> list[bool]:
    """For every item whether it belongs to the site. Data tables and long text never do, whatever wraps them."""
    size = len(page.items)
    marks = [chrome_line(item.text) if item.text else False for item in page.items]
    text_before, links_before, data_before = [0], [0], [0]
    for item in page.items:
        text_before.append(text_before[-1] + len(item.text))
        links_before.append(links_before[-1] + min(item.links, len(item.text)))
        data_before.append(data_before[-1] + (isinstance(item.block, Grid) and not item.metadata))
    edges = [0] * (size + 1)
    for span in page.spans:
        if span.start >= span.end or data_before[span.end] > data_before[span.start]:
            continue
        text = text_before[span.end] - text_before[span.start]
        links = links_before[span.end] - links_before[span.start]
        if _is_chrome(span, text, links):
            edges[span.start] += 1
            edges[span.end] -= 1
    level = 0
    for index in range(size):
        level += edges[index]
        if level > 0:
            marks[index] = True
    _mark_related(page.items, marks)
    return marks


def _is_chrome(span: Span, text: int, links: int) -> bool:
    plain = text - links
    tag = tag_of(span.element)
    if tag in _TAGS or (span.element.get("role") or "") in _ROLES:
        return plain <= _FOOTER
    # a list of links: four or more, hardly anything else. One or two links may be a report's attachments
    if text and links / text >= 0.8 and span.end - span.start >= 1 and _many_links(span):
        return True
    return plain <= _FEW and bool(tokens(span) & _TOKENS)


def _many_links(span: Span) -> bool:
    if span.links >= 4:
        return True
    return any(index >= 3 for index, _ in enumerate(span.element.iter("a")))


def _mark_related(items: list[Item], marks: list[bool]) -> None:
    """What follows 相关链接 and is nothing but links goes with it."""
    following = False
    for index, item in enumerate(items):
        if item.text and _RELATED.match(item.text):
            following = True
        elif following and item.text and item.links >= len("".join(item.text.split())):
            marks[index] = True
        else:
            following = False
