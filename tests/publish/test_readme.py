"""The READMEs name every command, and lead to files that exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_command_is_named(name: str) -> None:
    program = Path(sys.executable).parent / "nianbao"
    said = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^  (\w+)  ", said.split("Commands:")[1], re.M)
    assert len(commands) >= 7
    readme = (ROOT / name).read_text(encoding="utf-8")
    assert [command for command in commands if f"nianbao {command}" not in readme] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_link_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
