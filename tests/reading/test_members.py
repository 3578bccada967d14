"""ZIP archives: what is in them is read under its name, within bounds; what cannot be taken out is a problem."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest

from parse.carrier import sniff
from reading import members
from reading.members import unpack
from reading.messages import Reading, Task
from reading.reader import read

SMALL = "霍邱县2024年政府信息公开工作年度报告\n".encode()


class Named(zipfile.ZipInfo):
    """An entry whose name stands in the archive in an encoding of its own, without the flag of UTF-8."""

    codec = "gb18030"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self.codec), self.flag_bits


class NamedUtf8(Named):
    codec = "utf-8"


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def unpacked(data: bytes) -> Reading:
    found = unpack(data)
    assert found is not None
    return found


def kinds(found: Reading) -> list[str]:
    return [told.kind for told in found.report.problems]


def paths(data: bytes) -> list[str]:
    return [member.path for member in unpacked(data).members]


def test_members_have_their_path_and_their_bytes() -> None:
    found = unpacked(packed(("2024/", b""), ("2024/年报.txt", SMALL), ("b.pdf", b"%PDF-1.4")))
    assert [(member.path, member.data) for member in found.members] == [
        ("2024/年报.txt", SMALL),
        ("b.pdf", b"%PDF-1.4"),
    ]
    assert (found.report.is_report, found.report.tables, kinds(found)) == (False, None, [])


@pytest.mark.parametrize("entry", [Named("附件/年报（乡镇）.doc"), NamedUtf8("附件/年报（乡镇）.doc")])
def test_names_without_the_flag_of_utf8(entry: zipfile.ZipInfo) -> None:
    assert paths(packed((entry, SMALL))) == ["附件/年报（乡镇）.doc"]


def test_a_western_name_stays() -> None:
    assert paths(packed(("report 2024.txt", SMALL))) == ["report 2024.txt"]


def test_names_that_lead_out_are_only_names() -> None:
    data = packed(("/etc/nianbao.txt", SMALL), ("../../nianbao.txt", SMALL), ("c:\\nianbao.txt", SMALL))
    assert paths(data) == ["/etc/nianbao.txt", "../../nianbao.txt", "c:/nianbao.txt"]


def test_what_systems_leave_behind_is_no_document() -> None:
    junk = ("__MACOSX/._年报.doc", ".DS_Store", "a/Thumbs.db", "~$年报.doc", "a/~$年报.doc")
    assert paths(packed(*((name, SMALL) for name in junk), ("年报.doc", SMALL), ("empty.txt", b""))) == ["年报.doc"]


def test_an_encrypted_member_is_a_problem_and_the_others_are_read() -> None:
    data = bytearray(packed(("secret.doc", SMALL), ("open.doc", SMALL)))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    found = unpacked(bytes(data))
    assert [member.path for member in found.members] == ["open.doc"]
    assert [(told.kind, told.seen) for told in found.report.problems] == [("member_unread", "secret.doc")]


def test_a_member_whose_bytes_are_broken_is_a_problem() -> None:
    data = bytearray(packed(("bad.txt", SMALL), ("good.txt", SMALL), method=zipfile.ZIP_STORED))
    data[data.index(SMALL) + 3] ^= 0xFF
    found = unpacked(bytes(data))
    assert [member.path for member in found.members] == ["good.txt"]
    assert [(told.kind, told.seen) for told in found.report.problems] == [("member_unread", "bad.txt")]


def bomb(claimed: int) -> bytes:
    """An archive whose directory says that its only member has this size."""
    data = bytearray(packed(("bomb.txt", bytes(8 * 2**20))))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, claimed)
    return bytes(data)


BOMBS = {
    "more than may be unpacked": packed(*((f"{n}.txt", bytes(members.MAX_BYTES // 4)) for n in range(5))),
    "a ratio that no document has": packed(("bomb.txt", bytes(32 * 2**20))),
    "a size of four gigabytes": bomb(2**32 - 2),
    "a hundred thousand entries": packed(*((str(n), b"") for n in range(100)))[:-22] + b"PK\x01\x02" * 10**5,
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_bombs_cost_one_problem(data: bytes) -> None:
    found = unpacked(data)
    assert (found.members, found.report.verdict, kinds(found)) == ((), "unreadable", ["unreadable"])


def test_a_member_larger_than_its_directory_says_is_not_unpacked_further() -> None:
    assert kinds(unpacked(bomb(100))) == ["member_unread"]


def test_cut_and_random_archives_never_raise() -> None:
    whole = packed(("年报.txt", SMALL * 50), ("b.txt", bytes(1000)))
    chance = random.Random(1)
    for _ in range(300):
        data = bytearray(whole[: chance.randrange(4, len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        found = unpack(bytes(data))
        assert found is None or found.members or kinds(found) or found.report.verdict == "empty"


def test_office_files_are_no_archives() -> None:
    for name in ("word/document.xml", "xl/workbook.xml", "OFD.xml"):
        assert unpack(packed((name, b"<a/>"))) is None
    assert unpack(b"%PDF-1.4") is None
    assert unpack(b"") is None


def test_the_reader_gives_members_to_be_read() -> None:
    found = read(Task(packed(("年报.txt", SMALL)), "application/zip", "http://a.gov.cn/x.zip", None))
    assert [member.path for member in found.members] == ["年报.txt"]
    assert found.report.media_type == sniff.ZIP


def test_other_archives_need_a_converter() -> None:
    for magic in (b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c"):
        found = read(Task(magic + bytes(50), None, None, None))
        assert (found.members, kinds(found)[0], found.report.verdict) == ((), "needs_converter", "unsupported")
