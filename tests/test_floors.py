"""Imports only go down (docs/architecture.md, Floors), never in a circle, and parse stays pure."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
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


def graph() -> dict[str, set[str]]:
    """Each of our modules, and those of ours that it imports: at its head, inside of a function, or for its types."""
    paths = {_dotted(path): path for room in ALLOWED for path in modules(room)}
    found = {}
    for name, path in paths.items():
        named: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                # What is imported from a package is a module of it, or a name of the package itself.
                of = (f"{node.module}.{alias.name}" for alias in node.names)
                named.update(full if full in paths else str(node.module) for full in of)
        found[name] = (named & paths.keys()) - {name}
    return found


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_only_go_down(room: str) -> None:
    assert modules(room)
    for module in modules(room):
        up = {name.split(".")[0] for name in imported(module)} & set(ALLOWED) - ALLOWED[room]
        assert not up, f"{module.relative_to(ROOT)} imports {sorted(up)}"


def test_no_module_imports_another_in_a_circle() -> None:
    imports = graph()
    assert {"crawler.keeper", "parse.report"} <= imports.keys()
    assert "crawler.session" in imports["crawler.keeper"]
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"in a circle: {' <- '.join(error.args[1])}")


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
