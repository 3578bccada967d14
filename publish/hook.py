"""Datasette's hook marker with types (Datasette itself has none)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from datasette import hookimpl

Function = TypeVar("Function", bound=Callable[..., Any])


def hook(*, last: bool = False, wrapper: bool = False) -> Callable[[Function], Function]:
    """Mark a function as an implementation of the Datasette hook of its name; `last` runs it after Datasette's own;
    a `wrapper` is a generator around all of them."""

    def mark(function: Function) -> Function:
        marked: Function = hookimpl(function, trylast=last, hookwrapper=wrapper)
        return marked

    return mark
