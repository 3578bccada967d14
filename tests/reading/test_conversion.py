"""A converter ends, with all it started and all it wrote, whatever it does; what it did not make is one problem."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reading.conversion import convert
from reading.messages import Converted, Failure, Wanted, send

HERE = "misbehaving_converters"


@pytest.fixture(autouse=True)
def _converters_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def run(name: str, told: Path) -> Converted | Failure:
    return convert(Wanted("test", str(told).encode(), "text/plain"), {"test": f"{HERE}:{name}"})


def lines(told: Path) -> list[str]:
    return told.read_text("utf-8").split()


def runs(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def ends(pid: int) -> bool:
    for _ in range(100):
        if not runs(pid):
            return True
        time.sleep(0.05)
    return False


def test_what_it_makes_is_handed_back_and_its_folder_goes(tmp_path: Path) -> None:
    told = tmp_path / "told"
    assert run("GOOD", told) == Converted("test", b"converted\n", "text/plain")
    (folder,) = lines(told)
    assert not Path(folder).exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("SPINS", "within 1 seconds"),
        ("MAKES_NOTHING", "made no file"),
        ("FAILS", "exit code 3"),
        ("MAKES_RUBBISH", "no OUT file"),
        ("MAKES_TOO_MUCH", "too large"),
        ("WRITES_ONE_HUGE_FILE", ""),
        ("WRITES_MANY_FILES", "writes too much"),
        ("LINKS_ELSEWHERE", "made no file"),
        ("EATS_MEMORY", "made no file"),
    ],
)
def test_what_goes_wrong_is_a_reason(name: str, why: str, tmp_path: Path) -> None:
    told = tmp_path / "told"
    result = run(name, told)
    assert isinstance(result, Failure)
    assert result.kind == "converter_failed"
    assert why in result.message
    assert not Path(lines(told)[0]).exists()


@pytest.mark.parametrize("name", ["HANGS", "LEAVES_A_CHILD"])
def test_what_it_started_ends_with_it(name: str, tmp_path: Path) -> None:
    told = tmp_path / "told"
    result = run(name, told)
    assert isinstance(result, Failure) == (name == "HANGS")
    folder, child = lines(told)
    assert ends(int(child))
    assert not Path(folder).exists()


def test_it_ends_when_the_process_that_wanted_it_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "reading.supervisor", f"{HERE}:SLEEPS"],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert supervisor.stdin is not None
    assert supervisor.stdout is not None
    send(supervisor.stdin, Wanted("test", str(told).encode(), "text/plain"))
    for _ in range(200):
        if told.exists() and len(lines(told)) == 2:
            break
        time.sleep(0.05)
    supervisor.stdin.close()
    supervisor.wait(20)
    supervisor.stdout.close()
    folder, child = lines(told)
    assert ends(int(child))
    assert not Path(folder).exists()


def test_a_converter_that_is_missing(tmp_path: Path) -> None:
    assert run("MISSING", tmp_path / "told") == Failure("needs_converter", "The program is not installed.")
    unknown = convert(Wanted("none", b"", ""), {})
    assert isinstance(unknown, Failure)
    assert unknown.kind == "needs_converter"


def test_a_supervisor_that_is_killed_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    popen = subprocess.Popen

    class Killed(popen):  # type: ignore[valid-type, misc]
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)
            started.append(self.pid)
            os.kill(self.pid, signal.SIGKILL)

    monkeypatch.setattr("reading.conversion.subprocess.Popen", Killed)
    result = run("GOOD", tmp_path / "told")
    assert isinstance(result, Failure)
    assert result.kind == "converter_failed"
    assert started
