"""The command line: one module a subcommand, found in this package by name.

A subcommand is a module of `nianbao` that has a click command called `command`. Adding a module adds the subcommand.
"""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from typing import Any

import click

import nianbao
from archive.errors import ArchiveError, no_room
from nianbao.options import Mistake

NO_ROOM = (
    "There is no room left to write ({error}). What was kept is whole: free some space, run the same command again."
)


class _Commands(click.Group):
    """Loads a subcommand's module when it is asked for, so that `nianbao parse` does not pay for the crawler."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(nianbao.__path__))
        return sorted(name for name in names if self.get_command(ctx, name) is not None)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        known = {module.name for module in pkgutil.iter_modules(nianbao.__path__)}
        if cmd_name not in known - {"command"}:
            return None
        command = getattr(importlib.import_module(f"nianbao.{cmd_name}"), "command", None)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; a full disk is one sentence and exit code 1, whatever was being written, and a table or
        file of the operator's that cannot be used is one and exit code 2, whoever came upon it."""
        try:
            return super().invoke(ctx)
        except ValueError as error:
            from crawler.operator import OperatorError
            from crawler.portal import PortalsError

            if isinstance(error, OperatorError | PortalsError):
                raise Mistake(str(error)) from error
            raise
        except (OSError, sqlite3.Error, ArchiveError) as error:
            if not no_room(error):
                raise
            raise click.ClickException(NO_ROOM.format(error=error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao")
def main() -> None:
    """An archive of the annual reports on open government information (政府信息公开年报) of Chinese county portals."""
