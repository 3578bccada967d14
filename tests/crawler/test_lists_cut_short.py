"""Lists of products that end before what they announce: fewer rows, pages or answers than they say.

None counts as whole, whether the portal's line names its product or says `generic`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from commands import query
from crawling import row, run, table
from product_lists import CUT
from unseen_sites import Sites

SHORT = {
    "proxy-ends-early": "2 more answers announced (totalpage 4)",
    "unit-ends-early": "2 more answers announced (共4页)",
    "unit-counts-rows": "4 of 7 entries (共7条)",
    "label-ends-early": "2 more answers announced (pageCount:4)",
    "label-counts-rows": "4 of 7 entries (total:7)",
}
"""What is said of each list, from its page by eye."""


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, Any], Path]]:
    """The result of a crawl of all of them and its archive, by what their lines call their product."""
    made = {}
    for lines in ("product", "generic"):
        folder = tmp_path_factory.mktemp(lines)
        with Sites(CUT) as sites:
            rows = []
            for name, site in sites.sites.items():
                family = "generic" if lines == "generic" else "lonsun" if name.startswith("label") else "hanweb"
                rows.append(row(name, f"{sites.origin(name)}/", f"{sites.origin(name)}{site.column}", family))
            made[lines] = (run(table(folder, *rows), folder / "a.db"), folder / "a.db")
    return made


@pytest.mark.parametrize("lines", ["product", "generic"])
@pytest.mark.parametrize("name", SHORT)
def test_a_list_that_ends_early_is_cut_short(walks: Any, name: str, lines: str) -> None:
    result, archive = walks[lines]
    outcome, message, _ = result["outcomes"][name]
    assert (outcome, message.rpartition(": ")[2]) == ("cut_short", SHORT[name])
    assert result["exit"] == 1
    found = query(
        archive, f"SELECT count(*) FROM reports AS r JOIN agencies AS a ON a.id = r.agency WHERE a.portal = '{name}'"
    )
    assert found == [(4,)]
