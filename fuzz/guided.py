"""Coverage-guided fuzzing of one stage: `python fuzz/guided.py carriers|tables|values|reader [libFuzzer options]`.

Needs atheris (requirements-fuzz.lock). It ends with an error where anything escapes or a number is invented.
"""

from __future__ import annotations

import logging
import sys
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["parse"]):
    from documents import originals
    from oracle import invented, printed_text

    from parse.carrier import open_document
    from parse.document import Document, Grid, GridCell, Paragraph
    from parse.reader import read
    from parse.tables import read_tables
    from parse.tables.values import is_value, read_value

KINDS = ("html", "txt", "md", "docx")
_TEXT = """第二十条第（一）项 信息内容 规章 行政规范性文件 本年制发件数 行政许可 本年处理决定数量 自然人 商业企业 总计
    一、本年新收政府信息公开申请数量 三、本年度办理结果 （一）予以公开 （三）不予公开 1.属于国家秘密 （七）总计
    四、结转下年度继续办理 行政复议 行政诉讼 结果维持 结果纠正 其他结果 尚未审结 复议后起诉 0 1 7 12 345 6789 无 / -"""
_WORDS = _TEXT.split()


def carriers(data: bytes) -> None:
    """Any bytes open to a document that holds together."""
    kind = KINDS[data[0] % len(KINDS)] if data else "html"
    document = open_document(data[1:], None, f"x.{kind}")
    for block in document.blocks:
        if isinstance(block, Grid):
            assert all(cell.row + cell.rowspan <= block.height for cell in block.cells)
            assert all(cell.column + cell.colspan <= block.width for cell in block.cells)
            block.rows()
        else:
            assert block.text


def tables(data: bytes) -> None:
    """Grids and lines made of the words of the form: no value but one that is printed."""
    source = atheris.FuzzedDataProvider(data)
    blocks: list[Grid | Paragraph] = []
    printed: set[str] = set()
    while source.remaining_bytes() and len(blocks) < 12:
        words = [_WORDS[source.ConsumeIntInRange(0, len(_WORDS) - 1)] for _ in range(source.ConsumeIntInRange(1, 40))]
        printed.update(words)
        if source.ConsumeBool():
            blocks.append(Paragraph(" ".join(words)))
            continue
        width = source.ConsumeIntInRange(1, 12)
        cells = tuple(GridCell(word, at // width, at % width) for at, word in enumerate(words))
        blocks.append(Grid(cells, (len(words) - 1) // width + 1, width, spans_known=source.ConsumeBool()))
    for cell in read_tables(Document("text/html", tuple(blocks))).cells:
        assert cell.value is None or str(cell.value) in " ".join(printed), (cell, blocks)


def values(data: bytes) -> None:
    """A cell's number has the digits that are printed in it, and no others."""
    printed = data.decode("utf-8", "ignore")
    is_value(printed)
    for kind in ("count", "signed", "amount", "money"):
        value = read_value(printed, kind).value
        if isinstance(value, int):
            assert str(abs(value)) in printed.replace(",", "").replace("，", "") or not printed.isascii(), printed


def reader(data: bytes) -> None:
    """Nothing escapes the reader, and it invents nothing."""
    kind = KINDS[data[0] % len(KINDS)] if data else "html"
    report = read(data[1:], url=f"http://www.example.gov.cn/1.{kind}")
    assert not [told for told in report.problems if told.kind == "reader_failed"], report.problems
    faults = invented(report, printed_text(data[1:], kind), kind) if report.cells else []
    assert not faults, faults


STAGES = {"carriers": carriers, "tables": tables, "values": values, "reader": reader}


def main() -> None:
    """Fuzz one stage, from the real documents on."""
    logging.disable(logging.CRITICAL)
    name, *options = sys.argv[1:]
    with TemporaryDirectory() as folder:
        if name in ("carriers", "reader"):
            for number, original in enumerate(originals()):
                if original.kind in KINDS and len(original.data) < 200_000:
                    with open(f"{folder}/{number}", "wb") as file:  # noqa: PTH123
                        file.write(bytes([KINDS.index(original.kind)]) + original.data)
        elif name == "values":
            for number, word in enumerate(["0", "12", "1,234", "-3", "4166.24", "12万元", "（无）", "增2", "３"]):
                with open(f"{folder}/{number}", "wb") as file:  # noqa: PTH123
                    file.write(word.encode())
        atheris.Setup([sys.argv[0], *options, folder], STAGES[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
