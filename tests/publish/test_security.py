"""What a browser may run: nothing that stands in an archive, everything that stands in the templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import answer
from datasette.app import Datasette
from jinja2 import Environment
from lxml import html

from archive.metadata import datasette_metadata
from publish.inline_blocks import InlineBlocks
from publish.settings import SETTINGS

PAGES = (
    "/", "/archive", "/archive/reports", "/archive?sql=select+1", "/archive/versions", "/search?q=申请", "/changes",
    "/coverage", "/method", "/nothing-here",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(archive_path: Path) -> Datasette:
    return Datasette([str(archive_path)], metadata=datasette_metadata(), settings={"suggest_facets": False})


@pytest.mark.parametrize("path", PAGES)
def test_each_script_and_style_of_a_page_has_the_nonce_of_its_answer(served: Datasette, path: str) -> None:
    got = answer(served, path, status=None)
    policy = got.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    [nonce] = set(re.findall(r"'nonce-([^']+)'", policy))
    page = html.fromstring(got.text)
    for block in page.xpath("//script[not(@src)] | //style"):
        assert block.get("nonce") == nonce, html.tostring(block)[:200]
    assert not page.xpath("//*[@style]")
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]


def test_every_answer_has_a_nonce_of_its_own(served: Datasette) -> None:
    assert len({answer(served, "/method").headers["content-security-policy"] for _ in range(5)}) == 5


def test_other_answers_have_the_headers_too(served: Datasette) -> None:
    for path in ("/search.json?q=申请", "/archive/reports.json", "/-/static-plugins/nianbao/nianbao.css"):
        headers = answer(served, path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<script>a</script>", '<script nonce="{{ nianbao_nonce }}">a</script>'),
        ('<script src="x" defer>', '<script nonce="{{ nianbao_nonce }}" src="x" defer>'),
        ("<style>p{}</style>", '<style nonce="{{ nianbao_nonce }}">p{}</style>'),
        ('<p class="a" style="color: #{{ x["y"] }}" id="b">', '<p class="a" id="b">'),
        ('<h1 style="a: {% if b == "c" %}d{% endif %}">', "<h1>"),
        ("<scripture>", "<scripture>"),
        ('{% for s in t %}<script {% if s %}type="module" {% endif %}></script>',
         '{% for s in t %}<script nonce="{{ nianbao_nonce }}" {% if s %}type="module" {% endif %}></script>'),
    ],
)  # fmt: skip
def test_the_source_of_a_template(source: str, expected: str) -> None:
    assert InlineBlocks(Environment()).preprocess(source, None) == expected


def test_a_table_that_the_metadata_closes_stays_closed(archive_path: Path) -> None:
    closed = {"databases": {"archive": {"tables": {"portals": {"allow": False}}}}}
    served = Datasette([str(archive_path)], metadata=closed, settings=SETTINGS)
    for _ in range(2):
        assert answer(served, "/archive/portals", status=None).status_code == 403
        assert answer(served, "/archive/Portals", status=None).status_code in (403, 404)
        assert answer(served, "/archive/agencies").status_code == 200
        assert "/archive/portals" not in answer(served, "/archive").text
