"""`nianbao parse`: one JSON object a line, whatever the files hold; the user's mistakes are one clear sentence."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from documents_read import REAL, SEED_TRUTH, SEEDS

from nianbao.command import main

MADE = SEEDS.parent / "made"
KEYS = {
    "file", "media_type", "is_report", "title", "agency_name", "agency_source", "agency_level", "report_year",
    "edition", "cited_notice", "index_number", "document_number", "published_on", "signed_on", "period_start",
    "period_end", "scope", "scope_sentence", "sections", "tables", "cells", "legacy_figures", "narrative", "checks",
    "problems", "parser",
}  # fmt: skip
CELL_KEYS = {
    "table", "row", "column", "printed", "value", "state", "page", "grid_row", "grid_column", "placed_by", "confidence"
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["parse", *map(str, arguments)])


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_for_every_file_in_the_order_given() -> None:
    files = [SEEDS / name for name in SEED_TRUTH]
    result = run(*files)
    assert result.exit_code == 0
    assert [line["file"] for line in objects(result)] == [str(file) for file in files]


def test_the_keys_of_the_contract() -> None:
    for line in objects(run(SEEDS / "002_d1d250c2011c14d6.txt", REAL / "not-reports" / "handan-article.html")):
        assert set(line) == KEYS
        for section in line["sections"]:
            assert set(section) == {"id", "position", "heading", "text"}
        for cell in line["cells"]:
            assert set(cell) == CELL_KEYS
        for problem in line["problems"]:
            assert set(problem) == {
                "kind", "origin", "severity", "table", "row", "column", "seen", "expected", "message"
            }  # fmt: skip
        for claim in line["narrative"]:
            assert set(claim) == {"key", "value", "sentence"}


@pytest.mark.parametrize("name", SEED_TRUTH)
def test_tables_have_the_shape_of_truth(name: str) -> None:
    (line,) = objects(run(SEEDS / name))
    assert line["tables"] == SEED_TRUTH[name]["tables"]


def test_what_is_no_report_has_no_tables_and_a_problem(tmp_path: Path) -> None:
    junk = tmp_path / "junk.bin"
    junk.write_bytes(bytes(range(256)) * 4)
    result = run(junk)
    assert result.exit_code == 0
    (line,) = objects(result)
    assert (line["is_report"], line["tables"]) == (False, None)
    assert line["problems"]


def test_an_archive_is_one_line_with_its_members(tmp_path: Path) -> None:
    archive = tmp_path / "年报.zip"
    names = ("乡镇/000.txt", "乡镇/通知.txt", "secret.doc")
    with zipfile.ZipFile(archive, "w") as package:
        package.write(SEEDS / "000_bbc32dee6d9bf6c2.txt", names[0])
        package.writestr(names[1], "关于做好政府信息公开工作年度报告编制工作的通知\n各乡镇：\n请按时报送。\n")
        package.writestr(names[2], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    result = run(archive, SEEDS / "002_d1d250c2011c14d6.txt")
    assert result.exit_code == 0
    line, after = objects(result)
    assert (line["file"], line["media_type"], line["is_report"]) == (str(archive), "application/zip", False)
    assert [member["file"] for member in line["members"]] == list(names)
    assert [member["is_report"] for member in line["members"]] == [True, False, False]
    assert line["members"][0]["tables"] == SEED_TRUTH["000_bbc32dee6d9bf6c2.txt"]["tables"]
    assert [problem["seen"] for problem in line["problems"]] == [names[2]]
    assert set(line) == KEYS | {"members"}
    assert set(after) == KEYS


def test_a_word_file_where_libreoffice_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (line,) = objects(run(MADE / "helan-other-numbers.doc"))
    assert (line["media_type"], line["is_report"], line["tables"]) == ("application/msword", False, None)
    assert line["problems"][0]["kind"] == "needs_converter"


def test_hostile_files_are_a_line_each(tmp_path: Path) -> None:
    hostile = {
        "bomb.zip": b"PK\x03\x04" + b"PK\x01\x02" * 10**5,
        "cut.docx": b"PK\x03\x04word/document.xml",
        "cut.pdf": b"%PDF-1.7\n1 0 obj",
        "far.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8,
        "nothing.txt": b"",
        "noise.doc": random.Random(1).randbytes(5000),
    }
    for name, data in hostile.items():
        (tmp_path / name).write_bytes(data)
    result = run(*(tmp_path / name for name in hostile))
    assert result.exit_code == 0
    lines = objects(result)
    assert [Path(line["file"]).name for line in lines] == list(hostile)
    for line in lines:
        assert (line["is_report"], line["tables"]) == (False, None)
        assert line["problems"]


def test_a_missing_file_is_a_sentence_and_nothing_on_stdout(tmp_path: Path) -> None:
    result = run(SEEDS / "000_bbc32dee6d9bf6c2.txt", tmp_path / "nothing.html")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "nothing.html is not a file" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_file_at_all_is_a_mistake_of_the_call() -> None:
    assert run().exit_code == 2


def test_the_media_type_decides_over_the_name(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_bytes("<p>东宁镇2020年政府信息公开工作年度报告</p>".encode("gb18030"))
    (line,) = objects(run("--media-type", "text/html; charset=gb18030", page))
    assert line["media_type"] == "text/html"
    assert "东宁镇2020年" in json.dumps(line, ensure_ascii=False)


def test_the_help_names_the_subcommand() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert "parse" in result.output
