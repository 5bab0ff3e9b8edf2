"""``briefing``: the pack of a week as a file, kept so that it can be made again."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from carehomes.access import EVERY_AREA, EVERYWHERE, Grant, Person
from carehomes.areas import week_problem
from carehomes.briefing import (
    SORTS,
    Brief,
    Made,
    Order,
    Pack,
    below,
    check_kinds,
    find,
    keep,
    make_by_two,
    make_pack,
    packs,
    too_few,
    write_zip,
)
from carehomes.charts import words
from carehomes.cli.arrangements import add_shape, arranged
from carehomes.cli.console import Bar, print_json
from carehomes.ledger import groups
from carehomes.ledger.arrangements import Arrangement
from carehomes.measures import pcns, seen_group
from carehomes.selection import Basis, Pcn, Place, Selection, pcn_place, place_of
from carehomes.settings import suppress_to
from carehomes.snapshots import Snapshot, open_moment, records
from carehomes.store import Store, open_store

#: What the shell is told where too few have returned.
TOO_FEW = 3
#: What it is told where somebody stopped it.
STOPPED = 143
EXAMPLES = """Examples:
  python -m carehomes briefing --area X01 --week 2020-06-14 --out briefing.pptx
  python -m carehomes briefing --area Y01 --each --out packs.zip
  python -m carehomes briefing --arrangement "Monday board" --out board.pdf
  python -m carehomes briefing --pack p-3f9a1c22d0 --out again.pptx

Ends with 0 when the pack is written, 1 when it cannot be, 3 when too few have returned (CAREHOMES_BRIEF_FROM percent; --anyway)."""


def add_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date], moment: Callable[[str], datetime]) -> None:
    """Add what the command takes."""
    parser.add_argument("--week", type=day, help="the week's Sunday (the newest one, if not said)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--area", default="", help="a region, STP, CCG or local authority by its code (the whole, if not said)")
    where.add_argument("--group", default="", help="an own group, by its id")
    parser.add_argument("--as-at", type=moment, help="as known at this moment")
    parser.add_argument("--areas", choices=["then", "now"], default="then", help="areas as they were then, or as they are now")
    parser.add_argument("--homes", choices=["all", "older"], default="all", help="all homes, or only those for older people")
    beyond = "for others than the team: small counts of people are suppressed (CAREHOMES_SUPPRESS_TO)"
    parser.add_argument("--beyond", action="store_true", help=beyond)
    parser.add_argument("--arrangement", default="", metavar="NAME", help="slides, order and titles saved under this name")
    add_shape(parser)
    parser.add_argument(
        "--out",
        type=Path,
        help="the file to write (.pptx, .pdf, .html, .xlsx, .csv; .zip: pictures); a folder takes a .pptx by the pack's own name",
    )
    each = "a pack for each area one level below, as a ZIP with an index; --as says of what sort"
    parser.add_argument("--each", action="store_true", help=each)
    parser.add_argument("--as", dest="ending", choices=list(SORTS), default="pptx", help="with --each (pptx)")
    parser.add_argument("--pack", default="", help="a pack that was made before, by its id: written again as it was")
    parser.add_argument("--anyway", action="store_true", help="make it also where fewer have returned than CAREHOMES_BRIEF_FROM percent")
    parser.add_argument("--list", action="store_true", help="list the packs that were made")
    only = f"only what a viewer of this CCG may see, as far as you may see it yourself; may be said several times ({EVERY_AREA}: of all)"
    parser.add_argument("--only", action="append", default=[], metavar="CCG", help=only)
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(asked: argparse.Namespace) -> int:
    """Make a pack, keep it and write it. Returns 1 with a plain sentence where it cannot be made, 3 where too few have returned."""
    store = _narrowed(open_store(), asked.only)
    if asked.list:
        return _list(store, as_json=asked.json)
    if asked.out is not None and (problem := _no_place(asked.out, [".zip"] if asked.each else [f".{one}" for one in SORTS])):
        return _refused(problem)
    if asked.pack:
        pack = find(store, asked.pack, beyond=suppress_to() if asked.beyond else 0)
        if pack is None:
            return _refused(f"There is no pack {asked.pack} in this store. See: python -m carehomes briefing --list.")
        return _write(pack, asked.out, as_json=asked.json)
    if store.empty:
        return _refused("The store holds nothing yet. Accept a return first, or load the demonstration (python -m carehomes demo).")
    if asked.week and (problem := week_problem(asked.week) or store.hidden(asked.week)):
        return _refused(problem)
    snapshot = open_moment(store, as_at=asked.as_at, week=asked.week)
    snapshot = snapshot.for_others() if asked.beyond else snapshot
    week = asked.week or snapshot.latest_week
    if week is None:
        return _refused("No return was accepted by then, so there is nothing to brief about.")
    group = seen_group(snapshot, groups.find(store, asked.group)) if asked.group else None
    if asked.group and group is None:
        return _refused(f"There is no own group {asked.group}. See: python -m carehomes group list.")
    place = Place("group", group.id, group.name) if group else _place(snapshot, asked.area, week, asked.areas)
    if place is None:
        return _refused(_unplaced(snapshot, asked.area))
    chosen = Selection(week, place, asked.areas, asked.homes == "older", group, asked.as_at, others=asked.beyond)
    shape = arranged(asked)
    check_kinds(shape.kinds)
    few = too_few(Brief(store, snapshot, chosen, EVERYWHERE, week).returned, week)
    if few and not asked.anyway:
        print(f"{few} Nothing was made; --anyway makes the pack all the same.", file=sys.stderr)
        return TOO_FEW
    if few:
        print(few, file=sys.stderr)
    if asked.each:
        return _each(store, snapshot, chosen, asked, shape)
    pack = make_pack(store, snapshot, chosen, permitted=EVERYWHERE, arranged=shape)
    return _write(keep(store, pack), asked.out, as_json=asked.json)


def _narrowed(store: Store, only: Sequence[str]) -> Store:
    """Return the store as a viewer of these CCGs holds it (none: as it is), as far as whoever runs the command may see them."""
    if not only:
        return store
    seen = store.permitted.within(None if EVERY_AREA in only else frozenset(only))
    return store.held_by(Person(store.person.id, (Grant("viewer", seen.ccgs),)))


def _each(store: Store, snapshot: Snapshot, chosen: Selection, asked: argparse.Namespace, shape: Arrangement) -> int:
    """Write a ZIP of the packs of the areas below, each told on standard output when it is done: a page reads how far it is."""
    listed = below(snapshot, chosen, EVERYWHERE)
    if not listed:
        return _refused(f"{chosen.place.label} has no areas below it that a pack is made for.")
    name = f"care-home-support_briefings_{'all' if chosen.place.level == 'england' else chosen.place.code}_week-{chosen.week}.zip"
    path = Path(name) if asked.out is None else asked.out / name if asked.out.is_dir() else asked.out
    bar = Bar(len(listed))

    def done(made: Made) -> None:
        bar.step(made.area)
        if asked.json:
            print_json({"pack": made.pack, "area": made.area, "of": len(listed)}, one_line=True)

    order = Order(tuple(listed), EVERYWHERE, shape, asked.ending)
    # Who stops it lets it tidy up: no half file, and no helper that works on.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    try:
        count = write_zip(path, make_by_two(store, snapshot, order), done)
    finally:
        signal.signal(signal.SIGTERM, before)
    if not asked.json:
        print(f"{path}: {words.plural(count, 'pack')} and an index, {words.week(chosen.week)}.")
    return 0


def _place(snapshot: Snapshot, asked: str, week: date, basis: Basis) -> Place | None:
    """Return the place of a code as it stands in ``week``, None where there is none."""
    areas = snapshot.areas
    if not asked or asked.lower() == "england":
        return place_of(areas, areas.top.code)
    area = areas.get(asked)
    if area and area.level != "pcn":
        here = areas.successor(area) == area if basis == "now" else area.level == "la" or area.open_on(week)
        return place_of(areas, area.code) if here else None
    found = records(pcns(snapshot, week, permitted=EVERYWHERE, areas=basis))
    for row in found:
        if str(row["code"]).upper() == asked.upper():
            return pcn_place(areas, Pcn(str(row["code"]), str(row["name"] or ""), str(row["ccg"])))
    return None


def _unplaced(snapshot: Snapshot, asked: str) -> str:
    """Return why there is no such area, with what came after one that is closed."""
    area = snapshot.areas.get(asked)
    after = snapshot.areas.successor(area) if area else None
    if area and after and after != area and area.closed:
        return f"{area.label} closed on {words.day(area.closed)}; {after.label} came after it. Ask for --area {after.code}."
    return f"There is no area with the code {asked} in that week. Look at the code."


def _write(pack: Pack, out: Path | None, *, as_json: bool) -> int:
    """Write the pack where ``out`` says (a folder: under its own name) and tell its id."""
    path = Path(f"{pack.file_name}.pptx") if out is None else out / f"{pack.file_name}.pptx" if out.is_dir() else out
    path.write_bytes(SORTS[path.suffix.lower().lstrip(".")].write(pack))
    if as_json:
        told = {"pack": pack.id, "file": str(path), "area": pack.area, "week": pack.week, "slides": len(pack.slides)}
        json.dump(told, sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        about = f"{pack.area}, {words.week(date.fromisoformat(pack.week))}"
        print(f"{path}: {words.plural(len(pack.slides), 'slide')} about {about}; pack {pack.id}.")
    return 0


def _no_place(out: Path, endings: Sequence[str]) -> str:
    """Return why nothing can be written as ``out``, a file with one of ``endings`` or a folder; '' where it can."""
    folder = out if out.is_dir() else out.parent
    if not folder.is_dir():
        return f"There is no folder {folder} to write {out.name} into. Make it first, or take another."
    if not os.access(folder, os.W_OK) or (out.is_file() and not os.access(out, os.W_OK)):
        return f"{out} cannot be written: this user may not write there. Take another folder."
    if out.is_dir() or out.suffix.lower() in endings:
        return ""
    if len(endings) == 1:
        return f"{out.name}: packs of several areas are written as one {endings[0]}. Give the file this ending."
    return f"{out.name}: a pack is written as {words.listed(sorted(endings))}. Give the file one of these endings."


def _list(store: Store, *, as_json: bool) -> int:
    found = packs(store)
    if as_json:
        told = [{"pack": one.id, "week": one.week, "area": one.area, "known_at": one.made, "title": one.title} for one in found]
        json.dump(told, sys.stdout, indent=1, ensure_ascii=False)
        print()
        return 0
    for one in found:
        print(f"{one.id}  week ending {one.week}  {one.area}  as known at {one.made or '-'}  {one.title}")
    if not found:
        print("No pack has been made in this store.")
    return 0


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
