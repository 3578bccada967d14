"""Whatever the bytes: a Report comes back, it says what went wrong, and it holds no number that is not printed."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path

import pytest
from documents_read import REAL, REAL_TRUTH, SEED_TRUTH, SEEDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parse.json_form import report_json
from parse.reader import read

FILES = [SEEDS / name for name in SEED_TRUTH] + [
    REAL / "reports" / name for name in REAL_TRUTH if not name.endswith(".pdf")
]
MUTATIONS = 12
SECONDS = 10
"""Far more than any of them takes (all under 2 s on one slow core), far less than a pattern that backtracks."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def checked(data: bytes, **known: str) -> None:
    report = read(data, **known)
    plain = json.loads(json.dumps(report_json(report)))
    assert plain["parser"].startswith("nianbao-parse ")
    assert (plain["tables"] is None) == (not plain["is_report"])
    assert "reader_failed" not in {problem["kind"] for problem in plain["problems"]}


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(st.binary(max_size=3000))
def test_any_bytes(data: bytes) -> None:
    checked(data)


PIECES = st.sampled_from(
    [
        *(
            "一、",
            "总体情况",
            "二、主动公开政府信息情况",
            "2020年",
            "政府信息公开工作年度报告",
            "收到政府信息公开申请",
            "行政复议",
        ),
        *(
            "件",
            "条",
            "其中",
            "年",
            "月",
            "日",
            "统计期限自",
            "至",
            "规章",
            "(七)总计",
            "结果维持",
            "国办公开办函",
            "〔2021〕30号",
        ),
        *(
            "\n",
            "\t",
            "0",
            "１２",
            "，",
            "。",
            "（",
            "）",
            "《",
            "》",
            "|",
            "#",
            "**",
            "\u3000",
            "\x00",
            "\ufeff",
            "🙂",
        ),
        *("<table>", "<td colspan=9999999>"),
    ]
)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(st.lists(PIECES, max_size=120), st.sampled_from(["text/plain", "text/html", "text/markdown", "application/pdf"]))
def test_any_order_of_the_words_of_reports(pieces: list[str], media_type: str) -> None:
    checked("".join(pieces).encode("utf-8", "surrogatepass"), media_type=media_type)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The document with a few cuts, repeats, overwritten bytes or swapped parts."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not body:
            break
        start = chance.randrange(len(body))
        end = min(len(body), start + chance.randint(1, 400))
        action = chance.randrange(4)
        if action == 0:
            del body[start:end]
        elif action == 1:
            body[start:start] = body[start:end] * chance.randint(1, 3)
        elif action == 2:
            body[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
        else:
            body = body[start:] + body[:start]
    return bytes(body)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_mutated_documents(path: Path) -> None:
    chance = random.Random(path.name)
    data = path.read_bytes()
    for _ in range(MUTATIONS):
        checked(mutated(data, chance))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_documents_cut_short_at_any_place(path: Path) -> None:
    data = path.read_bytes()
    for part in (0.01, 0.13, 0.37, 0.61, 0.83, 0.99):
        checked(data[: int(len(data) * part)])


def test_no_number_is_invented_in_mutated_texts() -> None:
    chance = random.Random(7)
    for name in SEED_TRUTH:
        data = (SEEDS / name).read_bytes()
        for _ in range(MUTATIONS):
            changed = mutated(data, chance)
            printed = set(re.findall(r"\d+", changed.decode("utf-8", "replace")))
            for cell in read(changed).cells:
                if isinstance(cell.value, int):
                    assert str(cell.value).lstrip("-") in printed


@pytest.mark.parametrize(
    "text",
    [
        "一、" + " " * 300_000 + "x",
        "一" * 200_000,
        "主动公开" * 60_000,
        "2020年" * 60_000,
        "（" * 200_000,
        "收到政府信息公开申请" * 20_000,
        "其中" + "类别1条，" * 40_000,
        "\n".join(["没有结尾的一行文字没有结尾的一行文字"] * 40_000),
        "第二十条第（一）项" * 20_000,
        "一、总体情况" * 30_000,
        "2020 " * 60_000,
        "本报告由" * 50_000,
        "国办公开办函〔" * 40_000,
        "年度报告" + "》" * 100_000,
        "统计期限" * 60_000,
        "东宁镇2020年\n" * 30_000,
        "政府信息公开工作年度报告\n" * 30_000,
        "未发生行政复议、行政诉讼" * 20_000,
        "。" * 200_000,
    ],
    ids=lambda text: text[:10].strip(),
)
def test_long_texts_are_read_in_good_time(text: str) -> None:
    started = time.process_time()
    checked(text.encode(), media_type="text/plain")
    assert time.process_time() - started < SECONDS
