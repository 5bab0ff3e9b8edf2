"""An England of made-up homes and networks under the real CCG codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp
from pathlib import Path

from benchmarks.generate.answers import Answers, Story, Tendency
from benchmarks.generate.chance import Chance
from benchmarks.generate.silence import Silence
from benchmarks.generate.words import pcn_name
from benchmarks.generate.world import FIRST_WEEK, Ccg, Home, Pcn, make_home
from carehomes.areas import AreaList
from carehomes.areas.lists import Area

AREAS = Path(__file__).parents[2] / "data" / "reference" / "areas.csv"
HOMES_PER_PCN = 12.4
#: Networks that existed lie among the codes from which ours are taken; these are theirs, and are left out.
_FIRST_PCN = 94500
_REAL_PCNS = frozenset((94503, 94664, 94681, 94747, 94996, 95154, 95193, 95344, 95499, 95574, 95654, 95672, 95792))


@dataclass(frozen=True)
class Habit:
    """How a CCG sends: its homes' tendencies, and how often its return is late, missing, revised or nil."""

    tendency: Tendency
    late: float
    missing: float
    revised: float = 0.04
    nil: float = 0.003


@dataclass
class Teller:
    """A home with its story and its silences."""

    home: Home
    story: Story
    silence: Silence

    def week(self, week: date, luck: float) -> tuple[Answers, Answers | None]:
        """Return what is true of ``week`` and what is said of it."""
        truth = self.story.week(week, luck)
        return truth, self.silence.after(truth)


class EnglandWorld:
    """CCGs, networks and homes; ``homes`` homes on the first register, some opening and closing each half-year."""

    def __init__(self, seed: int, homes: int, last_week: date) -> None:
        """Make the world; raises ``ValueError`` where there are fewer homes than CCGs."""
        self.seed = seed
        self.areas = AreaList.read(AREAS)
        self.ccgs = self.areas.open_ccgs(FIRST_WEEK)
        if homes < len(self.ccgs):
            raise ValueError(f"{homes} homes are too few: there are {len(self.ccgs)} CCGs, each with one at least.")
        self.effective_days = _effective_days(last_week)
        self.pcns: dict[str, Pcn] = {}
        self.habits: dict[str, Habit] = {}
        self.tellers: dict[str, list[Teller]] = {}
        self._pcn_numbers = (number for number in range(_FIRST_PCN, 100_000) if number not in _REAL_PCNS)
        self._made = 0
        for ccg, count in zip(self.ccgs, self._sizes(homes), strict=True):
            self.habits[ccg.code] = self._habit(ccg.code)
            self.tellers[ccg.code] = self._fill(ccg, count)

    def as_ccg(self, area: Area) -> Ccg:
        """Return an area as a CCG with its region's name."""
        region = next(one.name for one in self.areas.path(area.code) if one.level == "region")
        return Ccg(area.code, area.name, region)

    def ccg_then(self, code: str, day: date) -> Area:
        """Return the CCG that a CCG of April 2020 was, or had become, on ``day``."""
        area = self.areas.get(code)
        assert area is not None
        return area if area.open_on(day) else self.areas.successor(area)

    def senders(self, week: date) -> dict[str, list[str]]:
        """Return the CCGs open in ``week``, each with the codes of April 2020 that it answers for."""
        senders: dict[str, list[str]] = {}
        for ccg in self.ccgs:
            senders.setdefault(self.ccg_then(ccg.code, week).code, []).append(ccg.code)
        return senders

    def register(self, effective: date) -> list[Home]:
        """Return the homes of the register effective from a day."""
        return [teller.home for ccg in self.ccgs for teller in self.tellers[ccg.code] if teller.home.open_on(effective)]

    def all_homes(self) -> list[Home]:
        """Return every home, those that open later included."""
        return [teller.home for ccg in self.ccgs for teller in self.tellers[ccg.code]]

    def _sizes(self, homes: int) -> list[int]:
        """Return how many homes each CCG has: one each, the others by a weight, together ``homes``."""
        chance = Chance(self.seed, "sizes")
        weights = [exp(chance.between(-0.9, 0.9)) for _ in self.ccgs]
        reached, sizes, given = 0.0, list[int](), 0
        for weight in weights:
            reached += weight
            upto = round((homes - len(weights)) * reached / sum(weights))
            sizes.append(1 + upto - given)
            given = upto
        return sizes

    def _habit(self, code: str) -> Habit:
        chance = Chance(self.seed, "habit", code)
        tendency = Tendency(
            leads=chance.between(0.36, 0.66),
            pace=chance.between(4, 7.5),
            checkins=chance.between(0.58, 0.75) if chance.happens(0.06) else chance.between(0.84, 0.97),
            plans=chance.between(0.12, 0.26),
            answering=chance.between(0.89, 0.98),
        )
        return Habit(tendency, late=chance.between(0.02, 0.2), missing=chance.between(0.002, 0.05))

    def _next_pcn(self) -> str:
        return f"U{next(self._pcn_numbers)}"

    def _fill(self, ccg: Area, count: int) -> list[Teller]:
        """Return the homes of a CCG: ``count`` on the first register, some that close, and those that open later."""
        chance = Chance(self.seed, "ccg", ccg.code)
        networks: list[tuple[Pcn, int]] = []
        for place in range(max(1, round(count / HOMES_PER_PCN))):
            code = self._next_pcn()
            totals_only = place > 0 and chance.happens(0.03)
            self.pcns[code] = Pcn(code, pcn_name(ccg.name, place), ccg.code, totals_only)
            networks.append((self.pcns[code], len(self.pcns)))
        las = self._authorities(ccg)
        neighbours = [one.code for one in self.ccgs if one.parent == ccg.parent]
        tellers = []
        for place in range(count):
            closes = [day for day in self.effective_days[1:] if chance.happens(0.01)]
            ended = closes[0] - timedelta(days=chance.whole(1, 14)) if closes else None
            network = networks[min(len(networks) - 1, place * len(networks) // count)]
            tellers.append(self._teller(ccg, network, las, neighbours, chance, ended=ended))
        for day in self.effective_days[1:]:
            for _ in range(chance.of_each(count, 0.01)):
                started = day - timedelta(days=chance.whole(0, 13))
                tellers.append(self._teller(ccg, chance.pick(networks), las, neighbours, chance, started=started))
        return tellers

    def _authorities(self, ccg: Area) -> list[tuple[str, str]]:
        """Return the authorities that its homes lie in: some of its region's, dealt out in order (not the true map)."""
        region = next(one.code for one in self.areas.path(ccg.code) if one.level == "region")
        las = [(one.code, one.name) for one in self.areas.of_level("la") if one.parent == region]
        ccgs = [one.code for one in self.ccgs if any(above.code == region for above in self.areas.path(one.code))]
        place = ccgs.index(ccg.code)
        begin, end = place * len(las) // len(ccgs), (place + 1) * len(las) // len(ccgs)
        return las[begin : max(end, begin + 1)]

    def _teller(
        self,
        ccg: Area,
        network: tuple[Pcn, int],
        las: Sequence[tuple[str, str]],
        neighbours: Sequence[str],
        chance: Chance,
        *,
        started: date | None = None,
        ended: date | None = None,
    ) -> Teller:
        self._made += 1
        pcn, number = network
        home = make_home(
            chance,
            home_id=f"1-8{10_000_000 + 7 * self._made}",
            ccg=Ccg(ccg.code, ccg.name, ""),
            pcn="" if chance.happens(0.02) else pcn.code,
            la=chance.pick(las),
            postcode=f"XX{chance.whole(1, 99)} {chance.whole(1, 9)}{chance.pick('ABDEFGHJ')}{chance.pick('LNPQRSTU')}",
        )
        home = replace(
            home,
            started=started or home.started,
            ended=ended,
            dormant=chance.happens(0.004),
            commissioner=chance.pick(neighbours) if chance.happens(0.02) else "",
        )
        tendency = self.habits[ccg.code].tendency
        leads = [number * 4 + lead for lead in range(1, 5)]
        story = Story(home, tendency, leads, Chance(self.seed, "story", home.id))
        return Teller(home, story, Silence(tendency.answering, Chance(self.seed, "silence", home.id)))


def _effective_days(last_week: date) -> list[date]:
    """Return the days from which a register is effective: 1 May 2020, then each 1 October and 1 April."""
    days = [date(2020, 5, 1)]
    for year in range(2020, last_week.year + 1):
        days += [day for day in (date(year, 4, 1), date(year, 10, 1)) if days[0] < day <= last_week]
    return days
