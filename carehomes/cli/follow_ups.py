"""``followup``: a value is sent back to who sent it, answered, closed; listed with the message to send."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime

from carehomes import followed
from carehomes.access import EVERYWHERE
from carehomes.areas import week_problem
from carehomes.charts.follow_ups import Names, message, subject
from carehomes.cli.console import print_json, text_table
from carehomes.ledger import follow_ups as kept
from carehomes.ledger.follow_ups import STATES, Flagged, FollowUp, answers_on
from carehomes.measures.names import home_names
from carehomes.snapshots import Snapshot, open_moment
from carehomes.store import Store, open_store

DONE = 0


def add_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date], moment: Callable[[str], datetime]) -> None:
    """Add what ``followup`` takes; ``day`` reads a date, ``moment`` a moment."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="add | answer | close | list")
    added = deeds.add_parser(
        "add",
        help="flag a value and ask who sent it; the message to send is printed",
        epilog="What is asked about: --return NUMBER [--cell V2], or --submitter CODE --week DAY --question ID (--home ID | --pcn CODE), "
        "or --measure ID --area CODE --week DAY.",
    )
    added.add_argument("text", metavar="TEXT", help="what is asked; no person's name")
    added.add_argument("--return", dest="return_id", type=int, metavar="NUMBER", help="a return, by its number")
    added.add_argument("--cell", default="", metavar="CELL", help="with --return: one of its cells, such as V2")
    added.add_argument("--sheet", default="", metavar="NAME", help="with --cell: its sheet, where the file has several")
    added.add_argument("--submitter", default="", metavar="CODE", help="who sent it")
    added.add_argument("--week", type=day, help="the week's Sunday")
    added.add_argument("--kind", choices=["home", "area", "la"], default="home", help="of which return (home, if not said)")
    added.add_argument("--question", default="", metavar="ID", help="a question's id")
    added.add_argument("--part", default="", metavar="WORD", help="of a total: yes, no, homes, sum ...")
    added.add_argument("--home", default="", metavar="ID", help="the home's CQC location ID")
    added.add_argument("--pcn", default="", metavar="CODE", help="of a total: the PCN")
    added.add_argument("--measure", default="", metavar="ID", help="a figure: its measure's id")
    added.add_argument("--area", default="", metavar="CODE", help="a figure: its CCG or PCN")
    added.add_argument("--by", required=True, metavar="ROLE", help="by which role; no person's name")
    for name, told, what in (
        ("answer", "write down what was answered", "what was answered; no person's name"),
        ("close", "close a follow-up", "why it is settled"),
    ):
        step = deeds.add_parser(name, help=told)
        step.add_argument("number", type=int, metavar="NUMBER")
        step.add_argument("text", metavar="TEXT", help=what)
        step.add_argument("--by", required=True, metavar="ROLE", help="by which role; no person's name")
    listed = deeds.add_parser("list", help="print the follow-ups, and what changed of their values since")
    listed.add_argument("--state", choices=STATES, help="only those in this state")
    listed.add_argument("--submitter", default="", metavar="CODE", help="only those that this submitter sent or answers for")
    listed.add_argument("--as-at", type=moment, help="as they stood at this moment")
    listed.add_argument("--json", action="store_true", help="print JSON, for other programs")


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for and print it. Raises ``ValueError`` with a plain sentence where it cannot be done."""
    store = open_store()
    if asked.deed == "add":
        added = kept.add(store, _flagged(store, asked), asked.text, by=asked.by)
        print(f"Follow-up {added.number} is open. The message to send:\n\n{message(added, _names(open_moment(store)))}")
    elif asked.deed == "answer":
        print(f"Follow-up {kept.answer(store, asked.number, asked.text, by=asked.by).number} is answered.")
    elif asked.deed == "close":
        print(f"Follow-up {kept.close(store, asked.number, asked.text, by=asked.by).number} is closed.")
    else:
        _show(store, asked)
    return DONE


def _flagged(store: Store, asked: argparse.Namespace) -> Flagged:
    if asked.return_id is not None:
        ledger = followed.Ledger(store)
        return ledger.cell(asked.return_id, asked.sheet, asked.cell) if asked.cell else ledger.whole(asked.return_id)
    if asked.week is None or (wrong := week_problem(asked.week)):
        raise ValueError(wrong if asked.week else "Say which return (--return), or which week (--week) of which value or figure.")
    if asked.measure:
        snapshot = open_moment(store)
        submitter = followed.submitter_of(snapshot.areas, asked.area)
        return followed.figure(snapshot, asked.week, asked.measure, asked.area, submitter, permitted=EVERYWHERE)
    if not (asked.submitter and asked.question):
        raise ValueError("Say what is asked about: --submitter and --question, or --measure and --area, or --return.")
    said = {"kind": asked.kind, "home": asked.home, "pcn": asked.pcn, "part": asked.part}
    return followed.Ledger(store).value(asked.submitter, asked.week, asked.question, **said)


def _names(snapshot: Snapshot) -> Names:
    homes = {one.code: one.name for one in home_names(snapshot, permitted=EVERYWHERE)}
    return Names(snapshot.areas, snapshot.questions, snapshot.measures, homes, (snapshot.as_at or datetime.now(UTC)).date())


def _show(store: Store, asked: argparse.Namespace) -> None:
    if store.beyond_only:
        raise ValueError("Follow-ups tell what single homes said, counts of people among it: they are not given beyond the team.")
    found = [one for one in kept.follow_ups(store, asked.as_at) if asked.state in (None, one.state)]
    snapshot = open_moment(store, as_at=asked.as_at)
    names = _names(snapshot)
    found = [one for one in found if asked.submitter in ("", one.flagged.submitter, answers_on(one.flagged, names.areas, names.day))]
    since = followed.changes(store, snapshot, found, permitted=EVERYWHERE)
    if asked.json:
        print_json([_document(one, names, since[one.number]) for one in found])
    elif found:
        headings = ("Number", "State", "Answers", "Week", "About", "Said", "Since", "Asked", "Answer")
        print(text_table(headings, [_row(one, names, since[one.number]) for one in found]))
    else:
        print("There is no follow-up.")


def _row(one: FollowUp, names: Names, since: str) -> tuple[str, ...]:
    about, answer = one.flagged, one.answer
    told = (f"{one.number}", one.state, answers_on(about, names.areas, names.day), f"{about.week}", subject(about, names), about.value)
    return (*told, since, one.asked.text, answer.text if answer else "")


def _document(one: FollowUp, names: Names, since: str) -> dict[str, object]:
    told = {"number": one.number, "state": one.state, "about": subject(one.flagged, names), "since": since}
    told["answers"] = answers_on(one.flagged, names.areas, names.day)
    return told | {"flagged": asdict(one.flagged), "steps": [asdict(step) for step in one.steps], "message": message(one, names, since)}
