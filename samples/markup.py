"""Blocks of a report as HTML: clean, or as an editor shows what was pasted from Word; and as markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from samples.dump import Paragraph
from samples.form import Layout

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]{1,7}")

Block = Paragraph | Layout
"""A paragraph, or a table laid out."""


def clean(blocks: Sequence[Block]) -> str:
    """Plain paragraphs and tables with a border."""
    return _join(blocks, _clean_paragraph, _clean_table)


def word(blocks: Sequence[Block]) -> str:
    """MsoNormal paragraphs, runs cut into nested spans and fonts, `o:p`, lengths in points."""
    return _join(blocks, _word_paragraph, _word_table)


def markdown(blocks: Sequence[Block]) -> str:
    """Pipe tables with a rule below their first row, headings marked; merged cells are lost."""
    return (
        "\n\n".join(
            f"{'#' * block.level} {block.text}".lstrip() if isinstance(block, Paragraph) else _pipe_table(block)
            for block in blocks
        )
        + "\n"
    )


def _pipe_table(table: Layout) -> str:
    rows = [[cell.text.replace("|", "\\|").replace("\n", "<br>") for cell in row] for row in table]
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _join(blocks: Sequence[Block], paragraph: Callable[[Paragraph], str], table: Callable[[Layout], str]) -> str:
    parts = [paragraph(block) if isinstance(block, Paragraph) else table(block) for block in blocks]
    return "\n".join(parts) + "\n"


def _lines(text: str) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in text.split("\n"))


def _clean_paragraph(paragraph: Paragraph) -> str:
    text = _BOLD.sub(r"<strong>\1</strong>", _lines(paragraph.text))
    if paragraph.level == 1:
        return f'<p style="text-align: center;"><strong>{text}</strong></p>'
    return f"<p><strong>{text}</strong></p>" if paragraph.level else f"<p>{text}</p>"


def _spans(columns: int, rows: int) -> str:
    return (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")


def _clean_table(table: Layout) -> str:
    rows = [
        "<tr>" + "".join(f"<td{_spans(cell.columns, cell.rows)}>{_lines(cell.text)}</td>" for cell in row) + "</tr>"
        for row in table
    ]
    return '<table border="1" cellspacing="0" cellpadding="2"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


def _word_runs(text: str, font: str, size: str) -> str:
    style = f"mso-spacerun:'yes';font-family:{font};mso-hansi-font-family:'Times New Roman';font-size:{size};"
    runs = []
    for run in _RUNS.findall(text):
        inner = html.escape(run, quote=False)
        if run.isascii():
            runs.append(f'<span lang="EN-US" style="{style}">{inner}</span>')
        else:
            runs.append(f'<span style="{style}"><font face="{font}">{inner}</font></span>')
    return "".join(runs)


def _word_paragraph(paragraph: Paragraph) -> str:
    text = paragraph.text.replace("**", "")
    if paragraph.level:
        body = f"<b>{_word_runs(text, '黑体', '16.0000pt')}</b>"
        style = "text-align:center;line-height:28.0000pt;" if paragraph.level == 1 else "text-indent:32.0000pt;"
    else:
        body = _word_runs(text, "仿宋_GB2312", "16.0000pt")
        style = "text-indent:32.0000pt;mso-char-indent-count:2.0000;line-height:28.0000pt;"
    end = '<span style="font-size:16.0000pt;"><o:p></o:p></span>'
    return f'<p class="MsoNormal" style="{style}">{body}{end}</p>'


def _word_table(table: Layout) -> str:
    border = "border:1.0000pt solid windowtext;mso-border-alt:0.5000pt solid windowtext;"
    style = f"width:42.5000pt;padding:0.0000pt 5.4000pt 0.0000pt 5.4000pt;{border}"
    rows = []
    for row in table:
        cells = []
        for cell in row:
            runs = "<br>".join(_word_runs(line, "宋体", "10.5000pt") for line in cell.text.split("\n"))
            inner = f"{runs}<span><o:p></o:p></span>" if cell.text else "<span><o:p>&nbsp;</o:p></span>"
            spans = _spans(cell.columns, cell.rows)
            paragraph = f'<p class="MsoNormal" align="center" style="text-align:center;">{inner}</p>'
            cells.append(f'<td width="56" valign="center"{spans} style="{style}">{paragraph}</td>')
        rows.append('<tr style="height:22.0000pt;">' + "".join(cells) + "</tr>")
    how = "border-collapse:collapse;mso-table-layout-alt:fixed;"
    return (
        f'<table class="MsoNormalTable" border="1" cellspacing="0" style="{how}">'
        "<tbody>\n" + "\n".join(rows) + "\n</tbody></table>"
    )
