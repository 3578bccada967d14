"""Reports of the free form with their statistics tables written anew: other carriers, other numbers, known by eye."""

from __future__ import annotations

from dataclasses import dataclass

from documents_read import REAL, REAL_TRUTH

from samples.carriers import make

REPORTS = {name: entry for name, entry in REAL_TRUTH.items() if entry["document"]["template_generation"] == "legacy"}
WITH_TABLE = sorted(name for name, entry in REPORTS.items() if entry["legacy_figures"]["table"])
CARRIERS = ("html_grid", "word_html_grid", "docx_grid", "xlsx", "md", "txt", "txt_gb18030")

Figure = tuple[str, str | None, int | None, int | None]
"""Label, unit, value, cumulative."""


@dataclass(frozen=True)
class Page:
    """A document and the figures that its table must give, in printed order."""

    data: bytes
    suffix: str
    figures: list[Figure]

    @property
    def url(self) -> str:
        return f"http://www.example.gov.cn/art/1.{self.suffix}"


def rewritten(name: str, carrier: str) -> Page:
    """A real report in a carrier, every number of its table another one, cells apart and one row a line."""
    entry = REPORTS[name]
    table = entry["legacy_figures"]["table"]
    text = (REAL / "reports" / name).read_text(encoding="utf-8")
    body = text.partition("正文 ====================\n")[2]
    before = body[: body.index("指标名称")]
    title = entry["document"]["title"]
    figures: list[Figure] = [
        (row["label"], row["unit"], 1001 + 2 * place, 3002 + 3 * place) for place, row in enumerate(table["rows"])
    ]
    rows = [table["columns"], *([label, unit, value, cumulative] for label, unit, value, cumulative in figures)]
    lines = "\n".join("\t".join(str(cell or "") for cell in row) for row in rows)
    data = make(f"{title}\n{before}\n{lines}\n", carrier)
    suffix = {"word": "html"}.get(carrier.split("_")[0], carrier.split("_")[0])
    return Page(data, suffix, figures)
