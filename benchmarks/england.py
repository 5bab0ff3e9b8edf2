"""Make returns of the size of England, in the layout of a demonstration folder, under the real CCG codes.

    python -m benchmarks.england FOLDER --weeks 104 [--homes 15500] [--seed 1] [--history]

Homes, networks, leads and answers are invented; only the codes and names of CCGs and local authorities are real.
Needs nothing besides Python.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol, TextIO

from benchmarks.generate.answers import Answers
from benchmarks.generate.chance import Chance
from benchmarks.generate.clocks import Entry, decided, manifest_text, moment, on_time, too_late, write
from benchmarks.generate.england_world import AREAS, EnglandWorld
from benchmarks.generate.layouts import AREA_FIELDS, HOME_FIELDS, alignment_rows, area_row, csv_text, home_row, register_rows, table
from benchmarks.generate.styles import WORDINGS, Style, style_csv
from benchmarks.generate.world import FIRST_WEEK, Home, Pcn, weeks_from

README = """# Returns of the size of England

**Invented**: every home, network, clinical lead and answer. Only the codes and names of CCGs and local authorities are real.
Made by `python -m benchmarks.england` with {arguments}.
"""
_FIELD_NAMES, _WORDS = Style(), Style(headers=WORDINGS)


@dataclass
class Return:
    """What one CCG says of one week: rows of homes and of networks that give totals; ``revised`` the home rows of a second file."""

    sender: str
    week: date
    homes: list[dict[str, str]] = field(default_factory=list)
    areas: list[dict[str, str]] = field(default_factory=list)
    revised: list[dict[str, str]] = field(default_factory=list)
    fate: str = ""


class Writer(Protocol):
    """Takes the returns of each week, and ends with the entries of the manifest."""

    def take(self, given: Return) -> None: ...
    def finish(self) -> list[Entry]: ...


class WeekFiles:
    """One home return a CCG and week, as CCGs send them, and an area return where some of its networks give totals."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed, self.entries = folder, seed, list[Entry]()

    def take(self, given: Return) -> None:
        """Write the files of one CCG and week."""
        chance = Chance(self.seed, "clock", given.sender, given.week)
        received = (too_late if given.fate == "late" else on_time)(given.week, chance)
        if given.fate == "nil":
            self._enter("", "home", given, received, chance, "nil")
            return
        stem = f"returns/{given.week}/{given.sender.lower()}"
        style = _WORDS if sum(map(ord, given.sender)) % 4 == 0 else _FIELD_NAMES
        if given.areas:
            text = csv_text([list(AREA_FIELDS), *table(AREA_FIELDS, given.areas)])
            self._enter(write(self.folder, f"{stem}-area-return.csv", text), "area", given, received - timedelta(minutes=7), chance)
        self._enter(write(self.folder, f"{stem}-home-return.csv", style_csv(style, given.homes)), "home", given, received, chance)
        if given.revised:
            again = received + timedelta(days=chance.whole(1, 6), minutes=chance.whole(0, 59))
            self._enter(
                write(self.folder, f"{stem}-home-return-revised.csv", style_csv(style, given.revised)), "home", given, again, chance
            )

    def finish(self) -> list[Entry]:
        """Return the entries."""
        return self.entries

    def _enter(self, file: str, kind: str, given: Return, received: datetime, chance: Chance, action: str = "accept") -> None:
        self.entries.append(Entry(file, kind, given.sender, given.week, received, decided(received, chance), action))


class HistoryFiles:
    """One file with all home rows and one with all totals: what was said last, without the days on which it came in."""

    def __init__(self, folder: Path, last_week: date) -> None:
        self.folder, self.received = folder, moment(last_week + timedelta(days=1), 9)
        self.nil: list[Entry] = []
        self._open: list[TextIO] = []
        self._any_totals = False
        self._homes = self._table("history/home-returns.csv", HOME_FIELDS)
        self._areas = self._table("history/area-returns.csv", AREA_FIELDS)

    def _table(self, name: str, fields: Sequence[str]) -> csv.DictWriter[str]:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8", newline="")
        self._open.append(file)
        writer = csv.DictWriter(file, fields, restval="", lineterminator="\n")
        writer.writeheader()
        return writer

    def take(self, given: Return) -> None:
        """Write the rows of one CCG and week."""
        if given.fate == "nil":
            at = self.received + timedelta(minutes=20)
            self.nil.append(Entry("", "home", given.sender, given.week, self.received, at, "nil"))
            return
        self._homes.writerows(given.revised or given.homes)
        self._areas.writerows(given.areas)
        self._any_totals = self._any_totals or bool(given.areas)

    def finish(self) -> list[Entry]:
        """Close the files and return the entries; a table without a row is no return and goes."""
        for file in self._open:
            file.close()
        homes = Entry("history/home-returns.csv", "home", "", None, self.received, self.received + timedelta(minutes=10))
        areas = Entry("history/area-returns.csv", "area", "", None, self.received, self.received + timedelta(minutes=15))
        if not self._any_totals:
            (self.folder / areas.file).unlink()
            return [homes, *self.nil]
        return [homes, areas, *self.nil]


def returns_of(world: EnglandWorld, week: date) -> Iterator[Return]:
    """Yield the returns of ``week``, CCG by CCG. Weeks must be asked for in order: the homes' stories go on."""
    for sender, codes in world.senders(week).items():
        chance = Chance(world.seed, "return", sender, week)
        habit = world.habits[codes[0]]
        fate = chance.weighted([("missing", habit.missing), ("nil", habit.nil), ("late", habit.late), ("", 1.0)])
        given = Return(sender, week, fate=fate)
        revises = chance.happens(habit.revised)
        for code in codes:
            _tell(world, code, given, revises, chance)
        if fate != "missing":
            yield given


def _tell(world: EnglandWorld, code: str, given: Return, revises: bool, chance: Chance) -> None:
    """Add to a return what the homes of one CCG of April 2020 say."""
    ccg = world.as_ccg(world.ccg_then(code, given.week))
    luck, day = Chance(world.seed, "luck", code, given.week).between(-0.07, 0.04), given.week.isoformat()
    totals: dict[str, tuple[Pcn, list[Home], list[Answers]]] = {}
    for teller in world.tellers[code]:
        home = teller.home
        if not home.open_on(given.week):
            continue
        truth, said = teller.week(given.week, luck)
        pcn = world.pcns.get(home.pcn)
        if pcn and pcn.totals_only:
            _, homes, answers = totals.setdefault(pcn.code, (pcn, [], []))
            homes.append(home)
            answers.extend([said] if said else [])
            continue
        if said is not None:
            given.homes.append(home_row(home, day, ccg, pcn, said))
        if revises:
            better = truth if not said and chance.happens(0.7) else said
            if better is not None:
                given.revised.append(home_row(home, day, ccg, pcn, better))
    given.areas.extend(area_row(day, ccg, pcn, len(homes), answers) for pcn, homes, answers in totals.values())


def reference(world: EnglandWorld, folder: Path) -> list[Entry]:
    """Write the area list, the registers and the alignment, and return their entries."""
    write(folder, "areas.csv", AREAS.read_bytes())
    entries = []
    for day in world.effective_days:
        ccgs = {ccg.code: world.as_ccg(world.ccg_then(ccg.code, day)) for ccg in world.ccgs}
        name = write(folder, f"register/register_{day}.csv", csv_text(register_rows(world.register(day), ccgs, "")))
        received = moment(day + timedelta(days=5), 10)
        entries.append(Entry(name, "register", "", day, received, received + timedelta(minutes=10)))
    name = write(folder, "alignment/alignment.csv", csv_text(alignment_rows(world.all_homes(), date(2020, 4, 1))))
    received = moment(world.effective_days[0] + timedelta(days=5), 11)
    return [*entries, Entry(name, "alignment", "", None, received, received + timedelta(minutes=10))]


def make(folder: Path, *, weeks: int, homes: int = 15500, seed: int = 1, history: bool = False, quiet: bool = False) -> None:
    """Write ``weeks`` weeks of ``homes`` homes into ``folder``, in place of what an earlier run left there."""
    sundays = weeks_from(FIRST_WEEK, weeks)
    begun = time.perf_counter()
    world = EnglandWorld(seed, homes, sundays[-1])
    for name in ("register", "alignment", "returns", "history"):
        shutil.rmtree(folder / name, ignore_errors=True)
    entries = reference(world, folder)
    writer: Writer = HistoryFiles(folder, sundays[-1]) if history else WeekFiles(folder, seed)
    for week in sundays:
        returns, rows = 0, 0
        for given in returns_of(world, week):
            writer.take(given)
            returns, rows = returns + 1, rows + len(given.homes)
        if not quiet:
            print(f"{week}: {returns} returns, {rows:,} home rows, {time.perf_counter() - begun:.1f} s", flush=True)
    write(folder, "manifest.csv", manifest_text(entries + writer.finish()))
    write(folder, "README.md", README.format(arguments=f"{weeks} weeks, {homes} homes, seed {seed}"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.england", description="Make returns of the size of England.")
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("--weeks", type=int, default=104, help="how many weeks, from the one ending 17 May 2020 (104)")
    parser.add_argument("--homes", type=int, default=15500, help="how many homes (15500)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another England (1)")
    parser.add_argument("--history", action="store_true", help="one file with everything instead of one a CCG and week")
    said = parser.parse_args(arguments)
    if said.weeks < 1:
        parser.error("--weeks is 1 or more.")
    try:
        make(said.folder, weeks=said.weeks, homes=said.homes, seed=said.seed, history=said.history)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
