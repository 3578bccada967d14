"""What a log line says to programs beside its sentence."""

from __future__ import annotations

from typing import Any

TOLD = "told"
"""The attribute of a log record that holds an event's fields, `event` (its name) among them."""


def event(name: str, **fields: Any) -> dict[str, dict[str, Any]]:
    """Fields for the `extra` of a logging call."""
    return {TOLD: {"event": name, **fields}}
