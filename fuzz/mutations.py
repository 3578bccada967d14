"""Ways to damage a document. Each takes its text or bytes and a source of chance; the same seed, the same damage."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

_TAG = re.compile(rb"<[^<>]{1,300}>")
_CELL = re.compile(rb"<t[dh]\b[^<>]*>.{0,2000}?</t[dh]>", re.DOTALL)
_ROW = re.compile(rb"<tr\b[^<>]*>.{0,20000}?</tr>", re.DOTALL)
_NUMBER = re.compile(rb">\s*(\d{1,9})\s*<")
_SPAN = re.compile(rb'((?:col|row)span\s*=\s*["\']?)(\d+)')
_FIELD = re.compile(rb"[\t|]")
_ATTRIBUTES = (
    b' colspan="1000000000"',
    b' rowspan="0"',
    b' rowspan="65534"',
    b" colspan=-3",
    b' style="display:none"',
    b" hidden",
    b' class="nav footer"',
    b' id="zoom"',
    b' style="vertical-align:super"',
    b' style="text-decoration:line-through"',
    b' colspan="2"',
    b' rowspan="2"',
    b" x" * 500,
)
_PIECES = (
    b"<table>",
    b"</table>",
    b"<tr>",
    b"</tr>",
    b"<td>",
    b"</td>",
    b"<td></td>",
    b"<p>",
    b"</div>",
    b"<!--",
    b"-->",
    b"<br>",
    b"<sup>",
    b"</sup>",
    b"<del>",
    b"<script>",
    b"</script>",
    b"<![CDATA[",
    b"]]>",
    b"\x00",
    b"\xff\xfe",
    b"&#0;",
    b"&nbsp;",
    b"<w:tc/>",
    b"</w:tc>",
    b"<w:tr>",
    b"\t",
    b"\n",
    b"|",
    b"<textarea>",
    b"<select>",
    b"<plaintext>",
    b"<svg>",
)

Mutation = Callable[[bytes, random.Random], bytes]


def flip_bytes(data: bytes, chance: random.Random) -> bytes:
    """One to thirty bytes become others."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def cut(data: bytes, chance: random.Random) -> bytes:
    """A piece is gone: the end, the beginning, or one from the middle."""
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return chance.choice((data[:end], data[start:], data[:start] + data[min(end, start + 4000) :]))


def splice(data: bytes, chance: random.Random) -> bytes:
    """A piece stands somewhere else too, or instead of what was there."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 3000)]
    at = chance.randrange(len(data))
    return data[:at] + piece + data[at + chance.choice((0, len(piece))) :]


def insert_pieces(data: bytes, chance: random.Random) -> bytes:
    """Markup where none belongs."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        data = data[:at] + chance.choice(_PIECES) + data[at:]
    return data


def damage_tags(data: bytes, chance: random.Random) -> bytes:
    """Tags doubled, dropped, moved, or given attributes that lie."""
    for _ in range(chance.randint(1, 6)):
        tags = list(_TAG.finditer(data))
        if not tags:
            return insert_pieces(data, chance)
        tag, other = chance.choice(tags), chance.choice(tags)
        start, end = tag.span()
        instead = chance.choice(
            (
                b"",
                tag.group() * 2,
                other.group(),
                tag.group()[:-1] + chance.choice(_ATTRIBUTES) + b">",
                tag.group()[:-1],
            )
        )
        data = data[:start] + instead + data[end:]
    return data


def damage_spans(data: bytes, chance: random.Random) -> bytes:
    """Merged cells that cover more or less than they say."""
    found = list(_SPAN.finditer(data))
    if not found:
        return damage_fields(data, chance)
    for span in chance.sample(found, min(len(found), chance.randint(1, 3))):
        new = str(chance.choice((0, 1, 2, 3, 7, int(span[2]) + 1, max(int(span[2]) - 1, 0), 10**9))).encode()
        data = data.replace(span.group(), span[1] + new, 1)
    return data


def damage_rows(data: bytes, chance: random.Random) -> bytes:
    """Cells or rows dropped, doubled, swapped; the digits inside stay."""
    pattern = chance.choice((_CELL, _ROW))
    found = list(pattern.finditer(data))
    if len(found) < 2:
        return damage_fields(data, chance)
    at = chance.randrange(len(found) - 1)
    one, two = found[at], found[at + 1]
    instead = chance.choice((two.group(), one.group() * 2 + two.group(), two.group() + one.group(), one.group()))
    return data[: one.start()] + instead + data[two.end() :]


def damage_fields(data: bytes, chance: random.Random) -> bytes:
    """Text with tabs or bars: a divider dropped or doubled, lines joined, doubled, dropped or cut."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        line = lines[at]
        fields = [match.start() for match in _FIELD.finditer(line)]
        action = chance.randrange(5)
        if action == 0 and fields:
            place = chance.choice(fields)
            lines[at] = line[:place] + line[place + chance.choice((0, 1)) :]
            if len(lines[at]) == len(line):
                lines[at] = line[:place] + line[place : place + 1] + line[place:]
        elif action == 1:
            lines[at : at + 1] = [line, line]
        elif action == 2 and len(lines) > 1:
            del lines[at]
        elif action == 3:
            lines[at : at + 2] = [b"".join(lines[at : at + 2])]
        else:
            place = chance.randrange(len(line) + 1)
            lines[at : at + 1] = [line[:place], line[place:]]
    return b"\n".join(lines)


HARMFUL: tuple[Mutation, ...] = (
    flip_bytes,
    cut,
    splice,
    insert_pieces,
    damage_tags,
    damage_spans,
    damage_rows,
    damage_fields,
)
"""Afterwards the document may say something else; but no number that it does not print."""


def break_numbers(data: bytes, chance: random.Random) -> bytes:
    """Numbers in cells cut over elements that print nothing between them, or padded."""

    def broken(match: re.Match[bytes]) -> bytes:
        digits = match[1]
        at = chance.randrange(len(digits) + 1)
        ways = (
            b"><span>" + digits[:at] + b"</span><font>" + digits[at:] + b"</font><",
            b"><p class=MsoNormal>&nbsp;" + digits + b"<o:p></o:p></p><",
            b"><!-- 7 -->" + digits[:at] + b"<!--[if gte mso 9]><b>8</b><![endif]-->" + digits[at:] + b"<",
            b"><i style='display:none'>9</i>" + digits + b"<",
            b"><div><div>\n" + digits + b"\n</div></div><",
        )
        return chance.choice(ways) if chance.random() < 0.3 else match.group()

    return _NUMBER.sub(broken, data)


def dress(data: bytes, chance: random.Random) -> bytes:
    """Other letters, other blanks, end tags left out, attributes that say nothing."""
    way = chance.randrange(4)
    if way == 0:
        return re.sub(rb"</?[A-Za-z]+", lambda tag: tag.group().upper(), data)
    if way == 1:
        return re.sub(rb"</(?:td|tr|p|TD|TR|P)>", lambda tag: b"" if chance.random() < 0.9 else tag.group(), data)
    if way == 2:
        return re.sub(rb"<(td|tr|p|div)\b", lambda tag: tag.group() + b' data-x="12345" width=77', data)
    return data.replace(b"<td", b"\n   <td").replace(b"</tr>", b"\n</tr>\n\n")


HARMLESS: tuple[Mutation, ...] = (break_numbers, dress)
"""Afterwards a browser shows the same: every cell must be read as before, or not at all."""


def inside_package(data: bytes, mutation: Mutation, chance: random.Random) -> bytes:
    """A Word file with one of its parts mutated, mostly the document's own; unchanged where it is no archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        names = package.namelist()
        chosen = "word/document.xml" if chance.random() < 0.8 else chance.choice(names)
        for name in names:
            part = package.read(name)
            made.writestr(name, mutation(part, chance) if name == chosen and part else part)
    return buffer.getvalue()
