"""``form``: councils' forms beside their CCGs' returns; counts in their words - listed, confirmed, refused, taken back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime

from carehomes.access import EVERYWHERE
from carehomes.charts import la_ccgs, la_told
from carehomes.cli.console import print_json, text_table
from carehomes.ledger import told_counts as kept
from carehomes.measures import Suggestion, la_beside_ccgs, la_status, la_suggestions, with_confirmed
from carehomes.snapshots import open_moment, records
from carehomes.store import Store, open_store

DONE = 0


def add_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date], moment: Callable[[str], datetime]) -> None:
    """Add what ``form`` takes; ``day`` reads a date, ``moment`` a moment."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="beside | list | confirm | refuse | withdraw")
    beside = deeds.add_parser("beside", help="hold each council's newest form beside the returns of the CCGs that share its homes")
    beside.add_argument("--la", default="", metavar="CODE", help="only this local authority")
    beside.add_argument("--returns", type=day, metavar="WEEK", help="the week of the returns, its Sunday (the one nearest each form)")
    beside.add_argument("--as-at", type=moment, help="as known at this moment")
    beside.add_argument("--json", action="store_true", help="print JSON, for other programs")
    listed = deeds.add_parser("list", help="print the counts in words that wait for a person, and what was decided")
    listed.add_argument("--as-at", type=moment, help="as they stood at this moment")
    listed.add_argument("--json", action="store_true", help="print JSON, for other programs")
    for name, told in (
        ("confirm", "count them: a person has read the words"),
        ("refuse", "do not count them: the words mean something else"),
    ):
        deed = deeds.add_parser(name, help=told)
        deed.add_argument("--la", required=True, metavar="CODE", help="the local authority's code, such as E08000014")
        deed.add_argument("--item", required=True, help="the action of the form, such as 1.3")
        deed.add_argument("--week", type=day, help="the form's week, its Sunday (the newest with such words, if not said)")
        deed.add_argument("--by", required=True, metavar="ROLE", help="by which role; no person's name")
        if name == "refuse":
            deed.add_argument("--reason", required=True, help="why, for the journal")
    gone = deeds.add_parser("withdraw", help="withdraw a decision: the words are a suggestion again")
    gone.add_argument("number", type=int, metavar="NUMBER")
    gone.add_argument("--by", required=True, metavar="ROLE", help="by which role; no person's name")
    gone.add_argument("--reason", required=True, help="why, for the journal")


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for and print it. Raises ``ValueError`` with a plain sentence where it cannot be done."""
    store = open_store()
    if asked.deed == "beside":
        _hold(store, asked)
    elif asked.deed == "list":
        _show(store, asked.as_at, as_json=asked.json)
    elif asked.deed == "withdraw":
        gone = kept.withdraw(store, asked.number, by=asked.by, reason=asked.reason)
        print(f"Withdrawn: {gone.item} of {gone.la}, {la_told.counted(gone)}")
    else:
        one = _meant(_waiting(store, None), asked.la, asked.item, asked.week)
        draft = one.decision("confirmed", asked.by) if asked.deed == "confirm" else one.decision("refused", asked.by, asked.reason)
        held = kept.decide(store, draft)
        print(f"{held.decision.capitalize()}, number {held.number}: {held.item} of {held.la}, {la_told.counted(held)}")
    return DONE


def _hold(store: Store, asked: argparse.Namespace) -> None:
    snapshot = open_moment(store, as_at=asked.as_at)
    if asked.returns and asked.returns not in snapshot.weeks:
        raise ValueError(f"No return of the week {asked.returns} is known. Give a week that has returns.")
    forms = with_confirmed(la_status(snapshot, permitted=EVERYWHERE), kept.told_counts(store, asked.as_at))
    if asked.la:
        forms = forms[forms["la_code"] == asked.la.upper()]
    newest = forms[forms["week"] == forms.groupby("la_code")["week"].transform("max")]
    found = la_beside_ccgs(snapshot, newest, asked.returns, permitted=EVERYWHERE) if snapshot.weeks else []
    if asked.json:
        print_json({"statements": records(la_ccgs.frame(found))})
        return
    rows = [
        (beside.la, one.action.item, one.measure.id, la_ccgs.by_form(one), la_ccgs.by_ccgs(one.told), la_ccgs.verdict(one))
        for beside, one in la_ccgs.ordered(found)
    ]
    headings = ("LA", "Action", "Measure", "The form", "The CCGs", "What can be said")
    print(text_table(headings, rows) if rows else "No form has homes of the register beside it.")


def _waiting(store: Store, as_at: datetime | None) -> list[Suggestion]:
    forms = la_status(open_moment(store, as_at=as_at), permitted=EVERYWHERE)
    return la_suggestions(forms, kept.told_counts(store, as_at))


def _meant(found: list[Suggestion], la: str, item: str, week: date | None) -> Suggestion:
    meant = [one for one in found if (one.la_code.upper(), one.item) == (la.upper(), item) and week in (None, one.week)]
    if not meant:
        known = ", ".join(f"{one.la_code} {one.item} ({one.week})" for one in found) or "none"
        raise ValueError(f"No counts in the words of {item} of {la} wait for a person. Those that wait are: {known}.")
    return max(meant, key=lambda one: one.week)


def _counted(one: Suggestion) -> str:
    of = f", of {one.of}" if one.of is not None else ""
    return la_told.counted(one.decision("confirmed", "")) + of


def _show(store: Store, as_at: datetime | None, *, as_json: bool) -> None:
    forms = la_status(open_moment(store, as_at=as_at), permitted=EVERYWHERE)
    decided = kept.told_counts(store, as_at)
    waiting = la_suggestions(forms, decided)
    # A form sent again may say otherwise: what was decided of its former words stays in the journal and counts nothing.
    there = {one.decision("confirmed", "").about for one in la_suggestions(forms)}
    if as_json:
        told = [asdict(one) | {"in_force": one.about in there} for one in decided]
        print_json({"waiting": [asdict(one) for one in waiting], "decided": told})
        return

    def state(one: kept.ToldCount) -> str:
        return one.decision if one.about in there else f"{one.decision}, gone from the form"

    rows = [("", one.la_code, f"{one.week}", one.item, "waits", one.told.quote, _counted(one)) for one in waiting]
    rows += [(f"{one.number}", one.la, f"{one.week}", one.item, state(one), one.words, la_told.counted(one)) for one in decided]
    headings = ("Number", "LA", "Week", "Action", "State", "The words", "Counts")
    print(text_table(headings, rows) if rows else "No form has counts in its words.")
