"""What a link says: its own text, what stands beside it in its row, and the date of its item."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from crawler import link_words as words
from crawler.elements import fits, squeeze, text_of, texts_of

_AROUND = frozenset(
    {"li", "tr", "dl", "dd", "p", "div", "td", "ul", "span", "b", "strong", "a", "font", "h3", "h4", "h5", "tbody"}
)
"""Elements that may hold a link and its date."""


def shown(node: Any) -> str:
    """What a reader sees of a link: the title attribute where the text is cut."""
    if node.tag == "tr":
        # A row that is one link as a whole is named by its longest cell: the others are numbers and dates.
        return max((text_of(cell) for cell in node.iter("td", "th")), key=len, default="")
    if node.tag == "input":
        return squeeze(node.get("value"))
    if node.tag == "area":
        return squeeze(node.get("alt") or node.get("title"))
    seen = text_of(node)
    title = squeeze(node.get("title"))
    if title and (not seen or seen.endswith(("...", "…", "..")) or (len(title) > len(seen) and seen in title)):
        return title
    if not seen:
        image = node if node.tag == "img" else node.find(".//img")
        if image is not None and (named := squeeze(image.get("alt") or image.get("title"))):
            return named
        source = (image.get("src") or "").lower() if image is not None else ""
        if drawn := words.DRAWN.search(source):
            return "更多" if drawn["more"] else "下一页"
        if year := words.DRAWN_YEAR.search(source):
            return f"{year[1]}年"
        if words.NEXT_CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
            return "下一页"
    return seen


def uncounted(text: str) -> str:
    """The text of a menu's entry without the number of what is behind it: 政府信息公开年报(12), 2022年（5篇）."""
    found = _COUNTED.fullmatch(text) if text[-1:] in _COUNT_ENDS else None
    if found is None or re.fullmatch(r"(?:19|20)\d\d", found[2]):
        return text
    names = (words.YEAR, words.UNIT_CLASS, words.WAY, words.UNIT)
    name = found[1]
    return name if any(one.match(name) for one in names) or _COLUMN_END.search(name) else text


_COUNT_ENDS = frozenset("0123456789)）]】")
_COUNTED = re.compile(r"(.{2,24}?)[\[【(（]?(\d{1,5})(?:条|篇|个|份|项)?[\])）】]?")
_COLUMN_END = re.compile(r"(?:年报|年度报告|指南|目录)$")
_MOST_TWICE = 9
"""Links to one address that stand in one item: more are none."""
_MOST_IN_ROW = 50
"""Links of a row: what stands beside more is said of none of them."""
_ROWS = frozenset({"tr", "li", "dl", "p"})


def beside(node: Any) -> str:
    """What stands beside a link in its row, and, where that is a table, at the head of the link's column."""
    row = next((above for above in node.iterancestors() if above.tag in _ROWS), None)
    if row is None or len(list(islice(row.iter("a"), _MOST_IN_ROW))) == _MOST_IN_ROW:
        return ""
    if row.tag != "tr":
        text = text_of(row)
        return re.sub(words.DATE.pattern, "", text.replace(text_of(node), "")).strip("·•.-:：[]【】()（）")
    mine = next((above for above in node.iterancestors("td", "th")), None)
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    texts = [text_of(cell) for cell in cells if cell is not mine and cell.find(".//a") is None]
    named = [text for text in texts if _CHINESE.search(text) and not words.VAGUE.match(text)]
    table = next(row.iterancestors("table"), None)
    first = None if table is None else next(table.iter("tr"), None)
    heads = [] if first is None or first is row else [cell for cell in first if cell.tag in ("td", "th")]
    head = text_of(heads[cells.index(mine)]) if mine in cells and len(heads) == len(cells) else ""
    return max(named, key=len, default="") + (head if words.YEAR.match(head) else "")


def body_beside(node: Any) -> str:
    """The public body that a cell of a link's row is about (发布机构, 单位), or that stands in brackets before it."""
    row = next((above for above in node.iterancestors() if above.tag in ("tr", "li")), None)
    if row is None or not fits(row, _MOST_BEFORE) or len({one.get("href") for one in islice(row.iter("a"), 3)}) > 2:
        return ""
    texts = [one.strip("[]【】()（）·•:：") for one in texts_of(row)]
    bodies = {one for one in texts if words.UNIT.match(one) and words.SURELY_UNIT.search(one)}
    return bodies.pop() if len(bodies) == 1 else ""


def body_above(node: Any) -> str:
    """The public body whose links a definition list has (`<dl><dt>青石镇</dt><dd>…`), or nothing."""
    above = next((one for one in islice(node.iterancestors(), 3) if one.tag == "dl"), None)
    terms = [] if above is None else [text_of(term) for term in islice(above.iter("dt"), 2)]
    return terms[0] if len(terms) == 1 and words.UNIT.match(terms[0]) and words.SURELY_UNIT.search(terms[0]) else ""


def headed(node: Any) -> str:
    """What a link to the whole of a list (更多) is of: the year, body or column named right before it, or nothing."""
    own = text_of(node)
    for above in islice(node.iterancestors(), 4):
        if not fits(above, _MOST_BEFORE):
            break
        if text := text_of(above).removesuffix(own):
            named = any(one.search(text) for one in (words.YEAR, words.UNIT_CLASS, words.UNIT, words.COLUMN))
            return text if named and len(text) <= 26 else ""
    return ""


_MOST_BEFORE = 300
"""Characters of an element, blanks too, in which the name of a list stands before 更多."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def date_of(node: Any) -> str | None:
    """The date in the same item: the nearest ancestor that holds this link only, or two links to one address."""
    item = node
    for _ in range(4):
        parent = item.getparent()
        if parent is None or parent.tag not in _AROUND:
            break
        links = list(islice(parent.iter("a"), _MOST_TWICE))
        if len(links) == _MOST_TWICE or len({other.get("href") for other in links}) > 1:
            break
        item = parent
    # Parts apart: 2020-01-12 may stand right before a title that begins with 2019年.
    found = words.DATE.search(" ".join(texts_of(item))[-200:] if item is not node else "")
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
