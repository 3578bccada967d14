"""A portal whose name server changes its answers, met by a real crawl: what was looked up, what was connected to. Exits
with 1 where a request came to an address that is no portal's.

    sudo python bench/rebinding.py

It runs itself again in a network of its own (`unshare -m -n`), in which there is nothing but loopback, and in which the
name server of /etc/resolv.conf is the one below; nothing outside is asked, whatever is let through.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "crawler")]

from crawling import environment, row, table  # noqa: E402

NAME_SERVER = "127.0.0.53"
PUBLIC, LOOPBACK, METADATA, PRIVATE = "1.2.4.8", "127.0.0.1", "169.254.169.254", "10.0.0.1"
ANSWERS = {
    "loopback.gov.cn": [[LOOPBACK]],
    "metadata.gov.cn": [[METADATA]],
    "public-then-loopback.gov.cn": [[PUBLIC], [LOOPBACK]],
    "in-turn.gov.cn": [[PUBLIC], [LOOPBACK], [PUBLIC], [METADATA]],
    "mixed.gov.cn": [[LOOPBACK, PUBLIC, METADATA, PRIVATE]],
}
"""What the name server says of a portal's host, time by time; the last answer for all further questions."""


def answer(query: bytes, told: list[tuple[str, list[str]]], asked: dict[str, int]) -> bytes:
    """An answer to a DNS query: A records of no lifetime; none of any other type."""
    place, labels = 12, []
    while query[place]:
        labels.append(query[place + 1 : place + 1 + query[place]].decode())
        place += query[place] + 1
    name, kind = ".".join(labels).lower(), int.from_bytes(query[place + 1 : place + 3], "big")
    found: list[str] = []
    if kind == 1 and name in ANSWERS:
        answers = ANSWERS[name]
        found = answers[min(asked.get(name, 0), len(answers) - 1)]
        asked[name] = asked.get(name, 0) + 1
        told.append((name, found))
    head = query[:2] + b"\x81\x80\x00\x01" + len(found).to_bytes(2, "big") + b"\0\0\0\0"
    records = b"".join(b"\xc0\x0c\0\x01\0\x01\0\0\0\0\0\x04" + socket.inet_aton(one) for one in found)
    return head + query[12 : place + 5] + records


def serve_names(told: list[tuple[str, list[str]]]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((NAME_SERVER, 53))
        asked: dict[str, int] = {}
        while True:
            query, sender = server.recvfrom(4096)
            server.sendto(answer(query, told, asked), sender)


def listen(heard: list[str]) -> None:
    """Whoever comes to this machine where no crawler has business."""
    with socket.create_server(("127.0.0.1", 80)) as server:
        while True:
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(200).decode("latin-1"))


def crawl() -> int:
    """The crawl, in a network of its own."""
    told: list[tuple[str, list[str]]] = []
    heard: list[str] = []
    threading.Thread(target=serve_names, args=(told,), daemon=True).start()
    threading.Thread(target=listen, args=(heard,), daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "a.db"
        rows = [row(name.removesuffix(".gov.cn"), f"http://{name}/", f"http://{name}/gk/nb/") for name in ANSWERS]
        portals = table(Path(folder), *rows)
        subprocess.run(
            [sys.executable, "-m", "nianbao", "crawl", "--all", "--portals", str(portals), "--archive", str(archive)],
            env=environment(NIANBAO_CONTACT="bench@example.org"), cwd=folder, check=False, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with sqlite3.connect(archive) as db:
            sql = "SELECT failure, url FROM captures WHERE purpose = 'robots' ORDER BY fetched_at"
            came = db.execute(sql).fetchall()
    for name in ANSWERS:
        said = [" ".join(found) for one, found in told if one == name]
        became = [failure for failure, url in came if f"//{name}/" in url]
        print(f"{name:28} {' | '.join(said):60} {', '.join(became)}")
    print(f"connections to this machine: {len(heard)}")
    return 1 if heard or not told else 0


def main() -> int:
    """Run it apart."""
    if os.environ.get("APART"):
        return crawl()
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as names:
        names.write(f"nameserver {NAME_SERVER}\n")
        names.flush()
        inside = f"mount --bind {names.name} /etc/resolv.conf && ip link set lo up && exec {sys.executable} {__file__}"
        return subprocess.run(
            ["unshare", "-m", "-n", "sh", "-c", inside], env={**os.environ, "APART": "1"}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
