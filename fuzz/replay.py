"""pywb, a program of others, replays what a crawl of the sample portals kept: the bytes must be those that were kept.

    make replay

Walks two sample portals into a temporary archive, starts pywb (`.venv-replay`) on its WARC files on loopback, asks it
for pages, a PDF and a Word file at their addresses and times, and compares each answer with the body in the archive.
Exits with 1 where one differs.
"""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from archive.archive import Archive
from archive.rows import rows
from nianbao.demo import crawl_samples
from samples.server import SamplePortals

WAYBACK = Path(__file__).parent.parent / ".venv-replay" / "bin"
COLLECTION = "nianbao"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WANTED = {"text/html": 3, "application/pdf": 1, WORD: 1}
"""How many captures of each media type are asked for."""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def started(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """pywb over the collection in a folder, once it answers."""
    words = [str(WAYBACK / "wayback"), "-p", str(port), "-b", "127.0.0.1", "-d", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                return process
        except HTTPError:
            return process
        except (URLError, OSError):
            time.sleep(0.1)
    process.kill()
    raise TimeoutError("pywb does not answer")


def replayed(port: int, url: str, fetched_at: str) -> bytes:
    """What pywb gives for an address and time, as it was (`id_`)."""
    stamp = "".join(sign for sign in fetched_at if sign.isdigit())[:14]
    with urlopen(f"http://127.0.0.1:{port}/{COLLECTION}/{stamp}id_/{url}", timeout=20) as answer:
        body: bytes = answer.read()
        return body


def main() -> int:
    """Walk, start pywb, compare."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with SamplePortals(port=0) as samples:
            code = crawl_samples(samples, folder / "archive.db", None)
        if code:
            return code
        manager = str(WAYBACK / "wb-manager")
        subprocess.run([manager, "init", COLLECTION], cwd=folder, check=True)
        kept = folder / "collections" / COLLECTION / "archive"
        shutil.copytree(folder / "archive.db.warc", kept, dirs_exist_ok=True)
        subprocess.run([manager, "reindex", COLLECTION], cwd=folder, check=True)
        port, faults, asked = free_port(), 0, 0
        process = started(folder, port)
        try:
            with Archive.open(folder / "archive.db") as archive:
                for media_type, number in WANTED.items():
                    sql = (
                        "SELECT id, url, fetched_at, media_type FROM captures WHERE record_type = 'response' AND"
                        " http_status = 200 AND verdict = 'report' AND media_type = ? ORDER BY fetched_at LIMIT ?"
                    )
                    for row in rows(archive.db, sql, (media_type, number)):
                        body, given = archive.payload(row["id"]), replayed(port, row["url"], row["fetched_at"])
                        same = body == given
                        faults += not same
                        asked += 1
                        digest = hashlib.sha256(given).hexdigest()[:16]
                        print(f"{'same' if same else 'OTHER'} {len(given):8} bytes {digest} {row['url']}", flush=True)
        finally:
            process.terminate()
            process.wait(20)
    print(f"{asked} captures replayed, {faults} differ")
    return 1 if faults or asked < sum(WANTED.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
