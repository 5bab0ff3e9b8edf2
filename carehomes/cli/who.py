"""``returns --who``: who has returned, as the page Who has returned tells it: states, what they add up to, whom to chase."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment, week_label, week_problem
from carehomes.charts import words
from carehomes.charts.chase import chase_list
from carehomes.cli.console import ACCEPTED, REFUSED, print_json, text_table
from carehomes.ledger.closings import Closed, closed_weeks
from carehomes.measures import ccgs_under, question_response, return_states, submitter_records, tallies
from carehomes.snapshots import Snapshot, open_moment, records
from carehomes.store import open_store


def show(week: date | None, *, area: str, as_at: datetime | None, areas: str, as_json: bool) -> int:
    """Print who has returned for a week (the newest one, if None), as text or JSON. JSON has every week up to it beside.

    Returns 1 with a plain sentence where the week or the area is unknown.
    """
    store = open_store()
    if week is not None and (problem := week_problem(week) or store.hidden(week)):
        print(problem, file=sys.stderr)
        return REFUSED
    if week is None and as_at is not None:
        # As at a past moment the newest week is the one that had ended by then, though nobody had returned for it yet.
        day = as_at.astimezone(words.LONDON).date()
        week = day - timedelta(days=(day.weekday() + 1) % 7)
    snapshot = open_moment(store, as_at=as_at, week=week)
    shown = week or snapshot.latest_week
    found = snapshot.areas.get(area) if area and area.lower() != "england" else snapshot.areas.top
    if shown is None or found is None:
        print(f"There is no area with the code {area}. Look at the code." if shown else "No return was received.", file=sys.stderr)
        return REFUSED
    first = min([shown, *snapshot.weeks])
    ccgs = ccgs_under(snapshot, found.code, areas)
    if not ccgs:
        print(f"No CCG lies in {found.label}. Name a region, an STP or a CCG.", file=sys.stderr)
        return REFUSED
    states = return_states(snapshot, first, shown, ccgs, permitted=EVERYWHERE)
    now = states[states["week"] == shown]
    closed = closed_weeks(store, as_at)
    if as_json:
        about = {"week": shown, "area": found.code, "areas": areas}
        print_json({**about, **_document(snapshot, states, shown, ccgs, closed)})
    else:
        _print(now, shown, snapshot, closed)
    return ACCEPTED


def _document(snapshot: Snapshot, states: pd.DataFrame, week: date, ccgs: set[str], closed: dict[date, Closed]) -> dict[str, Any]:
    settings = snapshot.settings
    now = states[states["week"] == week]
    first = min(states["week"], default=week)
    record = submitter_records(snapshot, first, week, ccgs, permitted=EVERYWHERE)
    return {
        "as_at": snapshot.as_at,
        "known_at": snapshot.known_at,
        "snapshot": snapshot.name,
        "demonstration": snapshot.demonstration,
        "due": due_moment(week, days=settings.due_days, at=settings.due_time),
        "closed": [{**asdict(one.entry), "allowed": [asdict(late) for late in one.allowed.values()]} for one in closed.values()],
        "tallies": [asdict(one) for one in tallies(now)],
        "chase": [{**asdict(one), "message": one.message} for one in chase_list(now, closed)],
        "questions": _plain(question_response(snapshot, week, ccgs, permitted=EVERYWHERE)),
        "submitters": _plain(record),
        "states": _plain(states),
    }


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return value
        return None if pd.isna(value) else value.to_pydatetime() if isinstance(value, pd.Timestamp) else value

    return [{name: plain(value) for name, value in row.items()} for row in records(frame)]


def _print(now: pd.DataFrame, week: date, snapshot: Snapshot, closed: dict[date, Closed]) -> None:
    settings = snapshot.settings
    due = due_moment(week, days=settings.due_days, at=settings.due_time)
    shut = closed.get(week)
    print(f"{words.capital(week_label(week))}, due by {words.moment(due)}{f'; closed by {shut.entry.by}' if shut else ''}.\n")
    rows = [
        (
            row["name"] + f" ({row['code']})",
            row["state"],
            str(row["registered"]),
            words.moment(row["received_at"]) if row["returned"] else "",
        )
        for row in records(now)
    ]
    print(text_table(("CCG", "State", "Homes", "First received"), rows))
    print()
    print(text_table(("", "CCGs", "Homes"), [(one.what, str(one.returns), str(one.homes)) for one in tallies(now)]))
    for one in chase_list(now, closed):
        print(f"\n{one.message}")
