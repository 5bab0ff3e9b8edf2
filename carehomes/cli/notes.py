"""``note``: notes and events on areas, measures and weeks, added, listed and withdrawn."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime

from carehomes.catalogue import load_measures
from carehomes.cli.console import print_json, text_table
from carehomes.ledger import notes as kept
from carehomes.ledger.notes import KINDS, Note
from carehomes.settings import queries_folder
from carehomes.store import open_store

DONE = 0


def add_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date], moment: Callable[[str], datetime]) -> None:
    """Add what ``note`` takes; ``day`` reads a date, ``moment`` a moment."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="add | list | withdraw")
    added = deeds.add_parser("add", help="add a note; the charts and files that it concerns tell it")
    added.add_argument("kind", choices=KINDS, metavar="KIND", help=f"one of: {', '.join(KINDS)}")
    added.add_argument("text", metavar="TEXT", help="what there is to know; no person's name")
    added.add_argument("--week", type=day, required=True, help="the first week's Sunday")
    added.add_argument("--until", type=day, help="the last week's Sunday, included (the first week alone, if not said)")
    added.add_argument("--area", default="", metavar="CODE", help="only this area and those within it (everywhere, if not said)")
    added.add_argument("--measure", default="", metavar="ID", help="only this measure (every one, if not said)")
    added.add_argument("--by", required=True, metavar="ROLE", help="by which role; no person's name")
    listed = deeds.add_parser("list", help="print the notes that stand, with their numbers")
    listed.add_argument("--as-at", type=moment, help="as they stood at this moment")
    listed.add_argument("--json", action="store_true", help="print JSON, for other programs")
    gone = deeds.add_parser("withdraw", help="withdraw a note: no page or file tells it any more")
    gone.add_argument("number", type=int, metavar="NUMBER")
    gone.add_argument("--by", required=True, metavar="ROLE", help="by which role; no person's name")
    gone.add_argument("--reason", required=True, help="why, for the journal")


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for and print it. Raises ``ValueError`` with a plain sentence where it cannot be done."""
    store = open_store()
    if asked.deed == "add":
        draft = Note(asked.kind, asked.text, asked.week, asked.until or asked.week, asked.by, asked.area, asked.measure)
        added = kept.add(store, kept.drafted(draft, store.areas(), load_measures(queries_folder() / "measures")))
        print(f"Noted, number {added.number}: {_told(added)}")
    elif asked.deed == "withdraw":
        print(f"Withdrawn: {_told(kept.withdraw(store, asked.number, by=asked.by, reason=asked.reason))}")
    else:
        _show(kept.notes(store, asked.as_at), as_json=asked.json)
    return DONE


def _told(one: Note) -> str:
    return f"{one.kind}, {one.area or 'everywhere'}, {one.measure or 'every measure'}, {one.weeks}: {one.text}"


def _show(found: list[Note], *, as_json: bool) -> None:
    if as_json:
        print_json([asdict(one) for one in found])
    elif found:
        headings = ("Number", "First week", "Last week", "Kind", "Area", "Measure", "By", "Note")
        rows = [(f"{one.number}", f"{one.first}", f"{one.last}", one.kind, one.area, one.measure, one.by, one.text) for one in found]
        print(text_table(headings, rows))
    else:
        print("There is no note.")
