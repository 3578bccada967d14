"""`nianbao export evidence`: one ZIP that somebody without the project can open and check."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from commands import EDITED, nianbao, query

OF_EDITED = (
    "SELECT v.report, v.id, d.url FROM versions AS v JOIN documents AS d ON d.id = v.document"
    f" WHERE d.url LIKE '%{EDITED}'"
)
# Nothing of ours is imported here: a ZIP reader, a hash and any WARC reader are all that is needed.
STRANGER = """
import hashlib, io, json, sys, zipfile
from warcio.archiveiterator import ArchiveIterator
package = zipfile.ZipFile(sys.argv[1])
names = package.namelist()
sums = dict(reversed(line.split("  ", 1)) for line in package.read("SHA256SUMS").decode().splitlines())
assert set(sums) == set(names) - {"SHA256SUMS"} and len(names) == len(set(names))
for name, digest in sums.items():
    assert hashlib.sha256(package.read(name)).hexdigest() == digest, name
told = json.loads(package.read("evidence.json"))
bodies = {}
for record in ArchiveIterator(io.BytesIO(package.read("records.warc.gz")), check_digests="raise"):
    if record.rec_type == "response":
        body = record.raw_stream.read()
        payload = record.rec_headers.get_header("WARC-Payload-Digest")
        assert payload == "sha256:" + hashlib.sha256(body).hexdigest()
        bodies[record.rec_headers.get_header("WARC-Record-ID")] = body
for copy in told["copies"]:
    if copy["body"]:
        assert package.read(copy["body"]) == bodies.pop(copy["warc_record_id"])
assert not bodies
entries = set()
for link in told["chain"]["links"]:
    text = package.read(link["file"])
    assert hashlib.sha256(text).hexdigest() == link["head"]
    entries |= {line.removeprefix("2:").removeprefix("3:") for line in text.decode().split("\\n")}
for row in told["chain"]["rows"]:
    assert hashlib.sha256(package.read(row)).hexdigest() in entries, row
assert not {"archive", "nianbao", "parse", "publish"} & set(sys.modules)
print(len(told["copies"]), len(told["versions"]), len(told["changes"]), told["chain"]["head"])
"""


@pytest.fixture
def package(three_walks: Path, tmp_path: Path) -> Path:
    (name,) = query(three_walks, f"{OF_EDITED} AND v.number = 2")
    out = tmp_path / "evidence.zip"
    nianbao("export", "evidence", str(name[0]), "--out", str(out), "--archive", str(three_walks))
    return out


def test_somebody_without_the_project_checks_it(three_walks: Path, package: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", STRANGER, str(package)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    copies, versions, changes, head = done.stdout.split()
    # 霍邱 shows it at two addresses, as text and as Word; the page's 867 became 868 between the first two walks.
    assert (int(changes), head) == (1, query(three_walks, "SELECT head FROM chains ORDER BY number DESC")[0][0])
    assert int(versions) >= 2
    assert int(copies) >= 3 * 3
    assert f"Chain head: {head}" in nianbao("status", "--archive", str(three_walks))


def test_the_page_says_what_was_seen_and_names_no_machine(package: Path, three_walks: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        page = opened.read("index.html").decode()
        told = json.loads(opened.read("evidence.json"))
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert "更新<b>867</b>条" in page
    assert "更新<b>868</b>条" in page
    assert "两次查看之间" in page
    assert "sha256sum -c SHA256SUMS" in page
    assert "<script" not in page
    assert "src=" not in page
    assert page.index("怎样自行核对") < page.index("How to check it without us")
    assert all(copy["payload_sha256"] in page for copy in told["copies"])
    assert str(three_walks.parent).encode() not in everything


def test_it_is_found_by_version_and_address_and_is_the_same(package: Path, three_walks: Path, tmp_path: Path) -> None:
    for number, name in enumerate(query(three_walks, f"{OF_EDITED} AND v.number = 1")[0][1:]):
        out = tmp_path / f"{number}.zip"
        nianbao("export", "evidence", str(name), "--out", str(out), "--archive", str(three_walks))
        assert out.read_bytes() == package.read_bytes()


def test_what_is_not_there_is_a_mistake(three_walks: Path, tmp_path: Path) -> None:
    said = nianbao("export", "evidence", "nobody-2024", "--archive", str(three_walks), expect=2)
    assert said.strip() == "Error: No report, version or address is called nobody-2024."
    (report,) = query(three_walks, "SELECT report FROM reports LIMIT 1")
    out = tmp_path / "there.zip"
    out.write_bytes(b"mine")
    nianbao("export", "evidence", str(report[0]), "--out", str(out), "--archive", str(three_walks), expect=2)
    assert out.read_bytes() == b"mine"
