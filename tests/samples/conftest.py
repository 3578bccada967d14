from __future__ import annotations

from collections.abc import Iterator

import pytest

from samples import SamplePortals


@pytest.fixture
def portals() -> Iterator[SamplePortals]:
    with SamplePortals(0) as running:
        yield running
