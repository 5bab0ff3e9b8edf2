"""What a made-up world is: its areas, PCNs and homes, and how nasty it is."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

REAL_AREAS = Path(__file__).resolve().parents[2] / "data" / "reference" / "areas.csv"
FIRST_WEEK = date(2020, 5, 17)

INVENTED_AREAS = """code,level,name,ons_code,parent,opened,closed,successor,source
E92000001,england,England,E92000001,,,,,invented
XR1,region,North Inventshire,E40009901,E92000001,,,,invented
XR2,region,South Inventshire,E40009902,E92000001,,,,invented
XS1,stp,Upper Inventshire,E54009901,XR1,,,,invented
XS2,stp,Lower Inventshire,E54009902,XR1,,,,invented
XS3,stp,Coast of Inventshire,E54009903,XR2,,,,invented
X01,ccg,NHS Alder CCG,E38009901,XS1,2013-04-01,2021-03-31,X90,invented
X02,ccg,NHS Birch CCG,E38009902,XS1,2013-04-01,2021-03-31,X90,invented
X03,ccg,NHS Cedar CCG,E38009903,XS2,2013-04-01,,,invented
X04,ccg,NHS Dogwood CCG,E38009904,XS3,2013-04-01,,,invented
X90,ccg,NHS Coppice CCG,E38009990,XS2,2021-04-01,,,invented
E10009901,la,Inventshire,E10009901,XR1,,,,invented
E08009902,la,Moor and Dale,E08009902,XR1,,,,invented
E06009903,la,Port Invention,E06009903,XR2,,,,invented
"""
MERGED = date(2021, 4, 1)  # the day on which CCGs of both area lists became one


@dataclass
class Switches:
    """How nasty a world is; what is left None is drawn from the seed."""

    areas: str | None = None  # real, invented
    registers: int | None = None  # 0, 1, 2
    register_late: bool | None = None  # the first one effective after the first week
    alignment: str | None = None  # none, all, partial, conflict, two
    column: bool | None = None  # PCN codes are said in home returns
    area_returns: bool | None = None
    totals: bool | None = None  # CCG-level rows
    cross_border: bool | None = None  # homes sent by another CCG, or by two
    three_ways: bool = False  # two other CCGs send a home that its own does not: the rules do not settle it
    strangers: bool | None = None  # homes not on the register
    shared_pcns: bool | None = None  # a PCN in two CCGs
    moves: bool = False  # a home changes its CCG between register versions
    revisions: bool | None = None
    withdrawals: bool | None = None
    nils: bool | None = None
    silent_ccg: bool | None = None
    blank_homes: bool | None = None  # a blank `homes` in area rows
    excess: bool | None = None  # area rows that count more homes than there are
    unequal: bool | None = None  # unequal `_homes` in a pair
    bare_held: bool = False  # held without `oximeters_held_any` (or the other way round)
    ties: bool | None = None  # two versions decided at the same moment
    las: bool | None = None  # several local authorities, told by code, by name, wrongly or not at all
    older: bool | None = None  # the register has the band of older people
    commissioned: bool | None = None  # homes commissioned by another CCG than the one they stand in
    unplaced: bool = False  # homes without the CCG in which they stand, only with the one that commissions: the rules do not settle it
    practices: bool | None = None  # home returns name practices and other PCNs
    changes: bool | None = None  # between registers beds change and homes get a new ID at the same place
    merger: bool | None = None  # two CCGs become one inside the weeks

    def drawn(self, rng: random.Random) -> Switches:
        """All switches set, in a fixed order of drawing."""
        choices: dict[str, list[Any]] = {
            "areas": ["real", "invented"],
            "registers": [0, 1, 1, 1, 2, 2],
            "register_late": [True, False, False, False],
            "alignment": ["none", "none", "all", "partial", "conflict", "two"],
            "column": [True, True, False],
            "silent_ccg": [True, False, False],
            "ties": [True, False, False, False],
            "merger": [True, False, False],
        }
        values: dict[str, Any] = {}
        for one in fields(self):
            drawn = rng.choice(choices.get(one.name, [True, True, False]))
            given = getattr(self, one.name)
            values[one.name] = drawn if given is None else given
        result = Switches(**values)
        if result.registers == 0 and self.cross_border is None:
            result.cross_border = False  # without a register nothing says whose the home is
        return result


SIZES = {
    #        CCGs    PCNs    homes    weeks
    "tiny": ((1, 2), (1, 2), (1, 4), (2, 3)),
    "small": ((2, 4), (2, 4), (3, 10), (3, 6)),
    "medium": ((4, 4), (4, 6), (8, 16), (6, 10)),
}


@dataclass(frozen=True)
class LocalAuthority:
    """A local authority of the area list."""

    code: str
    name: str


@dataclass
class MadeHome:
    """A home as it really is, whatever the files say."""

    id: str
    ccg: str
    pcn: str
    beds: int
    start: date | None = None
    end: date | None = None
    dormant: bool = False
    care_home: bool = True
    registers: set[int] = field(default_factory=set)
    ccg_later: str = ""
    beds_later: int | None = None
    commissioner: str = ""
    la: LocalAuthority = LocalAuthority("", "")
    older: bool = False
    place: str = ""


@dataclass
class Plan:
    """The ground of a world."""

    switches: Switches
    ccgs: list[str]
    ons: dict[str, str]
    las: list[LocalAuthority]
    pcns: dict[str, list[str]]
    homes: list[MadeHome]
    weeks: list[date]
    effective: list[date]
    merged: dict[str, str]
    above: list[str]
    silent: str = ""

    def ccg_on(self, ccg: str, day: date) -> str:
        """The CCG, or the one that it has become by that day."""
        return self.merged.get(ccg, ccg) if day >= MERGED else ccg

    def senders(self, week: date) -> list[str]:
        """The CCGs that send returns for a week, in order; a silent one sends nothing as long as it is open."""
        return [ccg for ccg in dict.fromkeys(self.ccg_on(ccg, week) for ccg in self.ccgs) if ccg != self.silent]

    def homes_of(self, ccg: str) -> list[MadeHome]:
        """The homes that a CCG believes to be its own."""
        return [h for h in self.homes if ccg in (h.ccg, self.merged.get(h.ccg))]


def make_plan(rng: random.Random, size: str, switches: Switches) -> Plan:
    """Draw the areas, PCNs, homes and weeks."""
    on = switches.drawn(rng)
    n_ccgs, n_pcns, n_homes, n_weeks = SIZES[size]
    rows = _area_list(on)
    ccgs, merged = _ccgs(rng, on, rows, rng.randint(*n_ccgs))
    weeks = _weeks(rng, on, rng.randint(*n_weeks))
    pcns, number = {}, 0
    for ccg in ccgs:
        pcns[ccg] = [f"U{number + n:05d}" for n in range(1, rng.randint(*n_pcns) + 1)]
        number += len(pcns[ccg])
    if on.shared_pcns and len(ccgs) > 1:
        giver, taker = rng.sample(ccgs, 2)
        pcns[taker].append(rng.choice(pcns[giver]))
    for before, after in merged.items():
        pcns[after] = list(dict.fromkeys([*pcns.get(after, []), *pcns[before]]))
    first = weeks[0] + timedelta(days=rng.choice([1, 3, 7]) if on.register_late else -16)
    effective = [first, first + timedelta(days=rng.choice([5, 10, 14, 21]))][: on.registers or 0]
    homes: list[MadeHome] = []
    for ccg in ccgs:
        for pcn in [*pcns[ccg], ""]:
            for _ in range(rng.randint(0, 2) if not pcn else rng.randint(*n_homes) // (1 if size == "tiny" else 2) or 1):
                homes.append(_home(rng, on, f"1-{1000 + len(homes)}", ccg, pcn, weeks, len(effective)))
    if on.moves and len(ccgs) > 1 and len(effective) > 1:
        for home in rng.sample(homes, min(2, len(homes))):
            home.ccg_later = rng.choice([c for c in ccgs if c != home.ccg])
    las = [LocalAuthority(r["code"], r["name"]) for r in rows if r["level"] == "la"]
    las = rng.sample(las, min(len(las), rng.randint(2, 3) if on.las else 1))
    _places(rng, on, homes, ccgs, las)
    if on.changes and len(effective) > 1:
        homes += _changed(rng, homes, effective[1])
    silent = rng.choice(ccgs) if on.silent_ccg and len(ccgs) > 1 else ""
    ons = {r["code"]: r["ons_code"] for r in rows if r["level"] == "ccg" and r["code"] in pcns}
    stps = sorted({r["parent"] for r in rows if r["level"] == "ccg" and r["code"] in pcns})
    above = [*stps, *sorted({r["parent"] for r in rows if r["level"] == "stp" and r["code"] in stps})]
    return Plan(on, ccgs, ons, las, pcns, homes, weeks, effective, merged, above, silent)


def _area_list(on: Switches) -> list[dict[str, str]]:
    text = REAL_AREAS.read_text(encoding="utf-8-sig") if on.areas == "real" else INVENTED_AREAS
    return list(csv.DictReader(io.StringIO(text)))


def _weeks(rng: random.Random, on: Switches, count: int) -> list[date]:
    """Weeks in a row: those of May 2020, or, for a merger, weeks of which at least one lies before it and one after."""
    first = FIRST_WEEK
    if on.merger:
        first = MERGED - timedelta(days=(MERGED.weekday() + 1) % 7 or 7) - timedelta(days=7 * rng.randint(0, max(0, count - 2)))
    return [first + timedelta(days=7 * n) for n in range(max(count, 2))]


def _ccgs(rng: random.Random, on: Switches, rows: list[dict[str, str]], count: int) -> tuple[list[str], dict[str, str]]:
    """CCGs that were open then, near each other if it can be, and what those that merge become."""
    open_then = [r for r in rows if r["level"] == "ccg" and r["opened"] <= "2020-05-17" and (not r["closed"] or r["closed"] > "2020-12-31")]
    first = rng.choice([r for r in open_then if r["successor"]] if on.merger else open_then)
    chosen = [first]
    if on.merger:
        chosen += rng.sample([r for r in open_then if r["successor"] == first["successor"] and r is not first], 1)
    near = [r for r in open_then if r["parent"] == first["parent"] and r not in chosen]
    chosen += rng.sample(near, min(len(near), rng.randint(0, max(0, count - len(chosen)))))
    chosen += rng.sample([r for r in open_then if r not in chosen], max(0, count - len(chosen)))
    return [r["code"] for r in chosen], {r["code"]: r["successor"] for r in chosen if on.merger and r["successor"]}


def _home(rng: random.Random, on: Switches, home_id: str, ccg: str, pcn: str, weeks: list[date], versions: int) -> MadeHome:
    home = MadeHome(home_id, ccg, pcn, rng.choice([1, 5, 24, 25, 26, 50, 51, 80]), registers=set(range(versions)))
    fate = rng.random()
    if fate < 0.08:
        home.start = rng.choice(weeks) + timedelta(days=rng.choice([-1, 0, 1]))
    elif fate < 0.14:
        home.end = rng.choice(weeks) + timedelta(days=rng.choice([-1, 0, 1]))
    elif fate < 0.2:
        home.dormant = True
    elif fate < 0.28 and versions > 1:
        home.registers = {rng.randint(0, 1)}
    elif fate < 0.32 and on.strangers:
        home.care_home = False
    elif fate < 0.38 and on.strangers:
        home.registers = set()
    return home


def _places(rng: random.Random, on: Switches, homes: list[MadeHome], ccgs: list[str], las: list[LocalAuthority]) -> None:
    """Put the homes in local authorities that do not follow the CCGs, and say for whom they are and who commissions them."""
    mainly = {ccg: rng.choice(las) for ccg in ccgs}
    for number, home in enumerate(homes):
        home.la = mainly[home.ccg] if rng.random() < 0.6 else rng.choice(las)
        home.older = rng.random() < 0.6
        home.place = f"ZZ{number // 10 + 1} {number % 10}ZZ"
        home.commissioner = rng.choice(ccgs) if on.commissioned and rng.random() < 0.3 else home.ccg


def _changed(rng: random.Random, homes: list[MadeHome], day: date) -> list[MadeHome]:
    """Change the beds of some homes of both registers; others are registered anew at the same place: those are returned."""
    new = []
    for home in [h for h in homes if len(h.registers) > 1 and h.care_home]:
        fate = rng.random()
        if fate < 0.15:
            home.beds_later = home.beds + rng.choice([-1, 1, 30]) or 2
        elif fate < 0.25:
            home.registers = {0}
            again = replace(home, id=f"1-{2000 + len(new)}", registers={1}, start=day - timedelta(days=rng.choice([0, 3])), end=None)
            new.append(again)
    return new
