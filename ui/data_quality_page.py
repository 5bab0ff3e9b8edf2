"""Data quality: missing submissions, who returns late, what rules found by week, changes of method, settings, limits of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from carehomes.charts import broken, noted, words
from carehomes.ledger import notes as kept
from carehomes.measures.return_states import NOT_RETURNED
from carehomes.settings import Settings, suppress_to
from ui.downloads import draw_files
from ui.frame import Page
from ui.received import findings_table
from ui.tables import Column, html_table
from ui.text import block, esc

#: Weeks that the page looks back.
_WEEKS = 16
#: Notes that tell of a method or of an error.
_METHOD = ("definition changed", "data issue")
LIMITS = (
    "What a home did: they hold what its CCG says of it.",
    "Anything of a home that did not answer: it is neither yes nor no, and the range says how much that leaves open.",
    "How well something is done: a check-in counts as one, however long it took.",
    "How many leads there are: one lead may serve many homes, and two may share one.",
    "Why a figure moved: What changed parts it into real change, returners, revisions and registers, and names no cause.",
    "That one small area is worse than another by a few points: the 95% interval and the ranks say how much chance alone could do.",
    "Anything of homes that no register lists, or of residents by person: no person's data comes in.",
    "The same in the newest weeks as later: they are provisional until late returns and corrections are in.",
)


def draw_data_quality(page: Page) -> None:
    """Draw the whole page for the chosen area and the weeks up to the one shown."""
    shown = page.selection.week
    if shown is None:
        return
    weeks = [week for week in page.snapshot.weeks if week <= shown][-_WEEKS:]
    now = page.snapshot.as_at or datetime.now(UTC)
    states = page.asked.return_states(page.selection, weeks[0], shown, now)
    left, right = st.columns([1.4, 1], gap="small")
    with left, st.container(key="card_missing"):
        found = by_week(states, [_found_here(page, states, week) for week in weeks], weeks)
        block(f'<h2 class="ch-title">{esc(missing_title(states))}</h2>{_weeks_table(found)}')
        draw_files(page, "missing_by_week", "Missing submissions and findings by week", found)
    with right, st.container(key="card_late"):
        records = page.asked.submitter_records(page.selection, weeks[0], shown, now)
        block(f'<h2 class="ch-title">Who returns late or not at all</h2>{_late_table(records)}')
    with st.container(key="card_known"):
        told = findings_table(page, page.asked.rule_findings(shown))
        block(f'<h2 class="ch-title">Known errors, {esc(words.week(shown))}</h2>{told}')
    left, right = st.columns(2, gap="small")
    with left, st.container(key="card_methods_changed"):
        block(f'<h2 class="ch-title">Changes of method and known issues</h2>{_changes(page)}')
    with left, st.container(key="card_settings"):
        block(f'<h2 class="ch-title">Settings in force</h2>{settings_table(page.snapshot.settings)}')
    with right, st.container(key="card_limits"):
        listed = "".join(f"<li>{esc(line)}</li>" for line in LIMITS)
        block(f'<h2 class="ch-title">What the figures cannot say</h2><ul class="ch-list">{listed}</ul>')


def _found_here(page: Page, states: pd.DataFrame, week: date) -> int:
    found = page.asked.rule_findings(week)
    return int(found["ccg"].isin(set(states["code"])).sum())


def by_week(states: pd.DataFrame, findings: Sequence[int], weeks: Sequence[date]) -> pd.DataFrame:
    """Return each of ``weeks``, the newest first: returns expected and missing, homes of the missing, who they are, findings."""
    rows = []
    for week, found in zip(weeks, findings, strict=True):
        expected = states[(states["week"] == week) & states["expected"].astype(bool)]
        out = expected[expected["state"].isin(NOT_RETURNED)]
        who = "; ".join(f"{row['name']} ({row['code']}): {row['state']}" for row in out.to_dict("records"))
        homes = int(out["registered"].fillna(0).sum())
        rows.append([week, len(expected), len(out), homes, who, found])
    columns = ["week", "returns_expected", "returns_missing", "homes_of_missing", "missing", "findings"]
    return pd.DataFrame(rows[::-1], columns=columns)


def missing_title(states: pd.DataFrame) -> str:
    """Return the finding: how many of the expected returns are missing over the weeks of ``states``."""
    expected = states[states["expected"].astype(bool)]
    out = int(expected["state"].isin(NOT_RETURNED).sum())
    weeks = words.plural(expected["week"].nunique(), "week")
    return (
        f"Missing submissions: {words.count(out)} of {words.plural(len(expected), 'return')} ({words.share(out, len(expected))}) in {weeks}"
    )


def _weeks_table(found: pd.DataFrame) -> str:
    rows = [
        [
            words.day(row["week"]),
            f"{row['returns_missing']} of {row['returns_expected']}",
            words.count(row["homes_of_missing"]),
            row["missing"] or "nobody",
            words.count(row["findings"]),
        ]
        for row in found.to_dict("records")
    ]
    columns = [
        Column("Week ending Sunday"),
        Column("Returns missing", True),
        Column("Their homes", True),
        Column("Who, and why", width=44),
        Column("Found while counting", True),
    ]
    return html_table("Returns that do not stand, and what the rules of counting found, the newest week first", columns, rows, scroll=False)


def _late_table(records: pd.DataFrame) -> str:
    late = records[(records["late"] > 0) | (records["missing"] > 0)]
    if late.empty:
        return '<p class="ch-muted">Nobody: every return of these weeks came by its deadline.</p>'
    ordered = late.assign(out=late["late"] + late["missing"]).sort_values(["out", "code"], ascending=[False, True], kind="stable")
    rows = [
        [
            f"{row['name']} ({row['code']})" if row["name"] else str(row["code"]),
            f"{row['on_time']} of {row['expected']}",
            words.count(row["late"]),
            words.count(row["missing"]),
        ]
        for row in ordered.to_dict("records")
    ]
    columns = [Column("CCG"), Column("On time", True), Column("Late", True), Column("Missing", True)]
    return html_table(f"{words.plural(len(rows), 'CCG')}, those with most first", columns, rows)


def _changes(page: Page) -> str:
    names = {one.id: one.name for one in page.snapshot.measures.values()}
    found = [one for one in kept.notes(page.store, page.snapshot.as_at) if one.kind in _METHOD]
    latest = page.snapshot.latest_week
    breaks = {one for measure in page.snapshot.offered.values() for one in measure.breaks if latest and one.week <= latest}
    if not (found or breaks):
        return '<p class="ch-muted">None is noted. The Notes and events page takes one.</p>'
    newest = sorted(found, key=lambda one: (one.first, one.number), reverse=True)
    lines = [noted.told(one, page.snapshot.areas, names) for one in newest]
    lines += [broken.told(one) for one in sorted(breaks, key=lambda one: (one.day, one.question), reverse=True)]
    return f'<ul class="ch-list">{"".join(f"<li>{esc(line)}</li>" for line in lines)}</ul>'


def settings_table(settings: Settings) -> str:
    """Return the settings that decide figures, each in words with the value in force."""
    rows = [
        ("Beds for which one oximeter is needed (an assumption)", words.count(settings.beds_per_oximeter)),
        ("Weeks for which an oximeter count is carried", words.count(settings.carry_weeks)),
        ("Homes that must have answered for an area to be compared", f"{settings.compare_from}%"),
        ("Deadline after the week's Sunday", f"{words.plural(settings.due_days, 'day')}, {settings.due_time:%H:%M}, London"),
        ("Limit for a new resident's plan", settings.plan_days),
        ("A count is asked about when it is above or below its last four by", f"{settings.jump_times} times"),
        ("A week is settled when fewer homes than this may still move", f"{settings.settled_below}%"),
        ("Beyond the team a count of people is small up to", words.count(suppress_to())),
    ]
    return html_table("Of this installation", [Column("Setting"), Column("In force", True)], rows, scroll=False)
