"""What a page says of the length of its list: 共45条, 第1/3页, `"total": 45`. Pure functions.

Only what stands at a pager counts: numbers beside 首页, 下一页, 每页, 记录. Others count visits, letters, the hits of
a search, the documents of a whole site (全部 6348 条), or are 0 in a comment that a portal took off its page (邯郸).
Where a page has two different numbers, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler import islands
from crawler.between import without

_UNSEEN = re.compile(r"<!--|<(script|style|textarea|select)\b", re.IGNORECASE)
_ENDS = {
    "": re.compile("-->"),
    **{name: re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE) for name in ("script", "style", "textarea", "select")},
}
_HIDDEN = re.compile(r"<[^<>]{0,500}>|&nbsp;|&emsp;|&ensp;|\s+", re.IGNORECASE)
_MAYBE = re.compile(
    r"[共总分](?:有|计|数|记录数)?[:：]?(?:<[^<>]{0,120}>|&\w{2,6};|\s){0,12}\d|"
    r"总(?:记录)?数|记录总数|页次|[Pp]age\s{0,5}\d|\d(?:<[^<>]{0,120}>|&\w{2,6};|\s)*/(?:<[^<>]{0,120}>|&\w{2,6};|\s)*\d"
)
_UNIT = r"(?:条|篇|个|项)"
_ENTRIES = re.compile(
    rf"共(?:有|计)?(\d{{1,6}}){_UNIT}(?:记录|信息|文章|数据|内容|文件)?(?=$|[^\u4e00-\u9fff]|第|每|分|共|当|首|上|下|页|转|末|尾)|"
    rf"共(?:有|计)?\d{{1,4}}页[,，/|]?(?:共(?:有|计)?)?(\d{{1,6}}){_UNIT}(?:记录|信息|数据)?|"
    rf"(?:总数|总记录数|记录总数|总条数|总计)[:：](\d{{1,6}}){_UNIT}?"
)
_PAGES = re.compile(
    r"(?:共(?:有|计)?|分(?:为)?)(\d{1,4})页|(?:第|页次[:：]?|当前(?:第|页[:：]?)?)\d{1,4}页?/(?:共|总)?(\d{1,4})页?|"
    r"(?:总页数|页数)[:：](\d{1,4})|[Pp]age\d{1,4}of(\d{1,4})"
)
_PAGER = re.compile(
    r"页次|首页|第一页|上一?页|下一?页|尾页|末页|最后一页|每页|第\d{1,4}页|条(?:记录|信息|数据)?[,，/|]?(?:共?\d{1,4}页|[<‹«]*12(?!345(?:热线|政务|市民|平台)|[月日年]))|(?<![\d/])\d{1,4}/\d{1,4}(?![\d/])|分\d{1,4}页|共(?:有|计)?\d{1,4}页|转到|跳转|[Pp]age\d{1,4}of|条记录|总记录|记录总数"
)
_OTHERS = re.compile(
    r"搜索|检索|查询|找到|结果|命中|访问|浏览|点击|阅读|本站|全站|站内|网站|全网|累计|全年|今日|昨日|收到|受理|留言|来信|信件|"
    r"办件|评论|附件|收录|采集|订阅|关注|库|全部$"
)
_NEAR = 40
"""Characters around a number in which a pager shows."""
_BEFORE = 10
"""Characters before a number in which it is said to count something else."""


@dataclass(frozen=True, slots=True)
class Announced:
    """Entries and pages of the list, None where the page does not say; `words` are its own, from both. `left` are
    the answers of an interface that come after this one."""

    entries: int | None = None
    pages: int | None = None
    words: str = ""
    left: int | None = None


NOTHING = Announced()


def visible(text: str) -> str:
    """The source of a page without tags, comments, scripts and blanks."""
    return _HIDDEN.sub("", without(text, _UNSEEN, _ENDS))


def announced(text: str) -> Announced:
    """What the source of a page says of its list; an interface's answer is asked for its totals."""
    if text.lstrip()[:1] in ("{", "["):
        entries, pages, number = islands.counted(islands.answer(text))
        told = [f"{name} {number}" for name, number in (("total", entries), ("pages", pages)) if number is not None]
        left = max(0, pages - number) if pages is not None and number is not None else None
        return Announced(entries, pages, ", ".join(told), left)
    if not _MAYBE.search(text):
        return NOTHING
    shown = visible(text)
    entries, said = _only(_ENTRIES.finditer(shown), shown)
    pages, said_too = _only(_PAGES.finditer(shown), shown)
    return Announced(entries, pages, " ".join(dict.fromkeys(filter(None, (said, said_too)))))


def _only(found: Iterable[re.Match[str]], shown: str) -> tuple[int | None, str]:
    """The one number that these say at a pager, with its words."""
    numbers: dict[int, str] = {}
    for match in found:
        around = shown[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if _PAGER.search(around) and not _OTHERS.search(shown[max(0, match.start() - _BEFORE) : match.start()]):
            numbers.setdefault(next(int(one) for one in match.groups() if one), match[0])
    return next(iter(numbers.items())) if len(numbers) == 1 else (None, "")


EMPTY = re.compile(
    r"暂无(?:相关|任何)?(?:信息|数据|内容|记录|文章|文件|资料|年报|报告)|(?:没有|无)(?:相关|任何|符合条件的?)(?:信息|数据|内容|记录)|"
    r"(?:栏目|内容)?(?:正在)?建设中|暂未(?:发布|公开)|共0条(?:记录|信息|数据)"
)
"""What a list says that has nothing in it."""


def says_empty(text: str) -> str | None:
    """The words by which a page says that its list is empty."""
    found = EMPTY.search(visible(text))
    return found[0] if found else None
