"""Imports only go down (docs/architecture.md, Floors), and parse stays pure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FLOORS = ("parse", "archive", "findings", "reading", "crawler", "spiders", "publish", "nianbao")
"""From the ground up: a room may import itself and the rooms named before it."""

ALLOWED = {
    **{room: {*FLOORS[: FLOORS.index(room) + 1]} for room in FLOORS},
    "samples": {"samples"},
    "publish": {"publish", "archive"},
    "nianbao": {*FLOORS, "samples"},
}

IMPURE = {
    "asyncio", "http", "multiprocessing", "os", "random", "requests", "scrapy", "shutil", "signal", "socket", "sqlite3",
    "sqlite_utils", "ssl", "subprocess", "tempfile", "threading", "time", "twisted", "urllib.request",
}  # fmt: skip
"""What a pure room has no use for."""


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The dotted names a module imports, wherever in it they stand."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_only_go_down(room: str) -> None:
    assert modules(room)
    for module in modules(room):
        up = {name.split(".")[0] for name in imported(module)} & set(ALLOWED) - ALLOWED[room]
        assert not up, f"{module.relative_to(ROOT)} imports {sorted(up)}"


def test_parse_is_pure() -> None:
    for module in modules("parse"):
        names = imported(module)
        impure = {name for name in names if name in IMPURE or name.split(".")[0] in IMPURE}
        assert not impure, f"{module.relative_to(ROOT)} imports {sorted(impure)}"


SQL = ("SELECT ", "INSERT ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "DROP TABLE ")


def test_only_archive_writes_sql() -> None:
    """publish asks questions, as a Datasette site does; it changes nothing."""
    for room in {*ALLOWED} - {"archive"}:
        forbidden = tuple(word for word in SQL if room != "publish" or word != "SELECT ")
        for module in modules(room):
            strings = (
                node.value for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Constant)
            )
            found = [text for text in strings if isinstance(text, str) and text.lstrip().startswith(forbidden)]
            assert not found, f"{module.relative_to(ROOT)}: {found}"


ANSWERING = {"nianbao/serve.py": {"socket"}}
"""Who takes a listening socket from systemd asks nobody for anything."""


def test_only_the_crawler_fetches() -> None:
    fetching = {
        "aiohttp",
        "ftplib",
        "http.client",
        "httpx",
        "requests",
        "scrapy",
        "socket",
        "twisted",
        "urllib.request",
    }
    for room in {*ALLOWED} - {"crawler", "spiders"}:
        for module in modules(room):
            names = {name for name in imported(module) if name in fetching or name.split(".")[0] in fetching}
            names -= ANSWERING.get(str(module.relative_to(ROOT)), set())
            assert not names, f"{module.relative_to(ROOT)} imports {sorted(names)}"


def test_our_parse_is_the_one_imported() -> None:
    """The scrapy command appends the project folder to sys.path: a package of the same name would win over ours."""
    import parse

    assert parse.__file__ is not None
    assert Path(parse.__file__).parent == ROOT / "parse"
