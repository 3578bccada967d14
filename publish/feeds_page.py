"""Feeds of what is new: reports, changes, withdrawals, problems, what was not seen, what we corrected; of the whole, of
a portal, of a body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from datasette.utils.asgi import NotFound

from archive.indicator_store import LOOKED
from archive.printed_form import problem_names
from publish.atom import Entry, answer, identifier
from publish.change_rows import condition
from publish.corrections_words import reading_place, shown
from publish.database import Row, rows
from publish.listing import Filters
from publish.page import archive_or_404, link
from publish.words import FEEDS, KIND_OF_CHANGE, STATUS, beijing, interval, pair

ENTRIES = 50
DIFFERENCES = 15
"""So many differences of one revision are told in a feed; its page has them all."""
COUNTED = 500
"""So many of one revision are counted: of more it says that they are at least so many."""
FILTERS = ("portal", "agency")

REPORTS = """
SELECT v.id, v.report, v.report_year, v.title, v.first_seen, v.published_on, a.name AS agency_name,
  p.name AS portal_name
FROM versions AS v JOIN agencies AS a ON a.id = v.agency LEFT JOIN portals AS p ON p.id = a.portal
WHERE {} AND NOT EXISTS (SELECT 1 FROM versions AS o
    WHERE o.report = v.report AND (o.first_seen, o.id) < (v.first_seen, v.id))
ORDER BY v.first_seen DESC, v.id DESC LIMIT :limit
"""
CHANGES = """
WITH latest AS (SELECT h.version, h.first_seen_new FROM changes AS h WHERE {0}
    ORDER BY h.first_seen_new DESC LIMIT 20000),
  newest AS (SELECT DISTINCT version, first_seen_new FROM latest ORDER BY 2 DESC, 1 DESC LIMIT :limit),
  told AS (SELECT l.id, l.what, l.report, l.agency_name, l.report_year, l.kind, l.row_label, l.column_label, l.old,
      l.new, l.last_seen_old, l.first_seen_new, l.version, count(*) OVER same AS n,
      row_number() OVER (PARTITION BY l.first_seen_new, l.version ORDER BY l.id) AS place
    FROM newest AS n CROSS JOIN change_log AS l ON l.id IN (SELECT x.id FROM changes AS x WHERE x.version = n.version
      AND x.first_seen_new IS n.first_seen_new AND x.repeats IS NULL LIMIT :counted)
    WHERE {1} WINDOW same AS (PARTITION BY l.first_seen_new, l.version))
SELECT * FROM told WHERE place <= :told ORDER BY first_seen_new DESC, version DESC, place
"""
PROBLEMS = """
WITH newest AS MATERIALIZED (SELECT v.id, v.first_seen, v.report_year, a.name AS agency_name
  FROM versions AS v JOIN current AS c ON c.version = v.id LEFT JOIN agencies AS a ON a.id = v.agency
  WHERE {} AND (EXISTS (SELECT 1 FROM problems AS p WHERE p.version = v.id AND p.origin = 'source'
      AND p.severity <> 'info') OR EXISTS (SELECT 1 FROM findings AS f WHERE f.version = v.id AND f.severity <> 'info'))
  ORDER BY v.first_seen DESC, v.id DESC LIMIT :limit),
  found AS (SELECT n.*, p.kind, p.seen, p.expected, NULL AS chinese, p.form_table, p.row_key, p.column_key
      FROM newest AS n CROSS JOIN problems AS p ON p.rowid IN (SELECT x.rowid FROM problems AS x
        WHERE x.version = n.id AND x.origin = 'source' AND x.severity <> 'info' LIMIT :counted)
    UNION ALL SELECT n.*, f.kind, f.seen, f.expected, f.chinese, f.form_table, f.row_key, f.column_key
      FROM newest AS n CROSS JOIN findings AS f ON f.id IN (SELECT x.id FROM findings AS x
        WHERE x.version = n.id AND x.severity <> 'info' LIMIT :counted)),
  told AS (SELECT *, count(*) OVER (PARTITION BY id) AS n, row_number() OVER (PARTITION BY id
      ORDER BY kind, form_table, row_key, column_key) AS place FROM found)
SELECT * FROM told WHERE place <= :told ORDER BY first_seen DESC, id DESC, place
"""
"""The rows of the view `discrepancies` of these revisions: asked by the view, all of them would be looked at."""
UNSEEN = f"""
WITH due AS (SELECT max(report_year) AS year FROM level_years WHERE function = '' AND province = ''
    AND reports + not_seen > 0),
  walks AS (SELECT k.portal, min(c.finished) AS since FROM crawls AS c JOIN crawl_portals AS k ON k.crawl = c.id
    WHERE k.lists_complete AND c.finished > (SELECT year + 1 FROM due) || '-02' GROUP BY k.portal),
  chosen AS (SELECT g.agency, g.report_year FROM coverage AS g CROSS JOIN agencies AS a ON a.id = g.agency
    JOIN walks AS w ON w.portal = a.portal
    WHERE g.report_year = (SELECT year FROM due) AND g.state = 'not_seen' AND g.reason IN {LOOKED} AND {{}}
    ORDER BY w.since DESC, g.agency LIMIT :limit)
SELECT n.*, coalesce((SELECT min(c.finished) FROM crawls AS c JOIN crawl_portals AS k ON k.crawl = c.id
    WHERE k.portal = n.portal AND k.lists_complete AND substr(c.finished, 1, 10) > n.due_on), n.as_of) AS since
FROM chosen AS k CROSS JOIN not_seen AS n ON n.agency = k.agency AND n.report_year = k.report_year
ORDER BY since DESC, n.agency
"""
CORRECTIONS = """
WITH newest AS (SELECT DISTINCT g.reread_at, g.version FROM corrected_readings AS g WHERE {}
    ORDER BY g.reread_at DESC, g.version LIMIT :limit),
  told AS (SELECT g.*, count(*) OVER same AS n, row_number() OVER (PARTITION BY g.reread_at, g.version
      ORDER BY g.position) AS place
    FROM newest AS w CROSS JOIN corrected_readings AS g ON g.version = w.version AND g.reread_at = w.reread_at
      AND g.position <= :counted
    WINDOW same AS (PARTITION BY g.reread_at, g.version))
SELECT * FROM told WHERE place <= :told ORDER BY reread_at DESC, version, place
"""


def _named(row: Row) -> str:
    """The body and the year of a report."""
    year = f" {row['report_year']} 年度" if row["report_year"] else ""
    return f"{row['agency_name'] or '单位不明'}{year}"


def _together(found: list[Row], *keys: str) -> list[list[Row]]:
    return [list(same) for _, same in groupby(found, key=lambda row: tuple(row[key] for key in keys))]


def _cut(told: list[str], all_of_them: int) -> str:
    rest = all_of_them - DIFFERENCES
    more = (
        (f"另有至少 {rest} 处", f"at least {rest} more")
        if all_of_them >= COUNTED
        else (f"另有 {rest} 处", f"{rest} more")
    )
    return "\n".join(told + ([f"{more[0]} / and {more[1]}"] if rest > 0 else []))


def _number(counted: int) -> str:
    """How many there are; of very many, that there are at least so many."""
    return f"{COUNTED}+" if counted >= COUNTED else str(counted)


def _of_reports(found: list[Row], whole: Callable[..., str]) -> list[Entry]:
    return [
        Entry(
            identifier("report", row["report"]),
            f"{_named(row)} · 新收年报 new report",
            row["first_seen"],
            whole("report", row["report"]),
            f"{row['title'] or ''}\n{row['portal_name'] or ''}，{beijing(row['first_seen'])} 首次见到；"
            "首次见到的日子不是发布的日子。 / When we first saw it, which is not when it was published.",
        )
        for row in found
    ]


def _difference(row: Row) -> str:
    place = f"{row['row_label']}（{row['column_label']}）" if row["row_label"] else pair(KIND_OF_CHANGE, row["kind"])[0]
    sides = [row["old"], row["new"]]
    if row["kind"] == "status":
        sides = [pair(STATUS, side)[0] for side in sides]
    old, new = ("无 none" if side is None else (side[:200] or "空白 blank") for side in sides)
    return f"{place} {old} → {new}"


def _of_changes(found: list[Row], whole: Callable[..., str]) -> list[Entry]:
    entries = []
    for same in _together(found, "version", "first_seen_new"):
        first, when = same[0], interval(same[0]["last_seen_old"], same[0]["first_seen_new"])
        gone = all(row["what"] == "gone" for row in same)
        told = [_cut([_difference(row) for row in same], first["n"])]
        if any(row["what"] == "gone" for row in same):
            told.append(
                "两次查看都打不开；网站改版、临时故障也会如此，这不等于撤回。"
                " / Not reachable at two looks. A redesign or an outage looks the same; it does not prove a withdrawal."
            )
        entries.append(
            Entry(
                identifier("changes", first["version"], first["first_seen_new"] or ""),
                f"{_named(first)} · {'不见了 gone' if gone else '改动 changed'}",
                first["first_seen_new"] or first["last_seen_old"],
                whole("report", first["report"]) + "#changes",
                "\n".join([f"{when[0]} / {when[1]}", *told]),
            )
        )
    return entries


def _of_problems(found: list[Row], whole: Callable[..., str]) -> list[Entry]:
    names, entries = problem_names(), []
    for same in _together(found, "id"):
        told = []
        for row in same:
            name = pair(names, row["kind"])[0]
            sides = " ≠ ".join(str(row[side])[:120] for side in ("seen", "expected") if row[side] is not None)
            told.append(row["chinese"] or f"{name} {sides}".strip())
        lead = "这些是线索，不是结论。/ Leads, not findings."
        entries.append(
            Entry(
                identifier("problems", same[0]["id"]),
                f"{_named(same[0])} · {_number(same[0]['n'])} 处对不上 discrepancies",
                same[0]["first_seen"],
                whole("version", same[0]["id"]) + "#problems",
                f"{lead}\n{_cut(told, same[0]['n'])}",
            )
        )
    return entries


def _of_unseen(found: list[Row], whole: Callable[..., str]) -> list[Entry]:
    binding = {"law": "法定期限 date set by law", "custom": "惯例期限，不是法定 date of custom, not of law"}
    return [
        Entry(
            identifier("unseen", row["agency"], row["report_year"]),
            f"{_named(row)} · 未见 not seen",
            row["since"],
            whole("agency", row["agency"]),
            f"{row['portal_name'] or ''}：栏目走完，没有这一年度的年报；最后查看 {beijing(row['as_of'])}。"
            f"{binding.get(row['binding'], '期限不明 date not known')} {row['due_on'] or ''}。"
            "未见不等于未公开。 / Its lists were walked whole and do not have it; that does not mean not published.",
        )
        for row in found
    ]


def _of_corrections(found: list[Row], whole: Callable[..., str]) -> list[Entry]:
    entries = []
    for same in _together(found, "version", "reread_at"):
        first = same[0]
        told = [f"{reading_place(row)[0]} {shown(row['old'])} → {shown(row['new'])}" for row in same]
        entries.append(
            Entry(
                identifier("corrected", first["version"], first["reread_at"]),
                f"{_named(first)} · 我们改正了读数 our reading was corrected",
                first["reread_at"],
                whole("version", first["version"]) + "#rereadings",
                "官方页面没有改动，是我们重读了同一文件。 / The report did not change: we read the same bytes again.\n"
                + _cut(told, first["n"]),
            )
        )
    return entries


@dataclass(frozen=True, slots=True)
class Kind:
    """A feed: the page that shows the same, its rows and how they are told."""

    page: str
    sql: str
    told: Callable[[list[Row], Callable[..., str]], list[Entry]]


KINDS = {
    "reports": Kind("/", REPORTS, _of_reports),
    "changes": Kind("/changes", CHANGES, _of_changes),
    "withdrawals": Kind("/changes?what=gone", CHANGES, _of_changes),
    "problems": Kind("/discrepancies", PROBLEMS, _of_problems),
    "unseen": Kind("/not-seen", UNSEEN, _of_unseen),
    "corrections": Kind("/corrections", CORRECTIONS, _of_corrections),
}


COLUMNS = {
    "unseen": {"portal": "a.portal", "agency": "a.id"},
    "corrections": {"portal": "g.portal", "agency": "g.agency"},
}
"""Feed → the columns of its SQL that it is narrowed by, where they are not those of a version."""


def _statement(name: str, chosen: dict[str, str]) -> str:
    """The SQL of a feed for what is chosen."""
    if name in ("changes", "withdrawals"):
        gone = {"what": "gone"} if name == "withdrawals" else {}
        return CHANGES.format(condition({**chosen, **gone}), "l.what = 'gone'" if gone else "1")
    columns = COLUMNS.get(name, {"portal": "a.portal", "agency": "v.agency"})
    where = " AND ".join(f"{columns[key]} = :{key}" for key in chosen) or "1"
    return KINDS[name].sql.format(where)


async def feeds(datasette: Any, request: Any) -> Any:
    """GET /feed/<kind>.atom: portal, agency. Newest first."""
    name = request.url_vars["kind"]
    if name not in KINDS:
        raise NotFound("没有这种订阅 / There is no such feed.")
    database = await archive_or_404(datasette)
    kind, asked = KINDS[name], Filters.of(request.args, FILTERS)

    def whole(*parts: object) -> str:
        return str(datasette.absolute_url(request, link(datasette, *parts)))

    def address(path: str) -> str:
        mark = "&" if "?" in path else "?"
        query = f"{mark}{asked.address()}" if asked.chosen else ""
        return str(datasette.absolute_url(request, datasette.urls.path(path) + query))

    parameters = {**asked.chosen, "limit": ENTRIES, "told": DIFFERENCES, "counted": COUNTED}
    entries = kind.told(await rows(database, _statement(name, asked.chosen), parameters), whole)
    of = f" · {'、'.join(asked.chosen.values())}" if asked.chosen else ""
    title = f"年报 nianbao · {' '.join(FEEDS[name])}{of}"
    return answer(title, address(kind.page), address(f"/feed/{name}.atom"), entries)
