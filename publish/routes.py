"""Addresses of our pages. Datasette's own stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publish.agency_page import agency
from publish.capture_download import capture_download
from publish.changes_page import changes
from publish.compare_page import choose, compare
from publish.copied_page import copied, copied_pair
from publish.corrections_page import corrections
from publish.county_page import county
from publish.coverage_page import coverage
from publish.discrepancies_page import discrepancies
from publish.downloads_page import downloads
from publish.evidence_download import evidence
from publish.feeds_page import feeds
from publish.fees_page import fees
from publish.home_page import home
from publish.hook import hook
from publish.indicator_page import indicator
from publish.indicators_page import indicators
from publish.method_page import method
from publish.not_seen_page import not_seen
from publish.number_page import number
from publish.peers_page import peers
from publish.print_style import print_style
from publish.release_file import release_file
from publish.report_page import report, version
from publish.search_page import search

_CELL = r"(?P<table>[a-z_]+)/(?P<row>[a-z0-9_]+)/(?P<column>[a-z0-9_]+)"


@hook()
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """(pattern, page)."""
    return [
        (r"^/$", home),
        (r"^/search(?:\.(?P<format>json|csv|atom))?$", search),
        (r"^/report/(?P<agency>[^/]+)/(?P<year>\d{4})$", report),
        (r"^/report/(?P<report>[^/]+)$", report),
        (r"^/version/(?P<version>[^/]+)$", version),
        (rf"^/version/(?P<version>[^/]+)/{_CELL}$", number),
        (rf"^/report/(?P<report>[^/]+)/{_CELL}$", number),
        (r"^/capture/(?P<capture>[^/]+)/(?P<part>original|decoded|record)$", capture_download),
        (r"^/print/(?P<version>[^/]+)(?:\.|~2E)css$", print_style),
        (r"^/evidence/(?P<report>[^/]+)(?:\.|~2E)zip$", evidence),
        (r"^/agency/(?P<agency>[^/]+)$", agency),
        (r"^/county/(?P<place>[^/]+)$", county),
        (r"^/coverage$", coverage),
        (r"^/indicators$", indicators),
        (r"^/peers$", peers),
        (r"^/not-seen$", not_seen),
        (r"^/fees$", fees),
        (r"^/corrections$", corrections),
        (rf"^/indicator/{_CELL}$", indicator),
        (r"^/changes$", changes),
        (r"^/compare$", choose),
        (r"^/compare/(?P<old>[^/]+)/(?P<new>[^/]+)$", compare),
        (r"^/discrepancies$", discrepancies),
        (r"^/copied$", copied),
        (r"^/copied/(?P<version>[^/]+)/(?P<other>[^/]+)$", copied_pair),
        (r"^/feed/(?P<kind>[a-z]+)(?:\.|~2E)atom$", feeds),
        (r"^/downloads$", downloads),
        (r"^/downloads/(?P<release>[^/]+)/(?P<path>.+)$", release_file),
        (r"^/method$", method),
    ]
