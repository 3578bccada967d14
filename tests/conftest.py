"""What several rooms' tests look at: an archive that commands made by walking the sample portals."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from commands import EDITED, nianbao, query
from hypothesis import HealthCheck, settings

from samples.server import SamplePortals

# What a run of the tests says is of the code, not of luck or of a slow machine: the same examples every time.
# `make fuzz` draws new ones.
settings.register_profile("repeated", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeated")

PORTALS = ("huoqiu", "pingtan", "hongze")


@pytest.fixture(scope="session")
def three_walks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three walks of three portals: between them a figure changes, a report moves, and one goes for good.

    It is the session's: look at it, and write elsewhere.
    """
    archive = tmp_path_factory.mktemp("walked") / "archive.db"
    with SamplePortals(port=0) as samples:
        about = {
            "NIANBAO_ALLOW_LOOPBACK": "1",
            "NIANBAO_SAMPLE_PORT": str(samples.port),
            "NIANBAO_WITHDRAWAL_GAP": "0",
        }
        words = ("crawl", *PORTALS, "--portals", str(samples.portals_csv), "--archive", str(archive))
        nianbao(*words, **about)
        samples.edit_text("huoqiu", EDITED, "867", "868")
        sql = "SELECT url FROM documents WHERE portal = 'pingtan' AND kind = 'html' ORDER BY url"
        pages = [urlsplit(str(row[0])).path for row in query(archive, sql)]
        samples.remove("pingtan", pages[0])
        samples.move("pingtan", pages[-1], f"{pages[-1].rpartition('/')[0]}/moved.htm")
        nianbao(*words, **about)
        nianbao(*words, **about)
    return archive
