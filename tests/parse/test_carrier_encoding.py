"""Bytes to text: what the page says of its encoding is a hint only."""

from __future__ import annotations

import pytest

from parse.carrier.encoding import decode

TEXT = "丰城市人民政府2023年政府信息公开工作年度报告，镕、喆、㙟。"


@pytest.mark.parametrize(
    ("data", "media_type", "codec"),
    [
        (TEXT.encode("utf-8"), None, "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), None, "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), None, "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None, "utf-16-be"),
        (b'<meta charset="gb2312">' + TEXT.encode("gb18030"), None, "gb18030"),
        (b'<meta charset="utf-8">' + TEXT.encode("gb18030"), "text/html; charset=utf-8", "gb18030"),
        (b'<meta charset="gbk">' + TEXT.encode("utf-8"), "text/html; charset=GBK", "utf-8"),
    ],
)
def test_labels_do_not_decide(data: bytes, media_type: str | None, codec: str) -> None:
    text, used = decode(data, media_type)
    assert used == codec
    assert text.endswith(TEXT)


def test_one_stray_byte_does_not_change_the_reading() -> None:
    text, used = decode(TEXT.encode("utf-8") + b"\xff" + TEXT.encode("utf-8"))
    assert used == "utf-8"
    assert text == TEXT + "\ufffd" + TEXT
    text, used = decode(TEXT.encode("gb18030") + b"\xff" + TEXT.encode("gb18030"))
    assert used == "gb18030"
    assert text.count(TEXT[:-2]) == 2


def test_big5_needs_its_label() -> None:
    data = "政府資訊公開年報".encode("big5")
    assert decode(b"<meta charset=big5>" + data) == ("<meta charset=big5>政府資訊公開年報", "big5hkscs")
    assert decode(data, "text/html; charset=Big5")[1] == "big5hkscs"
    assert decode(data)[1] != "big5hkscs"


def test_nothing_is_undecodable() -> None:
    assert decode(b"")[0] == ""
    assert len(decode(bytes(range(256)) * 4)[0]) > 100
