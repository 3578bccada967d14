"""What happens when a crawl failed: the operator's own command is run, if their file names one."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import click

SECONDS = 60
"""How long the command may take."""


def tell(command: Sequence[str], lines: Sequence[str]) -> None:
    """Run a command (a program and its arguments, no shell) with these lines on its standard input.

    What a portal sent can stand in the lines, so they are never arguments. That the command itself failed is said on
    standard error and changes nothing else.
    """
    if not command:
        return
    try:
        text = "\n".join(lines) + "\n"
        done = subprocess.run(command, input=text, text=True, timeout=SECONDS, check=False, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        click.echo(f"on_failure could not be run: {error}", err=True)
        return
    if done.returncode:
        click.echo(f"on_failure ended with {done.returncode}", err=True)
