"""Why a figure is another at another moment: each home, and each total, falls to one or two of four causes. Pure functions.

The worlds that these parts span are told in ARCHITECTURE.md, "What changed".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

    ``was``, ``known`` (the earlier week, as known at the later moment) and ``now`` say in words what it said.
    """

    cause: str
    home: str
    part: Part
    was: str
    known: str
    now: str
    amount: Amount


@dataclass(frozen=True)
class Side:
    """One measure of one area as it stood: ``homes`` that count there, what they and all others say (``answers``), and by part the
    answers that no home gives by itself (``totals``) and the homes counted beyond those known (``beyond``)."""

    homes: Mapping[str, HomeAt]
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


def causes(old: Side, between: Side, new: Side) -> list[Behind]:
    """Return what lies behind the change from ``old`` to ``new``; the amounts of all of it add up to it exactly.

    ``between`` is the earlier week as known at the later moment: ``old`` where nothing was learnt, ``new`` where it is one week.
    """
    pools = _pools(old, between, new)
    return [*_of_homes(old, between, new, pools), *_of_pools(old, between, new, pools), *_of_beyond(old, new)]


def _of_homes(old: Side, between: Side, new: Side, pools: _Pools) -> Iterator[Behind]:
    for home in sorted({*old.homes, *new.homes}):
        before, after = old.homes.get(home), new.homes.get(home)
        if before is not None and after is not None:
            yield from _of_matched(home, old, between, new, pools)
        else:
            yield from _of_one_sided(home, old, new)


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


def _of_matched(home: str, old: Side, between: Side, new: Side, pools: _Pools) -> Iterator[Behind]:
    """A home that is counted here at both moments."""
    before, after, known = old.answers.get(home), new.answers.get(home), between.answers.get(home)
    if before is None and after is None:
        return
    was, now, part = _word(old, home), _word(new, home), new.homes[home].part
    if before is None or after is None:
        if pools.of_home(home, old, new) is None:
            one = amount(after.said) if after else amount(before.said).times(-1) if before else NONE
            yield Behind("returners", home, part, was, known.word if known else "", now, one)
        return
    # Where the earlier week's answer no longer stands, nothing says what really changed: it was revised away.
    middle = amount((known or after).said)
    told = known.word if known else now
    steps = {"revisions": middle.less(amount(before.said)), "answers": amount(after.said).less(middle)}
    for cause, one in steps.items():
        if one != NONE:
            yield Behind(cause, home, part, was, told, now, one)


def _word(side: Side, home: str) -> str:
    answer, place = side.answers.get(home), side.homes[home]
    if answer:
        return answer.word + (" [e]" if answer.carried else "")
    return "blank" if place.has_row else "not in the return" if place.returned else "no return"


@dataclass(frozen=True)
class _Pools:
    """Parts in which totals answer at any of the moments, so that answers can be matched by their number alone."""

    keys: frozenset[Part]
    whole: frozenset[str]

    def of(self, part: Part) -> Part | None:
        """Return the pool of a part; a CCG with answers that are not attributed to a PCN is one pool."""
        ccg, _ = part
        return (ccg, "") if ccg in self.whole else part if part in self.keys else None

    def of_home(self, home: str, old: Side, new: Side) -> Part | None:
        """Return the pool of a home that answers at one of the two moments only."""
        side = old if home in old.answers else new
        return self.of(side.homes[home].part)


def _pools(old: Side, between: Side, new: Side) -> _Pools:
    keys = {part for side in (old, between, new) for part, said in side.totals.items() if said.homes}
    return _Pools(frozenset(keys), frozenset(ccg for ccg, pcn in keys if not pcn))


def _of_pools(old: Side, between: Side, new: Side, pools: _Pools) -> Iterator[Behind]:
    """Totals, with the homes of their part that answer at one moment only: so many of their answers are matched as both moments have."""
    alone = [one for one in sorted({*old.homes} & {*new.homes}) if (one in old.answers) != (one in new.answers)]
    held = {one: pool for one in alone if (pool := pools.of_home(one, old, new)) is not None}
    for pool in sorted({pools.of(key) or key for key in pools.keys}):
        inside = [one for one, where in held.items() if where == pool]
        before, known, after = (_pooled(side, pool, pools, inside) for side in (old, between, new))
        if before == after:
            continue
        yield from _of_pool(pool, before, known, after)


def _pooled(side: Side, pool: Part, pools: _Pools, homes: list[str]) -> Amount:
    found = NONE
    for part, said in side.totals.items():
        if pools.of(part) == pool:
            found = found.plus(amount(said))
    for home in homes:
        if home in side.answers:
            found = found.plus(amount(side.answers[home].said))
    return found


def _of_pool(pool: Part, before: Amount, known: Amount, after: Amount) -> Iterator[Behind]:
    matched = min(before.homes, after.homes)
    first, last = _scaled(before, matched), _scaled(after, matched)
    middle = _scaled(known, matched) if known.homes else last
    words = [f"totals: {int(one.homes):,} answered" if one.homes else "no answers in totals" for one in (before, known, after)]
    steps = {
        "answers": last.less(middle),
        "returners": after.less(before).less(last.less(first)),
        "revisions": middle.less(first),
    }
    for cause, one in steps.items():
        if one != NONE:
            yield Behind(cause, "", pool, words[0], words[1], words[2], one)


def _scaled(found: Amount, homes: Fraction | int) -> Amount:
    return found.times(Fraction(homes) / found.homes) if found.homes else NONE


def _of_beyond(old: Side, new: Side) -> Iterator[Behind]:
    """Homes in the denominator that no list names: what a PCN states, an excess over the register, a remainder that is cut."""
    for part in sorted({*old.beyond, *new.beyond}):
        before, after = old.beyond.get(part, 0), new.beyond.get(part, 0)
        if before != after:
            words = [f"{one:+,} homes beyond the register" for one in (before, after)]
            yield Behind("register", "", part, words[0], "", words[1], Amount(denominator=after - before))
