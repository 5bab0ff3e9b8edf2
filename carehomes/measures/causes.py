"""Why a figure is another at another moment: each home, and each total, falls to one or two of four causes. Pure functions.

The worlds that these parts span are told in ARCHITECTURE.md, "What changed".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from carehomes.measures.standing import Answer, HomeAt, Part, Said

#: In the order in which they are told; the place is the bit of a coalition.
CAUSES = ("answers", "returners", "revisions", "register")
NOTHING = Said(0, 0, 0)


class Amount(NamedTuple):
    """What a cause adds to numerator, denominator and homes that answer: whole where homes are known, fractions where only totals are."""

    numerator: Fraction | int = 0
    denominator: Fraction | int = 0
    homes: Fraction | int = 0

    def plus(self, other: Amount) -> Amount:
        """Return the sum."""
        return Amount(self.numerator + other.numerator, self.denominator + other.denominator, self.homes + other.homes)

    def times(self, by: Fraction | int) -> Amount:
        """Return this many times the amount."""
        return Amount(self.numerator * by, self.denominator * by, self.homes * by)

    def less(self, other: Amount) -> Amount:
        """Return what is more than ``other``."""
        return self.plus(other.times(-1))


NONE = Amount()


@dataclass(frozen=True)
class Behind:
    """A home (``home`` '': a total, which no home stands behind) that a cause goes back to, and what it adds.

    ``was``, ``known`` (the earlier week, as known at the later moment) and ``now`` say in words what it said. ``withdrawn`` is true
    where it goes back to a return for the earlier week that was withdrawn between the two moments of knowledge.
    """

    cause: str
    home: str
    part: Part
    was: str
    known: str
    now: str
    amount: Amount
    withdrawn: bool = False


@dataclass(frozen=True)
class Side:
    """One measure of one area as it stood.

    ``homes`` count there; ``places`` and ``answers`` are those of every home; ``totals`` are by part the answers that no home gives by
    itself, ``beyond`` the homes counted beyond those known.
    """

    homes: Mapping[str, HomeAt]
    places: Mapping[str, HomeAt]
    answers: Mapping[str, Answer]
    totals: Mapping[Part, Said]
    beyond: Mapping[Part, int]
    base: int
    register: bool

    @property
    def whole(self) -> Amount:
        """The figure, as it is published."""
        said = [self.answers[one].said for one in self.homes if one in self.answers] + list(self.totals.values())
        homes = self.base * len(self.homes) + sum(self.beyond.values())
        return Amount(sum(one.numerator for one in said), homes + sum(one.denominator for one in said), sum(one.homes for one in said))


def amount(said: Said) -> Amount:
    """Return what an answer adds."""
    return Amount(said.numerator, said.denominator, said.homes)


def causes(old: Side, between: Side, new: Side, *, backwards: bool = False) -> list[Behind]:
    """Return what lies behind the change from ``old`` to ``new``; the amounts of all of it add up to it exactly.

    ``between`` is the earlier week as known at the later moment: ``old`` where nothing was learnt, ``new`` where it is one week. So
    there are two steps: what became known of one week, and what another week says. ``backwards`` says that ``old`` was known later than
    ``new``: a return that only ``old`` has then came in late, and was not withdrawn.
    """
    sooner, later = (between, old) if backwards else (old, between)
    both = sorted({*old.homes} & {*new.homes})
    pools = _Pools(between, new, both)
    found: list[Behind] = []
    for home in sorted({*old.homes, *new.homes}):
        one_sided = home not in old.homes or home not in new.homes
        found.extend(_of_one_sided(home, old, new) if one_sided else _of_home(home, (old, between, new), sooner, later, pools))
    return [*found, *_learnt_of_totals((old, between, new), sooner, later), *pools.behind(old), *_of_beyond(old, new)]


def _of_one_sided(home: str, old: Side, new: Side) -> Iterator[Behind]:
    """A home that is counted here at one moment only."""
    side, sign = (new, 1) if home in new.homes else (old, -1)
    answer = side.answers.get(home)
    found = Amount(denominator=side.base).plus(amount(answer.said) if answer else NONE).times(sign)
    if found == NONE:
        return
    # Without any register the homes of the returns stand in for it: then who is counted is a matter of who returned.
    cause = "register" if old.register or new.register else "returners"
    was, now = ("", _word(side, home)) if sign > 0 else (_word(side, home), "")
    yield Behind(cause, home, side.homes[home].part, was, "", now, found)


def _of_home(home: str, sides: tuple[Side, Side, Side], sooner: Side, later: Side, pools: _Pools) -> Iterator[Behind]:
    """A home that is counted here at both moments: what became known of it, then what it says in the other week."""
    first, middle, last = (_said(side, home) for side in sides)
    steps = dict.fromkeys(CAUSES, NONE)
    # What had been told of the week was changed or taken back; where nothing had been told, it came in late.
    revised = _returned(sooner, home)
    withdrawn = revised and _withdrawn(sooner, later, home)
    steps["revisions" if revised else "returners"] = middle.less(first)
    if middle.homes and last.homes:
        steps["answers"] = last.less(middle)
    elif pools.of_home(home) is None:
        steps["returners"] = steps["returners"].plus(last.less(middle))
    was, known, now = (_word(side, home) for side in sides)
    for cause, one in steps.items():
        if one != NONE:
            yield Behind(cause, home, sides[2].homes[home].part, was, known, now, one, withdrawn and cause == "revisions")


def _said(side: Side, home: str) -> Amount:
    answer = side.answers.get(home)
    return amount(answer.said) if answer else NONE


def _returned(side: Side, home: str) -> bool:
    place = side.places.get(home)
    return place is not None and (place.returned or place.has_row)


def _withdrawn(sooner: Side, later: Side, home: str) -> bool:
    """Return whether the CCG of a home had returned and then had no return; with its last return the week itself goes."""
    place = later.places.get(home)
    return sooner.places[home].returned and (not place.returned if place else not later.places)


def _word(side: Side, home: str) -> str:
    answer, place = side.answers.get(home), side.places.get(home)
    if answer:
        return answer.word + (" [e]" if answer.carried else "")
    if place is None:
        return "not on the register"
    return "blank" if place.has_row else "not in the return" if place.returned else "no return"


class _Pools:
    """Parts in which totals answer in either week, so that answers can be matched by their number alone.

    With them go the homes of the part that answer in one of the two weeks only. A CCG with answers that are not attributed to a PCN is
    one pool.
    """

    def __init__(self, between: Side, new: Side, both: Iterable[str]) -> None:
        self._between, self._new = between, new
        self._parts = {part for side in (between, new) for part, said in side.totals.items() if said.homes}
        self._whole = {ccg for ccg, pcn in self._parts if not pcn}
        self._homes: dict[str, Part] = {}
        for home in both if self._parts else ():
            if (home in between.answers) != (home in new.answers):
                side = new if home in new.answers else between
                pool = self._of(side.places[home].part)
                if pool is not None:
                    self._homes[home] = pool

    def of_home(self, home: str) -> Part | None:
        """Return the pool of a home that answers in one of the two weeks only; None where it stands for itself."""
        return self._homes.get(home)

    def _of(self, part: Part) -> Part | None:
        return (part[0], "") if part[0] in self._whole else part if part in self._parts else None

    def behind(self, old: Side) -> Iterator[Behind]:
        """Yield what the pools add: as many of their answers as both weeks have are matched, the others came or went."""
        by_pool: dict[Part, list[str]] = {}
        for home, pool in self._homes.items():
            by_pool.setdefault(pool, []).append(home)
        for pool in sorted({self._of(part) or part for part in self._parts}):
            before, after = (self._sum(side, pool, by_pool.get(pool, [])) for side in (self._between, self._new))
            matched = min(before.homes, after.homes)
            first, last = _scaled(before, matched), _scaled(after, matched)
            was, known, now = (_totals_word(self._sum(side, pool, [])) for side in (old, self._between, self._new))
            steps = {"answers": last.less(first), "returners": after.less(before).less(last.less(first))}
            for cause, one in steps.items():
                if one != NONE:
                    yield Behind(cause, "", pool, was, known, now, one)

    def _sum(self, side: Side, pool: Part, homes: Iterable[str]) -> Amount:
        found = NONE
        for part, said in side.totals.items():
            if self._of(part) == pool:
                found = found.plus(amount(said))
        for home in homes:
            found = found.plus(_said(side, home))
        return found


def _scaled(found: Amount, homes: Fraction | int) -> Amount:
    return found.times(Fraction(homes) / found.homes) if found.homes else NONE


def _totals_word(found: Amount) -> str:
    return f"totals: {int(found.homes):,} answered" if found.homes else "no answers in totals"


def _learnt_of_totals(sides: tuple[Side, Side, Side], sooner: Side, later: Side) -> Iterator[Behind]:
    """What became known of totals of the earlier week: revised where its CCG had returned by the sooner moment of knowledge."""
    for part in sorted({*sooner.totals, *later.totals}):
        told, learnt, after = (amount(side.totals[part]) if part in side.totals else NONE for side in sides)
        if told != learnt:
            revised = _ccg_returned(sooner, part[0])
            withdrawn = revised and not _ccg_returned(later, part[0])
            was, known, now = (_totals_word(one) for one in (told, learnt, after))
            yield Behind("revisions" if revised else "returners", "", part, was, known, now, learnt.less(told), withdrawn)


def _ccg_returned(side: Side, ccg: str) -> bool:
    told = any(part[0] == ccg and said.homes for part, said in side.totals.items())
    return told or any(place.returned and place.part[0] == ccg for place in side.places.values())


def _of_beyond(old: Side, new: Side) -> Iterator[Behind]:
    """Homes in the denominator that no list names: what a PCN states, an excess over the register, a remainder that is cut."""
    for part in sorted({*old.beyond, *new.beyond}):
        before, after = old.beyond.get(part, 0), new.beyond.get(part, 0)
        if before != after:
            words = [f"{one:+,} homes beyond the register" for one in (before, after)]
            yield Behind("register", "", part, words[0], "", words[1], Amount(denominator=after - before))
