"""`nianbao verify` and the chain heads that `status` prints, over an archive of real walks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from commands import ROOT, nianbao, query

from archive.chain import head_of


def test_each_flipped_bit_and_each_altered_row_is_found(three_walks: Path) -> None:
    """The quick form of what `fuzz/alterations.py` does with 200 bits and 100 rows a table."""
    script = str(ROOT / "fuzz" / "alterations.py")
    words = [sys.executable, script, str(three_walks), "--flips", "20", "--rows", "4", "--seed", "20261121"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "bits of WARC files          20 altered,    20 found" in done.stdout
    assert len(re.findall(r"4 altered,     4 found", done.stdout)) == 10


def test_status_prints_the_head_of_each_link(three_walks: Path) -> None:
    said = nianbao("status", "--chain", "--archive", str(three_walks))
    links = re.findall(r"link (\d+): end of crawl (\S+), \S+, (\d+) rows, ([0-9a-f]{64})", said)
    assert [int(number) for number, *_ in links] == [1, 2, 3]
    crawls = [str(row[0]) for row in query(three_walks, "SELECT id FROM crawls ORDER BY started")]
    assert [crawl for _, crawl, _, _ in links] == crawls
    before = ""
    for number, _, count, head in links:
        sql = f"SELECT kept, id, sha256 FROM chain_entries WHERE link = {number} ORDER BY kept, id"
        entries = [(str(kept), str(name), str(digest)) for kept, name, digest in query(three_walks, sql)]
        assert (len(entries), head_of(before, entries)) == (int(count), head)
        before = head
    assert f"Chain head: {before}" in said
