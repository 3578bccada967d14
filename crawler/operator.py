"""The operator's own file, outside the package: who they are, when to walk, what to do when something fails.

`nianbao.toml` in the working directory, or the file that NIANBAO_CONFIG names:

    contact = "archive@example.org"
    project = "https://example.org/nianbao"  # what the user agent names as the project's address
    archive = "/srv/nianbao/archive.db"
    portals = ["our-portals.csv"]
    delay = 4
    on_failure = ["mail", "-s", "nianbao", "archive@example.org"]
    least_free_mb = 2000

    [schedule]
    rest = "8:00-18:00"
    days = 14

A command's option goes before the environment (NIANBAO_CONTACT, NIANBAO_ARCHIVE, NIANBAO_PORTALS,
NIANBAO_DOWNLOAD_DELAY), that before the file. A path in it is one from the file's own folder.
"""

from __future__ import annotations

import json
import math
import os
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from crawler.policy import Policy, PolicyError

FILE = Path("nianbao.toml")

LEAST_FREE_MB = 500
"""Below so much room on the archive's disk nothing is fetched: what is fetched has to be kept."""


class OperatorError(ValueError):
    """The operator's file cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Operator:
    """What the file says. `on_failure` is a command of the operator's own and its arguments, run without a shell;
    `portals` are the tables over the built-in one; `delay` in seconds, of which a portal's line may want more."""

    contact: str = ""
    project: str = ""
    archive: Path | None = None
    portals: tuple[Path, ...] = ()
    delay: float = 0.0
    on_failure: tuple[str, ...] = ()
    least_free_mb: int = LEAST_FREE_MB
    policy: Policy = Policy()  # noqa: RUF009 — it is frozen


def operator_file() -> Path | None:
    """The operator's file, or None where there is none."""
    named = os.environ.get("NIANBAO_CONFIG", "").strip()
    if named:
        return Path(named)
    return FILE if FILE.exists() else None


def operator() -> Operator:
    """What the operator's file says, or what holds without one. Raises OperatorError."""
    path = operator_file()
    if path is None:
        return Operator()
    try:
        about = path.stat()
        return _read(path.absolute(), about.st_mtime_ns, about.st_size)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OperatorError(f"{path}: cannot be read: {error}") from error
    except (PolicyError, ValueError) as error:
        raise OperatorError(f"{path}: {error}") from error


def carried() -> str:
    """An operator's file for other machines: what of this one's a crawl there needs. Raises OperatorError."""
    mine, path = operator(), operator_file()
    schedule = {} if path is None else tomllib.loads(path.read_text(encoding="utf-8")).get("schedule", {})
    lines = [
        f"{name} = {json.dumps(getattr(mine, name), ensure_ascii=False)}"
        for name in ("contact", "project", "delay", "least_free_mb")
    ]
    lines += ["[schedule]", *(f"{name} = {json.dumps(told, ensure_ascii=False)}" for name, told in schedule.items())]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> Operator:
    """A file as it was when it was changed last: it is asked for every half second of a crawl."""
    del changed, size
    return _operator(tomllib.loads(path.read_text(encoding="utf-8")), path.parent)


_KNOWN: dict[str, tuple[type, ...]] = {
    "contact": (str,),
    "project": (str,),
    "archive": (str,),
    "portals": (list,),
    "delay": (int, float),
    "on_failure": (list,),
    "least_free_mb": (int,),
    "schedule": (dict,),
}


def _operator(told: dict[str, Any], folder: Path) -> Operator:
    for name, value in told.items():
        if name not in _KNOWN:
            raise ValueError(f"{name!r} is unknown; known are {', '.join(_KNOWN)}")
        if not isinstance(value, _KNOWN[name]) or isinstance(value, bool):
            raise ValueError(f"{name} is not a {' or '.join(kind.__name__ for kind in _KNOWN[name])}")
    for name, what in (("on_failure", "words: a command and its arguments"), ("portals", "paths of portals tables")):
        if not all(isinstance(word, str) for word in told.get(name, [])):
            raise ValueError(f"{name} is not a list of {what}")
    delay = float(told.get("delay", 0))
    if not (math.isfinite(delay) and delay >= 0):
        raise ValueError("delay is not a number of seconds")
    if told.get("least_free_mb", 0) < 0:
        raise ValueError("least_free_mb is less than nothing")
    return Operator(
        contact=told.get("contact", "").strip(),
        project=told.get("project", "").strip(),
        archive=folder / told["archive"] if told.get("archive") else None,
        portals=tuple(folder / name for name in told.get("portals", [])),
        delay=delay,
        on_failure=tuple(told.get("on_failure", [])),
        least_free_mb=told.get("least_free_mb", LEAST_FREE_MB),
        policy=Policy().changed(told.get("schedule", {})),
    )
