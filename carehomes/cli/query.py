"""``query``: an analyst's own SQL over the published snapshot, by the same limits as the page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime

from carehomes.access import EVERYWHERE
from carehomes.cli.console import print_json, text_table
from carehomes.exports import csv_file
from carehomes.exports.cells import cell
from carehomes.measures.query import MOST_ROWS, ask_sql, lent_tables, usual_weeks
from carehomes.settings import marking
from carehomes.snapshots import Answer, Snapshot, open_moment
from carehomes.store import open_store


def add_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date], moment: Callable[[str], datetime]) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "sql", nargs="?", default="", metavar="SQL", help='one SELECT, such as "select * from weeks"; nothing lists the tables'
    )
    parser.add_argument("--from", dest="first", type=day, help="the first week's Sunday (twelve before the last, if not said)")
    parser.add_argument("--to", dest="last", type=day, help="the last week's Sunday (the newest, if not said)")
    parser.add_argument("--as-at", type=moment, help="as known at this moment")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON, for other programs")
    form.add_argument("--csv", action="store_true", help="print CSV, where it comes from in the lines above")


def run(asked: argparse.Namespace) -> int:
    """Print the rows of a statement, or the tables that there are. Raises ``ValueError`` with a plain sentence where it cannot be run."""
    if not asked.sql.strip():
        for table in lent_tables():
            print(f"{table.name}: {table.row}")
            print("".join(f"    {name}: {told}\n" for name, told in table.columns), end="")
        return 0
    snapshot = open_moment(open_store(), as_at=asked.as_at)
    if not snapshot.weeks:
        raise ValueError("No return has been accepted yet. Accept one first, or load the demonstration (python -m carehomes demo).")
    usual, last = usual_weeks(snapshot, asked.last)
    first = asked.first or usual
    _print(snapshot, ask_sql(snapshot, asked.sql, first, last, permitted=EVERYWHERE), first, last, asked)
    return 0


def _print(snapshot: Snapshot, found: Answer, first: date, last: date, asked: argparse.Namespace) -> None:
    names = [str(name) for name in found.frame.columns]
    rows = [[cell(value) for value in row] for row in found.frame.itertuples(index=False)]
    more = f"There are more rows; these are the first {MOST_ROWS:,}." if found.more else ""
    if asked.json:
        about = {
            "snapshot": snapshot.name,
            "demonstration": snapshot.demonstration,
            "marking": marking() or None,
            "first": first,
            "last": last,
            "more": found.more,
        }
        print_json({**about, "columns": names, "rows": rows})
        return
    if asked.csv:
        mark = "demonstration data, an invented region; " if snapshot.demonstration else ""
        above = [marking()] if marking() else []
        notes = [*above, f"{mark}snapshot {snapshot.name}, weeks ending {first} to {last}", f"SQL: {asked.sql}", *([more] if more else [])]
        sys.stdout.write(csv_file(notes, found.frame).decode("utf-8-sig"))
    else:
        print(text_table(names, [["" if value is None else str(value) for value in row] for row in rows]))
    if more:
        print(more, file=sys.stderr)
