"""``arrangement``: which slides a briefing has, in which order and under which title, saved by name."""

from __future__ import annotations

import argparse

from carehomes.briefing import KINDS, check_kinds
from carehomes.charts import words
from carehomes.ledger import arrangements as kept
from carehomes.ledger.arrangements import Arrangement, arrangement_of
from carehomes.store import open_store

DONE = 0


def add_shape(parser: argparse.ArgumentParser) -> None:
    """Add what says how a pack is arranged."""
    parser.add_argument("--title", default="", help="the pack's own title")
    parser.add_argument("--subtitle", default="", help="a line on the cover, such as who made the pack (no person's name)")
    parser.add_argument("--slides", nargs="+", metavar="KIND", default=[], help=f"which slides, in this order: {', '.join(KINDS)}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``arrangement`` takes."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="save | list | delete")
    saved = deeds.add_parser("save", help="save an arrangement under a name")
    saved.add_argument("name", metavar="NAME")
    add_shape(saved)
    saved.add_argument("--overwrite", action="store_true", help="in the place of the one that has this name")
    deeds.add_parser("list", help="print the arrangements")
    deleted = deeds.add_parser("delete", help="delete an arrangement; packs made by it stay as they are")
    deleted.add_argument("name", metavar="NAME")
    for deed in (saved, deleted):
        deed.add_argument("--by", required=True, metavar="ROLE", help="by which role, such as 'regional analyst'; no person's name")


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for and print it. Raises ``ValueError`` with a plain sentence where it cannot be done."""
    store = open_store()
    if asked.deed == "save":
        check_kinds(asked.slides)
        shape = arrangement_of(asked.slides, asked.title, asked.subtitle)
        saved = kept.save(store, asked.name, shape, by=asked.by, overwrite=asked.overwrite)
        print(f'Saved: {_told(saved)}. Use it: python -m carehomes briefing --arrangement "{saved.name}"')
    elif asked.deed == "delete":
        print(f"Deleted: {kept.delete(store, asked.name, by=asked.by).name}. Packs made by it stay as they are.")
    else:
        found = kept.arrangements(store)
        for one in found:
            print(f"{_told(one)}, saved by {one.by} at {words.moment(one.since)}")
        if not found:
            print('There is no arrangement yet. Save one: python -m carehomes arrangement save "A name" --slides cover headline --by ROLE')
    return DONE


def arranged(asked: argparse.Namespace) -> Arrangement:
    """Return the arrangement that a command asks for: the one saved under its name, in which what is said beside goes before."""
    said = arrangement_of(asked.slides, asked.title, asked.subtitle)
    if not asked.arrangement:
        return said
    held = kept.find(open_store(), asked.arrangement)
    return Arrangement(said.kinds or held.kinds, said.title or held.title, said.subtitle or held.subtitle)


def _told(saved: kept.Saved) -> str:
    held = saved.arrangement
    slides = ", ".join(held.kinds) or "all slides"
    titles = "".join(f"; {what} “{text}”" for what, text in (("title", held.title), ("subtitle", held.subtitle)) if text)
    return f"{saved.name}: {slides}{titles}"
