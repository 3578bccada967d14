"""The operator's own file, outside the package: who they are, when to walk, what to do when something fails.

`nianbao.toml` in the working directory, or the file that NIANBAO_CONFIG names:

    contact = "archive@example.org"          # as NIANBAO_CONTACT, which goes before it
    project = "https://example.org/nianbao"  # what the user agent names as the project's address
    on_failure = ["mail", "-s", "nianbao", "archive@example.org"]
    least_free_mb = 2000

    [schedule]
    rest = "8:00-18:00"
    days = 14
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
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
    """What the file says. `on_failure` is a command of the operator's own and its arguments, run without a shell."""

    contact: str = ""
    project: str = ""
    on_failure: tuple[str, ...] = ()
    least_free_mb: int = LEAST_FREE_MB
    policy: Policy = Policy()  # noqa: RUF009 — it is frozen


def operator() -> Operator:
    """What the operator's file says, or what holds without one. Raises OperatorError."""
    named = os.environ.get("NIANBAO_CONFIG", "").strip()
    path = Path(named) if named else FILE
    if not named and not path.exists():
        return Operator()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OperatorError(f"{path}: cannot be read: {error}") from error
    try:
        return _operator(told)
    except (PolicyError, ValueError) as error:
        raise OperatorError(f"{path}: {error}") from error


def _operator(told: dict[str, Any]) -> Operator:
    known = {"contact": str, "project": str, "on_failure": list, "least_free_mb": int, "schedule": dict}
    for name, value in told.items():
        if name not in known:
            raise ValueError(f"{name!r} is unknown; known are {', '.join(known)}")
        if not isinstance(value, known[name]):
            raise ValueError(f"{name} is not a {known[name].__name__}")
    command = told.get("on_failure", [])
    if not all(isinstance(word, str) for word in command):
        raise ValueError("on_failure is not a list of words: a command and its arguments")
    return Operator(
        contact=told.get("contact", "").strip(),
        project=told.get("project", "").strip(),
        on_failure=tuple(command),
        least_free_mb=told.get("least_free_mb", LEAST_FREE_MB),
        policy=Policy().changed(told.get("schedule", {})),
    )
