"""What is left alone for now: documents that were looked at lately enough, hosts in their working hours, and hosts that
a due walk has taken its hours for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime

from archive.times import moment
from archive.walks import Looked
from crawler.due import HOURS
from crawler.operator import operator
from crawler.policy import Policy, policy_text
from crawler.portal import Portal

BESIDE = frozenset({"image", "part"})
"""Purposes of what is fetched to be read with a page."""

SLACK = 43200
"""Seconds by which a look may come early, so that a daily timer does not miss it by minutes."""


RESTING = "the host's working hours"
"""Why a walk ends where the operator does not want it to go on in working hours; it is continued after them."""


def policy_of(portal: Portal) -> Policy:
    """The values of the schedule that hold for a portal: the operator's, then those of its own line."""
    return policy_text(portal.schedule, operator().policy)


class Resting:
    """The documents of each portal that need not be asked for again in this crawl, and since when (by `clock`, in
    seconds) its due walk goes on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: dict[str, float] = {}
        self._looked: dict[str, dict[str, Looked]] = {}

    def begin(self, portal: str) -> None:
        """A due walk of a portal begins."""
        self._began[portal] = self._clock()

    def leaves(self, portal: Portal, at: datetime) -> str | None:
        """Why the walk of a portal ends now, though it is not at its end; None where it goes on."""
        policy = policy_of(portal)
        if policy.rests_until(at):
            return RESTING
        began = self._began.get(portal.id)
        return HOURS if began is not None and self._clock() - began >= 3600 * policy.hours else None

    def let_rest(
        self, portal: str, looks: Iterable[Looked], policy: Policy, at: datetime, since: str | None = None
    ) -> None:
        """Those of a portal's documents whose next look, by its schedule, does not come before `at`, and those that
        were looked at since a moment."""
        self._looked[portal] = {
            look.url: look
            for look in looks
            if look.purpose in BESIDE
            or (since is not None and look.at >= since)
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
