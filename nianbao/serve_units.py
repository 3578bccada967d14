"""The systemd units that `nianbao serve --systemd` prints: a socket that stays open, and the service behind it.

The socket belongs to systemd. While the service is restarted over a new data release, readers wait in its queue for the
second that takes, and nobody is refused.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nianbao.options import Mistake
from nianbao.systemd_words import command_line

SOCKET = """\
# /etc/systemd/system/nianbao-serve.socket
[Unit]
Description=nianbao: where the archive is served

[Socket]
ListenStream={host}:{port}
Backlog=1024

[Install]
WantedBy=sockets.target
"""

SERVICE = """\
# /etc/systemd/system/nianbao-serve.service
[Unit]
Description=nianbao: the archive in Datasette
Requires=nianbao-serve.socket
After=nianbao-serve.socket

[Service]
Type=exec
ExecStart={command}
Restart=on-failure
KillSignal=SIGTERM
TimeoutStopSec=20
{user}NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem={system}
ProtectHome={home}
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
LockPersonality=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
MemoryMax=1G
TasksMax=64

# systemctl daemon-reload && systemctl enable --now nianbao-serve.socket
"""


def units(
    archive: Path, warc: Path | None, host: str, port: int, *, prefix: str, immutable: bool, releases: Path | None
) -> str:
    """Both units as text, a line before each naming its file. Raises Mistake for a path with a line break."""
    here = Path.cwd()
    words = [str(Path(sys.executable).with_name("nianbao")), "serve", "--archive", str(here / archive)]
    words += ["--warc", str(here / warc)] if warc else []
    words += ["--prefix", prefix] if prefix != "/" else []
    words += ["--immutable"] if immutable else []
    words += ["--releases", str(here / releases)] if releases else []
    if any("\n" in text for text in words):
        raise Mistake("a path with a line break cannot stand in a unit.")
    service = SERVICE.format(
        command=command_line(words),
        # readers of a database in WAL mode write its -shm file, which a dynamic user may not
        user="DynamicUser=yes\n" if immutable else "",
        system="strict" if immutable else "full",
        home="read-only" if immutable or "/home/" in str(here) else "yes",
    )
    address = f"[{host}]" if ":" in host else host
    return f"{SOCKET.format(host=address, port=port)}\n{service}"
