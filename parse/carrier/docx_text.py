"""The text of Word paragraphs as it is printed, and the walk through what Word wraps around them."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.etree

from parse.carrier.docx_fields import Fields, Part, unprinted
from parse.carrier.marks import written

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
_CHARACTERS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
MARK = "nianbao-mark"
"""The attribute of a run that says how it is set, where its own properties do not."""
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
    parts: list[Part] = [(label, None)]
    boxes: list[lxml.etree._Element] = []
    fields = Fields(parts)
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in ("del", "moveFrom", "pPr", "rPr", "delText", "delInstrText", "Fallback", "rt"):
            continue
        if name == "txbxContent":
            boxes.append(element)
        elif name == "fldChar":
            fields.sign(element.get(f"{W}fldCharType") or "", element)
        elif name == "instrText":
            fields.instruction(element.text or "")
        elif name == "t":
            fields.text(element.text or "", _mark(element))
        elif name in _CHARACTERS:
            fields.text(_CHARACTERS[name], None)
        else:
            if name == "fldSimple" and not any(text.text for text in element.iter(f"{W}t")):
                fields.text(unprinted(element.get(f"{W}instr") or "", element), None)
            stack.extend(reversed(element))
    lines = (line.strip(_EDGES) for line in written(parts).split("\n"))
    return [line for line in lines if line], boxes


def _mark(text: lxml.etree._Element) -> str | None:
    """How the run of a text is set: raised, lowered, struck, or none of them."""
    run = text.getparent()
    if run is None or run.find(f"{W}rPr") is None:
        return None if run is None else run.get(MARK)
    if _is_on(run, "strike") or _is_on(run, "dstrike"):
        return "struck"
    align = run.find(f"{W}rPr/{W}vertAlign")
    value = align.get(f"{W}val") if align is not None else None
    return {"superscript": "raised", "subscript": "lowered"}.get(value or "") or run.get(MARK)


def _is_on(run: lxml.etree._Element, name: str) -> bool:
    return is_set(run.find(f"{W}rPr/{W}{name}"))


def is_set(switch: lxml.etree._Element | None) -> bool:
    """Whether a switch stands there and is not turned off."""
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")
