"""Synthetic portals (合成) on loopback, in a process of their own: hosts p0000.localhost … on one port, each with a
paged annual-report column and its reports, in the chrome of a portal. Every page sends ETag and Last-Modified.

`python bench/crawl_site.py <reports of each portal> <links on a list page> <share of reports among the documents>`
prints the port; `GET /__take__` answers with what was seen since the last time, as JSON, and forgets it; the site ends
with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "tests" / "parse")]

from form_pages import Style, form, write  # noqa: E402
from made_reports import PHRASES  # noqa: E402

YEARS = tuple(range(2021, 2026))
FORMS = 64
"""Forms with figures of their own; the serial number in the text makes every report another one."""
SAMPLE_SECONDS = 1.0
"""How often the progress of all hosts is written down."""
MENU = ("新闻中心", "政务服务", "互动交流", "走进合成", "专题回顾", "图片新闻", "视频点播", "天气预报")
_LETTERS = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD0) for low in range(0xA1, 0xFF)]


@cache
def _forms() -> list[str]:
    made = []
    for number in range(FORMS):
        chance = random.Random(number)
        style = Style("plain")
        whole = write(form("2021", chance, style), style).decode()
        body = whole.partition("</h1>")[2].partition("</body>")[0]
        told = "".join(
            "<p>　　" + "，".join(
                chance.choice(PHRASES).format(n=chance.randrange(2000), m=chance.randrange(90), p=chance.randrange(99),
                                              name="".join(chance.choices(_LETTERS, k=2)))
                for _ in range(4)
            ) + "。</p>\n"
            for _ in range(14)
        )  # fmt: skip
        head, mark, rest = body.partition("二、主动公开")
        made.append(re_year(head) + told + mark + re_year(rest))
    return made


def re_year(text: str) -> str:
    """The form's own year becomes a place for that of the page."""
    return text.replace("2022年", "{year}年")


def agency(portal: int, number: int) -> str:
    """A town's name of two characters, other ones for every five documents."""
    place = portal * 7919 + number // len(YEARS) * 31
    return f"{_LETTERS[place % len(_LETTERS)]}{_LETTERS[place // len(_LETTERS) * 17 % len(_LETTERS)]}镇"


def title(portal: int, number: int, report: bool) -> str:
    """Of a report, or of something else that stands in the same column."""
    name, year = agency(portal, number), YEARS[number % len(YEARS)]
    return f"{name}{year}年政府信息公开工作年度报告" if report else f"关于{name}第{number}次集市开放时间的安排"


def _frame(name: str, inner: str) -> bytes:
    menu = "".join(f'<li><a href="/{number}/">{entry}</a></li>' for number, entry in enumerate(MENU))
    foot = "".join(f'<a href="/about/{number}.html">说明{number}</a> | ' for number in range(8))
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="SiteName" content="合成县人民政府"></head><body>'
        f'<div class="header"><ul class="nav">{menu}</ul></div>'
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zfxxgknb/">政府信息公开年报</a></div>'
        f'<div class="main">{inner}</div><div class="footer">{foot}</div></body></html>'
    ).encode()


class Portals:
    """What the hosts publish."""

    def __init__(self, reports: int, page: int, share: float) -> None:
        self.reports, self.page, self.share = reports, page, share
        self.pages = max(1, -(-reports // page))

    def is_report(self, number: int) -> bool:
        return int(number * self.share) != int((number + 1) * self.share)

    def body(self, portal: int, path: str) -> bytes | None:
        """The page at a path of one portal, None where there is none."""
        if path.startswith("/zfxxgknb/") and "/t" not in path:
            number = int(path.partition("index_")[2].partition(".")[0] or 0)
            return self._list(portal, number)
        if "/t" in path:
            return self._document(portal, int(path.rpartition("_")[2].partition(".")[0]))
        return None

    def _list(self, portal: int, number: int) -> bytes:
        items = "".join(
            f'<li><a href="/zfxxgknb/{YEARS[n % 5] + 1}01/t{YEARS[n % 5] + 1}0115_{n:06d}.html">'
            f"{title(portal, n, self.is_report(n))}</a><span>{YEARS[n % 5] + 1}-01-15</span></li>\n"
            for n in range(number * self.page, min((number + 1) * self.page, self.reports))
        )
        more = f'<a class="next" href="index_{number + 1}.html">下一页</a>' if number + 1 < self.pages else ""
        pager = f'<div class="page">共{self.pages}页 {more}</div>'
        return _frame("政府信息公开年报", f'<ul class="list">{items}</ul>{pager}')

    def _document(self, portal: int, number: int) -> bytes:
        report = self.is_report(number)
        name = title(portal, number, report)
        if report:
            text = _forms()[(portal * 13 + number) % FORMS].replace("{year}", str(YEARS[number % len(YEARS)]))
            text += f"<p>本报告由合成县{agency(portal, number)}人民政府编制，编号{portal}-{number}。</p>"
        else:
            text = f"<p>集市于{number % 12 + 1}月逢五逢十开放，请广大群众互相转告。</p>" * 5
        return _frame(name, f"<h1>{name}</h1><div class='article'>{text}</div>")


class Seen:
    """What the site saw."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.requests: Counter[str] = Counter()
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}
        self.statuses: Counter[int] = Counter()
        self.sent = 0
        self.now: Counter[str] = Counter()
        self.together: dict[str, int] = {}
        self.samples: list[dict[str, int]] = []

    def taken(self) -> bytes:
        told = {
            "requests": self.requests, "first": self.first, "last": self.last, "statuses": self.statuses,
            "sent": self.sent, "together": self.together, "samples": self.samples,
        }  # fmt: skip
        answer = json.dumps(told).encode()
        self.forget()
        return answer


class Connection(asyncio.Protocol):
    """One connection of HTTP/1.1, kept open; answers in turn."""

    portals: Portals
    seen: Seen

    def connection_made(self, transport: Any) -> None:
        self.transport, self.heard = transport, b""

    def data_received(self, data: bytes) -> None:
        self.heard += data
        while b"\r\n\r\n" in self.heard:
            head, _, self.heard = self.heard.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
            self._answer(lines[0].split(" ")[1], fields)

    def _answer(self, path: str, fields: dict[str, str]) -> None:
        if path == "/__take__":
            return self._send(200, self.seen.taken(), "")
        host = fields.get("host", "").partition(".")[0]
        seen = self.seen
        seen.now[host] += 1
        seen.together[host] = max(seen.together.get(host, 0), seen.now[host])
        seen.requests[host] += 1
        seen.last[host] = time.time()
        seen.first.setdefault(host, seen.last[host])
        # The answer goes out in the next turn, so that requests sent at the same time are seen together.
        asyncio.get_running_loop().call_soon(self._reply, host, path, fields)
        return None

    def _reply(self, host: str, path: str, fields: dict[str, str]) -> None:
        self.seen.now[host] -= 1
        body = self.portals.body(int(host[1:]), path)
        tag = f'"{host}-{path.rpartition("/")[2]}"'
        if body is None:
            status, body = 404, b"none"
        elif fields.get("if-none-match") == tag:
            status, body = 304, b""
        else:
            status = 200
        self.seen.statuses[status] += 1
        self._send(status, body, f"ETag: {tag}\r\nLast-Modified: Mon, 15 Jan 2024 08:00:00 GMT\r\n")

    def _send(self, status: int, body: bytes, fields: str) -> None:
        length = "" if status == 304 else f"Content-Length: {len(body)}\r\n"
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html; charset=utf-8\r\n{length}{fields}\r\n".encode()
        self.seen.sent += len(head) + len(body)
        self.transport.write(head + body)


async def _sample(seen: Seen) -> None:
    while True:
        await asyncio.sleep(SAMPLE_SECONDS)
        seen.samples.append(dict(seen.requests))


async def main(reports: int, page: int, share: float) -> None:
    Connection.portals, Connection.seen = Portals(reports, page, share), Seen()
    _forms()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    sampling = asyncio.ensure_future(_sample(Connection.seen))
    await loop.run_in_executor(None, sys.stdin.read)
    sampling.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
