"""`nianbao schedule`: what makes `nianbao crawl --due` run every day, for systemd or cron. Prints, installs nothing."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from nianbao.options import Mistake, archive_options
from nianbao.systemd_words import command_line, word

SERVICE = """\
# {folder}/nianbao-crawl.service
[Unit]
Description=nianbao: walk the portals that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={directory}
{environment}ExecStart={command}
Nice=10
TimeoutStartSec=infinity
KillSignal=SIGINT
TimeoutStopSec=300
"""

TIMER = """\
# {folder}/nianbao-crawl.timer
[Unit]
Description=nianbao: every day at {at} in China

[Timer]
OnCalendar=*-*-* {at}:00 Asia/Shanghai
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target

# systemctl --user daemon-reload && systemctl --user enable --now nianbao-crawl.timer
"""

CRONTAB = """\
# Every day at {at} in China; flock keeps two from running at once.
CRON_TZ=Asia/Shanghai
{environment}{minute} {hour} * * * cd {directory} && flock -n {lock} {command} >> {log} 2>&1
"""

ENVIRONMENT = ("NIANBAO_CONTACT", "NIANBAO_CONFIG", "NIANBAO_PORTALS", "NIANBAO_DOWNLOAD_DELAY")
"""Variables that a scheduled crawl needs as they are set now."""


@click.command("schedule")
@click.option("--cron", is_flag=True, help="A crontab in the place of systemd units.")
@click.option("--at", default="19:30", show_default=True, metavar="HH:MM", help="When each day, in China.")
@archive_options
def command(cron: bool, at: str, archive: Path, warc: Path | None) -> None:
    """Print a systemd service and its timer, or a crontab, that walk every day what is due.

    The schedule itself, daily in the season and weekly outside of it, is data: docs/operating.md.
    """
    hour, _, minute = at.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise Mistake(f"--at {at}: this is not HH:MM.")
    at = f"{int(hour):02d}:{int(minute):02d}"
    here = Path.cwd()
    words = [str(Path(sys.executable).with_name("nianbao")), "crawl", "--due", "--archive", str(here / archive)]
    if warc:
        words += ["--warc", str(here / warc)]
    set_now = {name: os.environ[name] for name in ENVIRONMENT if os.environ.get(name)}
    if any("\n" in text for text in (*words, *set_now.values(), str(here))):
        raise Mistake("a path or variable with a line break cannot stand in a schedule.")
    if cron:
        click.echo(
            CRONTAB.format(
                at=at, hour=int(hour), minute=int(minute), directory=_cron(str(here)),
                lock=_cron(str(here / f"{archive}.schedule")), log=_cron(str(here / "nianbao-crawl.log")),
                command=" ".join(map(_cron, words)),
                environment="".join(f"{name}={value}\n" for name, value in set_now.items()),
            ),
            nl=False,
        )  # fmt: skip
        return
    folder = "~/.config/systemd/user"
    environment = "".join(f"Environment={word(f'{name}={value}')}\n" for name, value in set_now.items())
    service = SERVICE.format(
        folder=folder,
        directory=str(here).replace("%", "%%"),
        command=command_line(words),
        environment=environment,
    )
    click.echo(service)
    click.echo(TIMER.format(folder=folder, at=at), nl=False)


def _cron(word: str) -> str:
    """A word as a crontab's shell reads it; cron itself takes a per cent sign for a line's end."""
    return shlex.quote(word).replace("%", "\\%")
