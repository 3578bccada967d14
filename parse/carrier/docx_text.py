"""The text of Word paragraphs as it is printed, and the walk through what Word wraps around them."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.etree

from parse.carrier.marks import MARKS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = frozenset(
    (
        "sdt",
        "sdtContent",
        "smartTag",
        "ins",
        "moveTo",
        "customXml",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
    )
)
_EDGES = " \t\u00a0\u3000\u2002\u2003\u200b\ufeff"


def local(element: lxml.etree._Element) -> str:
    """The tag without its namespace; comments and the like have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def contents(container: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """Children of a container, those inside content controls and insertions as well; of alternatives the first."""
    stack = list(reversed(container))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in _WRAPPERS:
            stack.extend(reversed(element))
        elif name == "AlternateContent":
            stack.extend(reversed(next(iter(element), ())))
        elif name:
            yield element


def is_cut_out(element: lxml.etree._Element) -> bool:
    """Whether tracked changes deleted it or moved it away."""
    return any(local(ancestor) in ("del", "moveFrom") for ancestor in element.iterancestors())


def paragraph_lines(paragraph: lxml.etree._Element, label: str = "") -> tuple[list[str], list[lxml.etree._Element]]:
    """(printed lines, text boxes anchored in it). `label` is the number that Word counts in front of it."""
    parts: list[tuple[str, str | None]] = [(label, None)]
    boxes: list[lxml.etree._Element] = []
    instruction = 0
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "Fallback", "rt"):
            continue
        if name == "r" and _is_hidden(element):
            continue
        if name == "txbxContent":
            boxes.append(element)
        elif name == "fldChar":
            kind = element.get(f"{W}fldCharType")
            instruction += {"begin": 1, "separate": -1, "end": 0}.get(kind or "", 0)
            instruction = max(instruction, 0) if kind != "end" else 0
        elif name == "t":
            parts.append((element.text or "", _mark(element)))
        elif name in ("br", "cr"):
            parts.append(("\n", None))
        elif name == "tab":
            parts.append((" ", None))
        elif name == "noBreakHyphen":
            parts.append(("-", None))
        else:
            stack.extend(reversed(element))
    beside = any(text.strip() for text, mark in parts if mark is None)  # raised alone, figures are no footnote's
    written = (text.translate(MARKS[mark]) if mark and (beside or mark == "struck") else text for text, mark in parts)
    lines = (line.strip(_EDGES) for line in "".join(written).split("\n"))
    return [line for line in lines if line], boxes


def _mark(text: lxml.etree._Element) -> str | None:
    """How the run of a text is set: raised, lowered, struck, or none of them."""
    run = text.getparent()
    if run is None or run.find(f"{W}rPr") is None:
        return None
    if _is_on(run, "strike") or _is_on(run, "dstrike"):
        return "struck"
    align = run.find(f"{W}rPr/{W}vertAlign")
    value = align.get(f"{W}val") if align is not None else None
    return {"superscript": "raised", "subscript": "lowered"}.get(value or "")


def _is_hidden(run: lxml.etree._Element) -> bool:
    return _is_on(run, "vanish")


def _is_on(run: lxml.etree._Element, name: str) -> bool:
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val") not in ("0", "false", "off")
