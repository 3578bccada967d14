"""`nianbao status --not-reports` says what a page was taken for, and by which of its words."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from nianbao.command import main


def test_each_look_alike_has_its_kind_and_its_words(three_walks: Path) -> None:
    said = CliRunner().invoke(main, ["status", "--not-reports", "--archive", str(three_walks)])
    assert said.exit_code == 0, said.output
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.output.splitlines() if "│" in line]
    told = {(portal, kind, words) for portal, kind, words, _ in lines}
    # The sample portal of 洪泽 publishes beside its reports a form of its websites and a call for reports.
    assert ("hongze", "website_report", "政府网站工作年度报表") in told
    assert ("hongze", "notice", "关于报送年度报告的通知") in told
    assert not any(kind == "report" for _, kind, _ in told)
