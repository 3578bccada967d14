"""The county that does not exist: its kept pages are those its figures make, and each says that it is made up."""

from __future__ import annotations

from parse.reader import read
from samples import county
from samples.carriers import fragment


def test_the_pages_are_those_that_the_figures_make() -> None:
    kept = {path.stem: path.read_text("utf-8") for path in county.FOLDER.glob("*.html")}
    assert kept == {name: fragment(text, "html") for name, text in county.reports()}
    assert all("虚设县并不存在，数字是编的" in page for page in kept.values())


def test_they_are_read_as_they_are_printed() -> None:
    def printed(name: str) -> tuple[object, ...]:
        report = read(
            (county.FOLDER / f"{name}.html").read_bytes(), media_type="text/html", url="http://xushe.example/"
        )
        found = {(cell.table, cell.row): cell.value for cell in report.cells if cell.column == "total"}
        return tuple(
            found[place]
            for place in (
                ("disclosure_requests", "new_requests"),
                ("disclosure_requests", "results_total"),
                ("review_and_litigation", "review"),
            )
        )

    assert printed("county-2024") == (30, 28, 3)
    assert printed("land-2024") == (33, 29, 3)
    assert printed("market-2024") == (0, 0, 2)
    assert printed("west-2023") == (None, None, None)
