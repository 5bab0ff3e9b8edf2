"""``audit``: who did what, when and from where: listed, searched, taken away, and held to its chain of hashes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

import pandas as pd

from carehomes.areas.weeks import LONDON
from carehomes.charts import words
from carehomes.cli.console import print_json, text_table
from carehomes.exports import csv_file
from carehomes.ledger import audit
from carehomes.ledger.audit import Sought, details_of
from carehomes.ledger.chain import Event
from carehomes.store import Store, open_store

DONE, BROKEN = 0, 1
_COLUMNS = ("number", "when", "who", "from where", "action", "what", "details", "hash")
_SHOWN = 50
#: Letters of a day alone: 2020-05-17.
_DAY = 10


def add_arguments(parser: argparse.ArgumentParser, moment: Callable[[str], datetime]) -> None:
    """Add what ``audit`` takes."""
    parser.add_argument("--who", default="", help="only what this person, account or role did (a part of the name is enough)")
    parser.add_argument("--action", default="", help="only this action, such as 'accepted' or 'file taken'")
    parser.add_argument(
        "--from",
        dest="first",
        type=lambda text: moment(f"{text.strip()}T00:00" if len(text.strip()) == _DAY else text),
        help="from this moment on, by the clock of London; a day alone is its beginning",
    )
    parser.add_argument("--to", dest="last", type=moment, help="up to this moment, included; a day alone is its end")
    parser.add_argument("--text", default="", help="only events in which this stands anywhere")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON, for other programs")
    form.add_argument("--csv", action="store_true", help="print CSV")
    parser.add_argument(
        "--verify", action="store_true", help="hold every event and entry to the chain instead; exit code 1 where one does not fit"
    )
    parser.add_argument("--head", default="", metavar="HASH", help="with --verify: the newest hash of an earlier day, kept elsewhere")


def run(asked: argparse.Namespace) -> int:
    """List events, or verify the chain."""
    if asked.head and not asked.verify:
        raise ValueError("--head goes with --verify.")
    store = open_store()
    if asked.verify:
        return _verify(store, asked.head, as_json=asked.json)
    store.require("audit")
    found = audit.events(store, Sought(asked.who, asked.action, asked.first, asked.last, asked.text))
    if asked.json:
        print_json([vars(one) for one in found])
    elif asked.csv:
        rows = pd.DataFrame([_row(one) for one in found], columns=list(_COLUMNS))
        sys.stdout.write(
            csv_file([f"Audit: {words.plural(len(found), 'event')}; moments by the clock of London"], rows).decode("utf-8-sig")
        )
    else:
        _list(found)
    return DONE


def _list(found: Sequence[Event]) -> None:
    shown = found[-_SHOWN:]
    print(text_table(_COLUMNS[:-1], [_row(one)[:-1] for one in shown]))
    if len(shown) < len(found):
        print(f"The last {len(shown)} of {len(found):,}; --csv and --json have all of them.")


def _row(event: Event) -> tuple[str, ...]:
    when = event.moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S")
    return (str(event.seq), when, event.who, event.source, event.action, event.what, details_of(event), event.hash)


def _verify(store: Store, head: str, *, as_json: bool) -> int:
    found = audit.verify(store, head)
    if as_json:
        print_json(vars(found))
    else:
        print(found.sentence)
        if head and not found.problem:
            print(f"The hash that was kept is in it; {words.plural(audit.verified_since(store, head), 'event')} came after.")
        if found.head:
            print(f"The newest hash, to be kept elsewhere: {found.head}")
    return BROKEN if found.problem else DONE
