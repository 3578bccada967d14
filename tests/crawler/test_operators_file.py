"""The operator's own file: what stands in it, what goes before it, and what is refused."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from scrapy.settings import Settings

from crawler.manners import enforce
from crawler.operator import Operator, OperatorError, carried, operator
from nianbao.command import main
from spiders.portals import OVERLAY, overlays

DOCS = Path(__file__).parent.parent.parent / "docs" / "operating.md"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NIANBAO_CONFIG", "NIANBAO_ARCHIVE", "NIANBAO_PORTALS", "NIANBAO_DOWNLOAD_DELAY", "NIANBAO_CONTACT"):
        monkeypatch.delenv(name, raising=False)


def write(text: str, path: Path = Path("nianbao.toml")) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def delay(wish: str | None = None) -> float:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    if wish:
        settings.set("DOWNLOAD_DELAY", wish, priority="cmdline")
    enforce(settings, ["x.localhost"], None)
    return settings.getfloat("DOWNLOAD_DELAY")


def test_the_file_of_the_documentation_is_read() -> None:
    found = re.search(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    write(found[1])
    told = operator()
    assert told.delay == 4
    assert told.least_free_mb == 2000
    assert told.policy.back_off == (2, 7, 30)


def test_paths_are_from_the_files_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write('archive = "a.db"\nportals = ["one.csv", "/two.csv"]', tmp_path / "etc" / "mine.toml")
    monkeypatch.setenv("NIANBAO_CONFIG", "etc/mine.toml")
    assert operator().archive == tmp_path / "etc" / "a.db"
    assert overlays() == [tmp_path / "etc" / "one.csv", Path("/two.csv")]


def test_command_line_before_environment_before_file_before_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (delay(), overlays()) == (0.0, [OVERLAY])
    write('delay = 3\narchive = "of-the-file.db"\nportals = ["of-the-file.csv"]')
    assert (delay(), overlays()) == (3.0, [tmp_path / "of-the-file.csv"])
    said = CliRunner().invoke(main, ["status"]).stderr
    assert "of-the-file.db" in said
    monkeypatch.setenv("NIANBAO_DOWNLOAD_DELAY", "2")
    monkeypatch.setenv("NIANBAO_ARCHIVE", "of-the-environment.db")
    monkeypatch.setenv("NIANBAO_PORTALS", "of-the-environment.csv")
    assert (delay(), overlays()) == (2.0, [Path("of-the-environment.csv")])
    assert "of-the-environment.db" in CliRunner().invoke(main, ["status"]).stderr
    assert delay("1") == 1.0
    assert "of-the-call.db" in CliRunner().invoke(main, ["status", "--archive", "of-the-call.db"]).stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("contakt = 'x'", "'contakt' is unknown"),
        ("delay = true", "delay is not a int or float"),
        ("delay = -1", "delay is not a number of seconds"),
        ("delay = inf", "delay is not a number of seconds"),
        ("portals = [1]", "portals is not a list of paths"),
        ("[schedule]\nrests = '8'", "rests"),
    ],
)
def test_what_cannot_be_is_one_sentence(text: str, told: str) -> None:
    write(text)
    answer = CliRunner().invoke(main, ["status"])
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Error: nianbao.toml: ")
    assert told in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_changed_file_counts_at_once() -> None:
    write("delay = 3")
    assert operator().delay == 3
    write("delay = 44")
    assert operator().delay == 44


def test_what_other_machines_get_is_a_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write('contact = "a \\"b\\" 县"\narchive = "x.db"\n[schedule]\nrest = "8:00-18:00"\ndays = 14')
    mine, there = operator(), tmp_path / "there.toml"
    there.write_text(carried(), encoding="utf-8")
    assert "archive" not in tomllib.loads(there.read_text(encoding="utf-8"))
    monkeypatch.setenv("NIANBAO_CONFIG", str(there))
    assert operator() == Operator(contact=mine.contact, policy=mine.policy)
    there.write_text("[schedule", encoding="utf-8")
    with pytest.raises(OperatorError, match="cannot be read"):
        operator()


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    folder = tmp_path / 'of 100% "us"'
    folder.mkdir()
    said = CliRunner().invoke(main, ["schedule", "--archive", str(folder / "a.db")])
    assert said.exit_code == 0, said.output
    service, timer = said.output.split("# ~/.config/systemd/user/nianbao-crawl.timer")
    (tmp_path / "nianbao-crawl.service").write_text(service, encoding="utf-8")
    (tmp_path / "nianbao-crawl.timer").write_text(timer, encoding="utf-8")
    units = [str(tmp_path / f"nianbao-crawl.{kind}") for kind in ("service", "timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    mine = [line for line in done.stderr.splitlines() if "nianbao-crawl" in line]
    assert not mine, done.stderr
