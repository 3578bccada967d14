"""Which indicator the words before a number of running text name: whole labels anywhere, bare words in their part."""

from __future__ import annotations

from parse.label_form import label_form
from parse.legacy import labels, wordings


def key_anywhere(label: str) -> str | None:
    """The indicator that a label names wherever it stands, or None."""
    form = label_form(label)
    return next((key for pattern, key in wordings.TEXT_KEYS if pattern.fullmatch(form)), None)


class KeysOfPart:
    """The keys of the labels of one part of a report, asked for in printed order."""

    def __init__(self, heading: str) -> None:
        self._plain = [plain for plain in wordings.PLAIN if plain.heading.search(heading)]
        self._parents: set[str] = set()
        self._stretch: object = None

    def key(self, label: str, stretch: object) -> str | None:
        """The indicator of a label, or None. `stretch` tells what stands between 。 and ； apart: two figures of one
        stretch that both have parts leave it open whose the parts are."""
        found = key_anywhere(label) or self._bare(label)
        if found in wordings.PARENTS:
            if stretch != self._stretch:
                self._parents.clear()
            self._stretch = stretch
            self._parents.add(found)
        return found

    def _bare(self, label: str) -> str | None:
        form = label_form(label)
        for plain in self._plain:
            if plain.parent is not None and self._parents != {plain.parent}:
                continue
            if (known := labels.known(label)) in plain.keys:
                return known
            for pattern, key in plain.words:
                if pattern.fullmatch(form):
                    return key
        return None
