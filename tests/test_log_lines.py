"""A crawl's log for programs."""

import json
import logging
from pathlib import Path

import pytest

from crawler.events import event
from nianbao.log_lines import LogError, log_to


def test_every_line_is_an_object_whatever_a_portal_sent(tmp_path: Path) -> None:
    path = tmp_path / "crawl.jsonl"
    logger = logging.getLogger("crawler.some_room")
    logger.setLevel(logging.DEBUG)
    with log_to(path):
        logger.debug("not written")
        logger.info('a title with a line\nbreak, "quotes" and 霍邱')
        logger.info("huoqiu: blocked", extra=event("portal_ended", portal="huoqiu", outcome="blocked", requests=6))
        try:
            raise ValueError("broken")
        except ValueError:
            logger.exception("it failed")
    logger.info("after the crawl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["message"] for line in lines] == [
        'a title with a line\nbreak, "quotes" and 霍邱', "huoqiu: blocked", "it failed",
    ]  # fmt: skip
    assert lines[1]["event"] == "portal_ended"
    assert (lines[1]["portal"], lines[1]["outcome"], lines[1]["requests"]) == ("huoqiu", "blocked", 6)
    assert lines[0]["portal"] is None
    assert "ValueError: broken" in lines[2]["error"]
    assert lines[0]["time"].endswith("+00:00")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="cannot be written"), log_to(tmp_path / "no" / "folder.jsonl"):
        pass
