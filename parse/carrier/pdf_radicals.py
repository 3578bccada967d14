"""Radicals that PDF fonts name in place of the characters that they print.

Fonts that several code points share (一 and ⼀) give one of them back, often the radical (WPS, macOS and Skia do). The
ink is that of the character. NFKC knows the Kangxi radicals and the compatibility ideographs; the supplement of
simplified radicals (Unicode block 2E80-2EFF) has no mapping there and is listed here.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)


def as_printed(code: int) -> str:
    """The character of a code point, for radicals and compatibility ideographs the ordinary one of the same shape."""
    char = chr(code)
    if 0x2E80 <= code < 0x2FE0:
        return _SUPPLEMENT.get(char) or unicodedata.normalize("NFKC", char)
    return unicodedata.normalize("NFKC", char) if 0xF900 <= code < 0xFB00 else char
