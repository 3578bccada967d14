"""What is left alone for now: documents that were looked at lately enough, and hosts in their working hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from archive.times import moment
from archive.walks import Looked
from crawler.operator import operator
from crawler.policy import Policy, policy_text
from crawler.portal import Portal

BESIDE = frozenset({"image", "part"})
"""Purposes of what is fetched to be read with a page."""

SLACK = 43200
"""Seconds by which a look may come early, so that a daily timer does not miss it by minutes."""


def policy_of(portal: Portal) -> Policy:
    """The values of the schedule that hold for a portal: the operator's, then those of its own line."""
    return policy_text(portal.schedule, operator().policy)


class Resting:
    """The documents of each portal that need not be asked for again in this crawl."""

    def __init__(self) -> None:
        self._looked: dict[str, dict[str, Looked]] = {}

    def let_rest(self, portal: str, looks: Iterable[Looked], policy: Policy, at: datetime) -> None:
        """Those of a portal's documents whose next look, by its schedule, does not come before `at`."""
        self._looked[portal] = {
            look.url: look
            for look in looks
            if look.purpose in BESIDE
            or (at - moment(look.at)).total_seconds() < 86400 * policy.days_between_looks(look.report_year, at) - SLACK
        }

    def capture(self, portal: str, kind: str, url: str, parent: str | None = None) -> str | None:
        """The capture to go on from where an address need not be asked for again, or None. A picture and a further page
        rest with the page that leads to them."""
        looked = self._looked.get(portal, {})
        if kind in BESIDE and (parent is None or parent not in looked):
            return None
        look = looked.get(url)
        return look.capture if look is not None and (look.purpose in BESIDE) == (kind in BESIDE) else None
