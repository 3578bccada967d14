"""The scripts that lie in a release: they read its CSV files and compare with its manifest, in Python and in R."""

from __future__ import annotations

PYTHON = '''#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recompute three figures of this release from its CSV files and compare them with manifest.json.

用本数据包的 CSV 重算三个数字，并与 manifest.json 对照。Python 3.9+, nothing else needed:
    python scripts/recompute.py
Exit 0 where all three agree, 1 where one does not.
"""
import csv
import json
import sys
from decimal import Decimal
from pathlib import Path

RELEASE = Path(__file__).resolve().parent.parent
csv.field_size_limit(2**31 - 1)


def rows(table):
    with (RELEASE / "csv" / (table + ".csv")).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


reports_with_year = sum(1 for row in rows("reports") if row["report_year"] != "")
new_requests_printed = Decimal(0)
new_requests_blank = 0
for cell in rows("cells_long"):
    if (cell["is_current"], cell["row_key"], cell["column_key"]) != ("1", "new_requests", "total"):
        continue
    if cell["state"] == "blank":
        new_requests_blank += 1
    elif cell["state"] == "number":
        new_requests_printed += Decimal(cell["value"] or "NaN")

computed = {
    "reports_with_year": reports_with_year,
    "new_requests_printed": new_requests_printed,
    "new_requests_blank": new_requests_blank,
}
stated = json.loads((RELEASE / "manifest.json").read_text(encoding="utf-8"))["figures"]
differ = 0
for name in stated:
    agrees = name in computed and computed[name] == stated[name]["value"]
    differ += not agrees
    print(name, "stated", stated[name]["value"], "computed", computed.get(name), "agree" if agrees else "DIFFER")
sys.exit(1 if differ else 0)
'''

R = """# SPDX-License-Identifier: Apache-2.0
# Recompute three figures of this release from its CSV files and compare them with manifest.json.
# 用本数据包的 CSV 重算三个数字，并与 manifest.json 对照。Base R (4.0 or later), nothing else needed:
#     Rscript scripts/recompute.R
# Exit 0 where all three agree, 1 where one does not.
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
release <- if (length(script) == 1) dirname(dirname(normalizePath(script))) else getwd()

table_of <- function(name) {
  read.csv(file.path(release, "csv", paste0(name, ".csv")), encoding = "UTF-8", colClasses = "character",
           na.strings = character(0), check.names = FALSE)
}

reports <- table_of("reports")
cells <- table_of("cells_long")
new_requests <- cells[cells$is_current == "1" & cells$row_key == "new_requests" & cells$column_key == "total", ]

computed <- c(
  reports_with_year = sum(reports$report_year != ""),
  new_requests_printed = sum(as.numeric(new_requests$value[new_requests$state == "number"])),
  new_requests_blank = sum(new_requests$state == "blank")
)

# the manifest states each figure as  "name": {"value": 123, ...}; base R reads no JSON
manifest <- paste(readLines(file.path(release, "manifest.json"), encoding = "UTF-8", warn = FALSE), collapse = " ")
stated <- sapply(names(computed), function(name) {
  found <- regmatches(manifest, regexec(paste0('"', name, '": *[{] *"value": *([-0-9]+)'), manifest))[[1]]
  if (length(found) == 2) as.numeric(found[2]) else NA
})

agree <- !is.na(stated) & !is.na(computed) & computed == stated
for (name in names(computed)) {
  cat(name, "stated", format(stated[[name]], scientific = FALSE), "computed",
      format(computed[[name]], scientific = FALSE), if (agree[[name]]) "agree" else "DIFFER", "\\n")
}
quit(status = if (all(agree)) 0 else 1)
"""
