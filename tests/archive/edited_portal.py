"""County portals on loopback whose pages a test edits between walks: a host for each edit, walked by the real command.

Every portal has a home page, one column and, besides what the edit is about, a neighbour that nobody touches (立岗镇).
The report that is edited is the one of 金贵镇 for 2020, as 贺兰县 published it (samples/documents/helan/body.html).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parent.parent.parent
BODY = (ROOT / "samples" / "documents" / "helan" / "body.html").read_text("utf-8")
WORD = (ROOT / "samples" / "documents" / "helan" / "report.docx").read_bytes()
TITLE = "贺兰县金贵镇 2020 年政府信息公开工作 年度报告"
LINK = "金贵镇2020年政府信息公开工作年度报告"
COLUMN = "/zfxxgk/zfxxgknb/"
PAGE = COLUMN + "t20210120_1.html"
NEIGHBOUR = COLUMN + "t20210118_9.html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WALKS = 4


@dataclass(frozen=True)
class Reply:
    """What an address answers. `cut`: how many bytes less than announced are sent; `closed`: nothing at all."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    closed: bool = False
    validated: bool = False


Pages = Mapping[str, Reply]


def edited(old: str, new: str, text: str = BODY) -> str:
    """A text with one edit; raises ValueError unless `old` stands there exactly once."""
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times")
    return text.replace(old, new)


def page(
    body: str = BODY,
    *,
    title: str = TITLE,
    date: str = "2021-01-20 09:30",
    visits: int = 1,
    head: str = "",
    top: str = "",
    bottom: str = "",
    charset: str = "utf-8",
    **reply: Any,
) -> Reply:
    """A page of the portal with a report in it; `head`, `top` and `bottom` stand around it."""
    text = f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_贺兰县人民政府</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{date}">
<meta name="SiteName" content="贺兰县人民政府">{head}</head>
<body><div class="header"><a href="/">首页</a> <a href="{COLUMN}">政府信息公开年报</a></div>{top}
<div class="article"><h1>{title}</h1>
<div class="info">发布日期：{date[:10]}　来源：金贵镇　浏览次数：<span id="hits">{visits}</span></div>
<div class="content">{body}</div></div>{bottom}
<div class="footer">主办：贺兰县人民政府办公室　网站标识码：6401220001</div></body></html>"""
    headers = {"Content-Type": f"text/html; charset={charset}"}
    return Reply(text.encode(charset, "xmlcharrefreplace"), headers=headers, **reply)


def plain(text: str, title: str = "贺兰县人民政府", status: int = 200, **headers: str) -> Reply:
    """A page that is no report."""
    body = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{text}</body></html>"
    return Reply(body.encode(), status, {"Content-Type": "text/html; charset=utf-8", **headers})


def column(*links: tuple[str, str, str], cut: int = 0, more: str = "") -> Reply:
    """The column with these (address, title, date), and the neighbour."""
    listed = (*links, (NEIGHBOUR, "立岗镇2020年政府信息公开工作年度报告", "2021-01-18"))
    items = "".join(f'<li><a href="{href}">{text}</a><span>{date}</span></li>' for href, text, date in listed)
    found = plain(
        f'<div class="position">当前位置：<a href="/">首页</a>&gt;<a href="{COLUMN}">政府信息公开年报</a></div>'
        f"<ul>{items}</ul>{more}<p>{'本栏目公开政府信息公开工作年度报告。' * 20}</p>",
        "政府信息公开年报",
    )
    return Reply(found.body, headers=found.headers, cut=cut)


GONE = plain("<h1>404</h1>", "404", 404)
HOME = plain(f'<h1>贺兰县人民政府</h1><ul><li><a href="{COLUMN}">政府信息公开年报</a></li></ul>' + "<p>要闻</p>" * 30)


def word(*edits: tuple[str, str]) -> Reply:
    """The report as a Word file, edited."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                for before, after in edits:
                    data = edited(before, after, data.decode()).encode()
            new.writestr(item, data)
    return Reply(made.getvalue(), headers={"Content-Type": DOCX})


def scan(number: int) -> Reply:
    """A picture that shows no letter."""
    return Reply(b"\x89PNG\r\n\x1a\n" + bytes([number]) * 600, headers={"Content-Type": "image/png"})


def sha256_of(*replies: Reply) -> str:
    """The digests of some bodies as a change of pictures says them."""
    return "\n".join(sorted(hashlib.sha256(reply.body).hexdigest() for reply in replies))


def gzipped(reply: Reply) -> Reply:
    """The same bytes on their way compressed."""
    return Reply(gzip.compress(reply.body), reply.status, {**reply.headers, "Content-Encoding": "gzip"})


class Portals:
    """The hosts of all edits behind one port; `walk` says which state of their pages is answered."""

    def __init__(self, states: Mapping[str, Sequence[Pages]]) -> None:
        self.states = states
        self.walk = 0

    def reply(self, host: str, path: str) -> Reply:
        neighbour = page(
            BODY.replace("金贵镇", "立岗镇"), title=TITLE.replace("金贵镇", "立岗镇"), date="2021-01-18 09:00"
        )
        name = host.split(":")[0].removesuffix(".localhost").removeprefix("www.")
        return {"/": HOME, NEIGHBOUR: neighbour, **self.states[name][self.walk]}.get(path, GONE)

    def __enter__(self) -> Self:
        portals = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                reply = portals.reply(self.headers.get("Host", ""), self.path)
                if reply.closed:
                    self.close_connection = True
                    return
                tag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
                if reply.validated and self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.end_headers()
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.validated:
                    self.send_header("ETag", tag)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body[: len(reply.body) - reply.cut])
                self.close_connection = bool(reply.cut)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()

    def table(self, folder: Path) -> Path:
        """A table of portals with a line for each host."""
        header = "id,name,county,division_code,division_year,homepage,columns,family,allowed_hosts,years,delay,"
        lines = [header + "expectations,known_by,note"]
        for name in self.states:
            home = f"http://{name}.localhost:{self.port}/"
            lines.append(f"{name},贺兰县人民政府,贺兰县,,,{home},{home}{COLUMN[1:]},generic,,,0,,test,")
        path = folder / "portals.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    def crawl(self, archive: Path, portals: Path) -> str:
        """One walk of all hosts as an operator would begin it; returns what was printed."""
        environment = {**os.environ, "NIANBAO_ALLOW_LOOPBACK": "1", "NIANBAO_WITHDRAWAL_GAP": "0"}
        command = [sys.executable, "-m", "nianbao", "crawl", "--all", "--portals", str(portals)]
        done = subprocess.run(
            [*command, "--archive", str(archive)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.stdout + done.stderr


def rows(archive: Path, sql: str, *values: Any) -> list[dict[str, Any]]:
    """All rows of a query of an archive that nobody writes."""
    with sqlite3.connect(f"file:{archive}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql, values)]
