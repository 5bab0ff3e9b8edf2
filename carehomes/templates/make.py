"""Makes a template: for any CCG and week, blank or pre-filled, from the newest snapshot."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas import Area, AreaList, week_problem
from carehomes.catalogue import TOPICS
from carehomes.snapshots import Snapshot, open_moment
from carehomes.store import Store
from carehomes.templates.columns import Column, columns_of
from carehomes.templates.notes import About
from carehomes.templates.rows import Row, area_rows, home_rows, pcns_of
from carehomes.templates.workbook import write_workbook

#: The kinds of return that have a template.
KINDS = ("home", "area")


@dataclass(frozen=True)
class Template:
    """A template as a file. ``rows`` counts the homes or PCNs that it brings."""

    file_name: str
    content: bytes
    rows: int


def make_template(
    store: Store,
    submitter: str,
    week: date,
    *,
    kind: str = "home",
    blank: bool = False,
    sets: Collection[str] = (),
    permitted: Permitted = EVERYWHERE,
) -> Template:
    """Return the template of a CCG for a week: XLSX, the same bytes for the same inputs.

    A home template brings a row a home of the register of that week, with last week's answers to the steady questions; an area
    template a row a PCN. With ``blank`` it brings neither. ``sets`` are those of optional questions (``TOPICS``) that it asks too. Raises
    ``ValueError`` in plain words for a CCG or week that has none, and for a set that there is not.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no template of the kind {kind!r}; choose home or area.")
    unknown = [one for one in sets if one not in TOPICS]
    if unknown:
        raise ValueError(f"There is no set of optional questions {unknown[0]!r}; choose from {', '.join(TOPICS)}.")
    ccg = _ccg(store.areas(), submitter, week)
    if not permitted.within(store.permitted.ccgs).may_open([ccg.code]):
        raise ValueError(f"{ccg.code} is not among the areas that you may see.")
    snapshot = open_moment(store, week=week)
    try:
        return _of(snapshot, ccg, week, kind, blank, sets, permitted)
    finally:
        snapshot.close()


def template_name(ccg: str, week: date, kind: str, blank: bool) -> str:
    """Return the file name of a template."""
    return f"care-home-support_{kind}-{'blank' if blank else 'template'}_ccg-{ccg}_week-{week.isoformat()}.xlsx"


def _ccg(areas: AreaList, submitter: str, week: date) -> Area:
    """Return the CCG, or say what is wrong with it or the week."""
    problem = week_problem(week)
    if problem:
        raise ValueError(problem)
    ccg = areas.get(submitter)
    if ccg is None or ccg.level != "ccg":
        raise ValueError(f"{submitter} is no CCG of the area list. Look at the code.")
    if not ccg.open_on(week):
        after = areas.successor(ccg)
        advice = f" Use its successor, {after.label}." if after.code != ccg.code and after.open_on(week) else ""
        raise ValueError(f"{ccg.label} was not open in the week ending {week.isoformat()}.{advice}")
    return ccg


def _of(snapshot: Snapshot, ccg: Area, week: date, kind: str, blank: bool, sets: Collection[str], permitted: Permitted) -> Template:
    columns = columns_of(kind, week, snapshot.questions, sets)
    if not any(one.question.role == "answer" for one in columns):
        raise ValueError(f"No question was asked yet in the week ending {week.isoformat()}. Look at the week.")
    rows = [] if blank else _rows(snapshot, ccg, week, kind, columns, permitted)
    about = About(
        kind=kind,
        ccg=ccg,
        week=week,
        blank=blank,
        rows=len(rows),
        carried=any(given.last_week for row in rows for given in row.values()),
        register=snapshot.register_label(week),
        snapshot=snapshot.name,
        demonstration=snapshot.demonstration,
        settings=snapshot.settings,
    )
    pcns = list(pcns_of(snapshot, ccg, week, permitted=permitted))
    return Template(template_name(ccg.code, week, kind, blank), write_workbook(about, columns, rows, pcns), len(rows))


def _rows(snapshot: Snapshot, ccg: Area, week: date, kind: str, columns: list[Column], permitted: Permitted) -> list[Row]:
    if kind == "area":
        return list(area_rows(snapshot, ccg, week, permitted=permitted))
    return list(home_rows(snapshot, ccg, week, {one.question.id: one.question for one in columns}, permitted=permitted))
