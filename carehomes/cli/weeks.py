"""``week``: weeks closed, opened again, and the late entries allowed by name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from carehomes.charts import words
from carehomes.intake.closing import allow_late, close_week, reopen_week
from carehomes.ledger.closings import closed_weeks
from carehomes.ledger.releases import publish_week, releases, sign_off, take_back
from carehomes.store import open_store

DONE = 0
_RELEASES = {"sign-off": sign_off, "publish": publish_week, "take-back": take_back}


def add_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """Add what ``week`` takes; ``day`` reads a date."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="close | reopen | allow | sign-off | publish | take-back | list")
    for name, told in (
        ("close", "close a week: what comes for it from now on is refused"),
        ("reopen", "open a closed week again, for everyone"),
        ("allow", "allow one submitter a late entry for a closed week"),
    ):
        deed = deeds.add_parser(name, help=told)
        deed.add_argument("--week", type=day, required=True, help="the week's Sunday")
        if name == "allow":
            deed.add_argument("--submitter", required=True, help="the CCG's or local authority's code")
        deed.add_argument("--by", required=True, metavar="ROLE", help="by which role, such as 'regional analyst'; no person's name")
        deed.add_argument("--reason", required=True, help="why, for the journal")
    for name, told in (
        ("sign-off", "sign a week off as it is known now (CAREHOMES_RELEASE_GATE)"),
        ("publish", "publish a week that was signed off: viewers see it from then on"),
        ("take-back", "take a sign-off or a publishing back"),
    ):
        deed = deeds.add_parser(name, help=told)
        deed.add_argument("--week", type=day, required=True, help="the week's Sunday")
        deed.add_argument("--by", required=True, metavar="ROLE", help="by which role, such as 'regional analyst'; no person's name")
        deed.add_argument("--reason", required=name == "take-back", default="", help="why, for the journal")
    deeds.add_parser("list", help="print the weeks that are closed and the late entries allowed")


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for and print it. Raises ``ValueError`` with a plain sentence where it cannot be done."""
    store = open_store()
    if asked.deed == "list":
        closed = closed_weeks(store)
        for week, one in sorted(closed.items()):
            print(f"{week.isoformat()}  closed {words.moment(one.entry.decided_at)} by {one.entry.by}: {one.entry.reason}")
            for code, late in sorted(one.allowed.items()):
                print(f"            {code} may come late, by {late.by}: {late.reason}")
        if not closed:
            print("No week is closed.")
        for week, held in sorted(releases(store.journal).items()):
            print(f"{week.isoformat()}  {held.state} {words.moment(held.at)} by {held.by}")
    elif asked.deed in _RELEASES:
        print(_RELEASES[asked.deed](store, asked.week, by=asked.by, reason=asked.reason))
    elif asked.deed == "close":
        print(close_week(store, asked.week, by=asked.by, reason=asked.reason))
    elif asked.deed == "reopen":
        print(reopen_week(store, asked.week, by=asked.by, reason=asked.reason))
    else:
        print(allow_late(store, asked.week, asked.submitter, by=asked.by, reason=asked.reason))
    return DONE
