"""The texts of a release for people: README, CITATION.cff, DataCite metadata, licences."""

# ruff: noqa: E501 (a Han character counts as two columns)
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive.codebook import codebook
from archive.notes import NOTES
from archive.releases.layout import LONG_CELLS
from archive.releases.writing import Table

CREATOR = "nianbao"
TITLE_CHINESE = "年报 nianbao：中国县级政府信息公开工作年度报告数据"
TITLE_ENGLISH = "nianbao: annual reports on open government information of Chinese county portals"

_README = """# {title_chinese} · {stamp}

{title_english}. Release {stamp}.

## 这是什么 / What this is

中国县（市、区）政府网站所发布《政府信息公开工作年度报告》的逐格数据：所印文字、数值、状态、出处，每一次改动，以及可复核的原件摘要。
{frame_chinese}

Every cell of the annual reports on open government information (政府信息公开工作年度报告) that Chinese county portals
publish: as printed, its value, its state, where it stands, and every change. {frame_english}

**便利样本 / A convenience sample.** 所收网站由维护者挑选，不是随机样本，不可据此推断全国；`observed_from` 之前发布者，所见为存留者。
The portals were chosen by those who keep the archive. Nothing here is an estimate for all counties; what was published before
`observed_from` is what survived until then. See `csv/coverage_frame.csv` and `csv/coverage.csv`.

**未见不等于未公开 / Not seen does not mean not published.** 空白不是 0：数值为空时，看旁边的状态列（`csv/missingness.csv`）。
A blank is never 0: where a value is null, the state beside it says why (`csv/missingness.csv`). No sentinel numbers.

## 文件 / Files

| 文件 file | 内容 what |
|---|---|
| `archive.db`, `archive.db.zst` | 整个数据库（SQLite）及其压缩 / the whole database and the same, compressed |
| `csv/*.csv` | 每表一个文件，UTF-8，无 BOM / one for each table |
| `parquet/*.parquet` | 同上，Parquet / the same rows |
| `csv/cells_long.csv` | 逐格长表：年报 × 版次 × 行 × 列 / every cell of every revision |
| `csv/panel_agency_year.csv`, `stata/…dta` | 面板：单位 × 年度 / panel of bodies |
| `csv/panel_county_year.csv`, `stata/…dta` | 面板：县 × 年度 / panel of counties |
| `csv/crosswalk.csv` | 2019、2021 格式与旧式报告的对照：相同、相近、没有，及理由 / the crosswalk between the editions |
| `csv/coverage.csv`, `csv/coverage_frame.csv` | 收录情况、观测范围 / coverage and its frame |
| `csv/aliases.csv` | 已停用的标识符 / retired identifiers |
| `csv/delta.csv` | 与上一数据包之差，注明起因 / what differs from the release before, with its cause |
| `datapackage.json` | 各表各列的说明（Frictionless）/ every field described |
| `CODEBOOK.md` | 编码手册 / codebook |
| `manifest.json`, `SHA256SUMS` | 摘要、行数、版本、采集批次、摘要链、原件（WARC）摘要 / digests, rows, versions, crawls, chain, WARC files |
| `scripts/recompute.py`, `scripts/recompute.R` | 重算三个数字 / recompute three figures |
| `CITATION.cff`, `datacite.json`, `LICENSE.md` | 引用与许可 / citation and licence |

Parquet 与 CSV 内容相同；数值列 `value`（cells、legacy_figures、delta）在 Parquet 中为十进制文字，以保确切。
Parquet and CSV hold the same; exact decimals (`value` of cells, legacy_figures, delta) are text in Parquet. In the Stata files null
texts are empty and states are labelled numbers (`csv/missingness.csv`).

CSV 中空文字与空值不分（`printed`：见 `state`）。 In CSV an empty text and a null look alike to most readers (for `printed` the state tells).

## 核对 / Check it

    sha256sum --check SHA256SUMS
    python scripts/recompute.py
    Rscript scripts/recompute.R
    nianbao verify .

最后一项另查数据库完整、摘要链、行数，并由长表重算面板。 The last one also checks the database, the digest chain and all row
counts, and makes the panels again from the long cells; it needs this folder only.

摘要链首 / chain head: `{head}`

## 与上一数据包 / Against the release before

{against}

## 标识符 / Identifiers

标识符由自然键构成，意义永不改变；停用者见 `csv/aliases.csv`。引用某一版次：`/version/<versions.id>`，永远指同一内容。
Identifiers are made from natural keys and never change their meaning; retired ones are in `csv/aliases.csv`. Cite one revision of a
report by `versions.id` (page `/version/<id>`): it means the same content for good.

## 不要误读 / Misreadings to avoid

* 县本级数字与下属单位之和口径重叠，不得相加（看 `scope`）。 The county's figures and the sum of its units overlap (mind `scope`): never
  add them up.
* 2019 与 2021 格式之间，只有 `crosswalk` 称 exact 者可连。 Across the seam 2019/2021 join only what the crosswalk calls exact.
* `problems`、`findings` 是线索，不是结论。 Problems and findings are leads, not conclusions.
* `delta` 中起因为 parser 者是我们改正读数，不是官方改动。 In `delta`, cause `parser` is a correction of ours, no change of theirs.
* 一致性：自动读数，可能有误；原件与所印文字并存，以原件为准。 The figures are read by a program and may be wrong; the originals decide.

## 引用与许可 / Citation and licence

{creator} ({year}). {title_english} (release {stamp}) [Data set]. 另见 `CITATION.cff`。
数据中属于我们的部分：CC BY 4.0；年报本身为政府公开文件；脚本：Apache-2.0。见 `LICENSE.md`。
What is ours of the data: CC BY 4.0; the reports themselves are public documents; the scripts: Apache-2.0.
"""

_LICENCE = """# 许可 / Licence

## 数据 / Data

SPDX-License-Identifier: CC-BY-4.0

数据库、各表、面板、编码手册与说明中属于本项目的部分，按“知识共享 署名 4.0 国际”许可使用：
https://creativecommons.org/licenses/by/4.0/legalcode.zh-hans 。转用请署名“nianbao 年报”，注明数据包编号，并说明所作改动。

What is ours in the database, the tables, the panels, the codebook and these texts is licensed under the Creative Commons
Attribution 4.0 International licence: https://creativecommons.org/licenses/by/4.0/legalcode . Credit "nianbao 年报", name the
release, and say what you changed. The data come as they are, without any warranty.

年报本身（标题、正文、表格所印文字）是政府机关依《中华人民共和国政府信息公开条例》公布的公开文件，不因本许可而设任何限制。
The reports themselves (titles, texts, printed tables) are public documents that government bodies publish under the regulations on
open government information; this licence puts no restriction on them.

## 脚本 / Scripts

SPDX-License-Identifier: Apache-2.0

`scripts/` 中的程序按 Apache 许可 2.0 使用 / the programs in `scripts/` are licensed under the Apache License, Version 2.0:
https://www.apache.org/licenses/LICENSE-2.0 . They come "as is", without warranties or conditions of any kind.
"""


def _date(stamp: str) -> str:
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"


def readme(manifest: Mapping[str, Any]) -> str:
    """README.md of a release, in both languages."""
    frame, against = manifest["frame"], manifest["against"]
    chain = manifest["chain"]
    if against is None:
        told = "首个数据包，无可比较。 The first release in this place: nothing to compare with."
    else:
        causes = ", ".join(f"{cause} {count}" for cause, count in against["causes"].items())
        told = f"{against['release']}：{against['differences']} 处不同 / differences ({causes})."
    years = f"{frame['first_report_year']}–{frame['last_report_year']}"
    return _README.format(
        title_chinese=TITLE_CHINESE,
        title_english=TITLE_ENGLISH,
        stamp=manifest["stamp"],
        head=chain[-1]["head"] if chain else "—",
        against=told,
        creator=CREATOR,
        year=manifest["stamp"][:4],
        frame_chinese=(
            f"报告年度 {years}；网站 {frame['portals_known']} 个（走访过 {frame['portals_walked']} 个），单位 {frame['bodies']} 个，"
            f"年报 {frame['reports']} 份，未见 {frame['body_years_not_seen']} 个单位年度；观测 {frame['observed_from']} 至"
            f" {frame['observed_until']}（UTC）。"
        ),
        frame_english=(
            f"Report years {years}; {frame['portals_known']} portals ({frame['portals_walked']} walked), {frame['bodies']} bodies,"
            f" {frame['reports']} reports, {frame['body_years_not_seen']} body-years not seen; observed from"
            f" {frame['observed_from']} to {frame['observed_until']} (UTC)."
        ),
    )


def citation(stamp: str) -> str:
    """CITATION.cff (Citation File Format 1.2.0)."""
    return f"""cff-version: 1.2.0
message: If you use these data, please cite this release.
type: dataset
title: "{TITLE_ENGLISH}"
abstract: "{TITLE_CHINESE}"
version: "{stamp}"
date-released: {_date(stamp)}
authors:
  - name: {CREATOR}
license: CC-BY-4.0
keywords:
  - 政府信息公开
  - 年报
  - open government information
  - China
"""


def datacite(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata by the DataCite schema 4; the DOI is for whoever publishes the release."""
    frame, stamp, against = manifest["frame"], manifest["stamp"], manifest["against"]
    dates = [{"date": _date(stamp), "dateType": "Created"}]
    if frame["observed_from"]:
        until = frame["observed_until"] or frame["observed_from"]
        dates.append({"date": f"{frame['observed_from'][:10]}/{until[:10]}", "dateType": "Collected"})
    related = []
    if against is not None:
        related.append(
            {
                "relatedIdentifier": f"urn:nianbao:release:{against['stamp']}",
                "relatedIdentifierType": "URN",
                "relationType": "IsNewVersionOf",
            }
        )
    return {
        "identifiers": [],
        "alternateIdentifiers": [
            {"alternateIdentifier": f"urn:nianbao:release:{stamp}", "alternateIdentifierType": "URN"}
        ],
        "creators": [{"name": CREATOR, "nameType": "Organizational"}],
        "titles": [
            {"title": TITLE_ENGLISH, "lang": "en"},
            {"title": TITLE_CHINESE, "titleType": "TranslatedTitle", "lang": "zh"},
        ],
        "publisher": {"name": CREATOR},
        "publicationYear": stamp[:4],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data release"},
        "subjects": [
            {"subject": "open government information", "lang": "en"},
            {"subject": "政府信息公开", "lang": "zh"},
        ],
        "dates": dates,
        "language": "zh",
        "version": stamp,
        "rightsList": [
            {
                "rights": "Creative Commons Attribution 4.0 International",
                "rightsUri": "https://creativecommons.org/licenses/by/4.0/legalcode",
                "rightsIdentifier": "CC-BY-4.0",
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "descriptions": [
            {
                "description": "Every cell of the annual reports on open government information that Chinese county portals"
                " publish, with states of missingness, changes and provenance. A convenience sample of portals.",
                "descriptionType": "Abstract",
                "lang": "en",
            }
        ],
        "formats": ["text/csv", "application/vnd.apache.parquet", "application/x-stata", "application/vnd.sqlite3"],
        "geoLocations": [{"geoLocationPlace": "China"}],
        "relatedIdentifiers": related,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


def codebook_of(written: Iterable[Table]) -> str:
    """CODEBOOK.md of a release: the archive's own, and the tables that only a release has."""
    parts = [codebook(), "## 数据包另有之表 / Tables that only a release has\n"]
    for table in written:
        if table.name not in NOTES or table.name == LONG_CELLS:
            parts.append(
                f"### {table.name}\n\n{table.title}. {table.description}\n\n| column | type | meaning |\n|---|---|---|"
            )
            parts += [f"| `{column.name}` | {column.type} | {column.description} |" for column in table.columns]
            parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def licence() -> str:
    """LICENSE.md of a release."""
    return _LICENCE
