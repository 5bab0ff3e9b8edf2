"""Why a figure changed, counted world by world: each of the sixteen worlds is made of its homes and totals, and each cause is the mean of
what it adds over the 24 orders in which the four may come.

It shares the rules with the rest of the witness, and no thought with the product, which never makes a world of homes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from itertools import permutations

from .answers import NA, UNITS, WITH, WITHOUT, YES, Said, asked
from .catalogue import Catalogue, Measure, load_catalogue
from .counting import HOME_ROWS, LOOSE, PCN, SURPLUS, grain
from .figures import areas_above, ccg_parts, grounds_of, knowledge_of, successor
from .ground import Ground
from .home_rows import said_by
from .model import World
from .tally import Tally, is_of_homes, mapped_states

ANSWERS, RETURNERS, REVISIONS, REGISTER = "answers", "returners", "revisions", "register"
CAUSES = (ANSWERS, RETURNERS, REVISIONS, REGISTER)
#: Numerator, denominator, homes that answer.
Sum = tuple[Fraction, Fraction, Fraction]
ZERO: Sum = (Fraction(0), Fraction(0), Fraction(0))
Unit = tuple[str, str]


def plus(*sums: Sum) -> Sum:
    """The sum, place by place."""
    return tuple(sum((one[i] for one in sums), Fraction(0)) for i in range(3))  # type: ignore[return-value]


def times(one: Sum, by: Fraction | int) -> Sum:
    """So many times."""
    return (one[0] * by, one[1] * by, one[2] * by)


def less(one: Sum, other: Sum) -> Sum:
    """The difference."""
    return plus(one, times(other, -1))


@dataclass
class Seen:
    """A measure in an area at a moment, home by home; ``answers`` are of every home of the whole."""

    unit_of: dict[str, Unit] = field(default_factory=dict)
    everywhere: dict[str, Unit] = field(default_factory=dict)
    returned: set[str] = field(default_factory=set)
    ccgs: set[str] = field(default_factory=set)
    answers: dict[str, Sum] = field(default_factory=dict)
    totals: dict[Unit, Sum] = field(default_factory=dict)
    beyond: dict[Unit, int] = field(default_factory=dict)
    base: int = 0
    has_register: bool = True

    def home(self, home_id: str) -> Sum:
        """What a home that is counted adds."""
        return plus((Fraction(0), Fraction(self.base), Fraction(0)), self.answers.get(home_id, ZERO))


def sum_of(measure: Measure, counts: Tally | Said, homes: int) -> Sum:
    """Counts as numerator, denominator and homes; not applicable is taken out of the denominator."""
    if is_of_homes(measure):
        yes, _, not_applicable = mapped_states(measure, counts.counts) if measure.yes_words else (counts.counts[YES], 0, counts.counts[NA])
        return (Fraction(yes), Fraction(-not_applicable), Fraction(homes))
    if measure.shape == "share_of_people":
        return (Fraction(counts.counts[WITH]), Fraction(counts.counts[WITH] + counts.counts[WITHOUT]), Fraction(homes))
    return (Fraction(counts.counts[UNITS]), Fraction(counts.counts["need"]), Fraction(homes))


def look(
    world: World, week: date, as_at: datetime | None, measure: Measure, catalogue: Catalogue, area: tuple[str, str], areas: str
) -> Seen:
    """What there is in the area (level, code)."""
    known = knowledge_of(world, as_at)
    seen = Seen(base=int(is_of_homes(measure)), has_register=known.register(week).exists)
    for ground in grounds_of(known, catalogue, week):
        path = set(areas_above(world, ground.ccg, week, areas).items())
        parts = ccg_parts(ground, measure).rows
        surplus = parts.get((SURPLUS, ground.ccg))
        carry = surplus is None or bool(surplus.carried)
        seen.returned |= {home.id for home in ground.homes if ground.returned or ground.row(home) is not None}
        seen.ccgs |= {successor(world, ground.ccg, "ccg")} if ground.returned else set()
        for (kind, code), tally in parts.items():
            inside = area in path or (kind == PCN and area == ("pcn", code))
            pcn = code if kind == PCN else ""
            _look_into(seen, ground, measure, (kind, pcn), tally, carry, inside, (successor(world, ground.ccg, "ccg"), pcn))
    return seen


def _look_into(
    seen: Seen, ground: Ground, measure: Measure, part: tuple[str, str], tally: Tally, carry: bool, inside: bool, unit: Unit
) -> None:
    kind, pcn = part
    homes = [] if kind == SURPLUS else ground.by_pcn.get(pcn, [])
    rest = sum_of(measure, tally, tally.answered)
    seen.everywhere |= {home.id: unit for home in homes}
    if kind == LOOSE or (kind == PCN and _source(ground, measure, pcn, carry) == HOME_ROWS):
        for home in homes:
            said = _said(ground, measure, home, carry)
            if said.homes:
                seen.answers[home.id] = sum_of(measure, said, 1)
                rest = less(rest, seen.answers[home.id])
    if not inside:
        return
    seen.unit_of |= {home.id: unit for home in homes}
    if any(rest):
        seen.totals[unit] = plus(seen.totals.get(unit, ZERO), rest)
    if seen.base and tally.denominator != len(homes):
        seen.beyond[unit] = seen.beyond.get(unit, 0) + tally.denominator - len(homes)


def _by_rows(measure: Measure) -> bool:
    return measure.shape in ("composite", "own")


def _source(ground: Ground, measure: Measure, pcn: str, carry: bool) -> str:
    return HOME_ROWS if _by_rows(measure) else grain(ground, asked(measure, ground.catalogue), pcn, carry)[0]


def _said(ground: Ground, measure: Measure, home: object, carry: bool) -> Said:
    if _by_rows(measure):
        return said_by(ground, measure)(home)  # type: ignore[arg-type]
    return ground.home_said(asked(measure, ground.catalogue), home, carry)  # type: ignore[arg-type]


def in_world(old: Seen, between: Seen, new: Seen, coalition: set[str], sooner: Seen) -> Sum:
    """The figure where what is in the coalition is of the new moment and all else of the old one.

    ``sooner`` is of old and between the one that was known first: what had been sent by then is revised, or taken back.
    """
    found: list[Sum] = []
    register = new if REGISTER in coalition else old
    alone: dict[str, Unit] = {}
    units = {u for seen in (between, new) for u, one in seen.totals.items() if one[2]}
    ccgs_in_one = {u[0] for u in units if not u[1]}

    def pool(unit: Unit) -> Unit | None:
        return (unit[0], "") if unit[0] in ccgs_in_one else unit if unit in units else None

    for home in {*old.unit_of, *new.unit_of}:
        if home in old.unit_of and home in new.unit_of:
            told, learnt, now = (seen.answers.get(home) for seen in (old, between, new))
            found.append((Fraction(0), Fraction(old.base), Fraction(0)))
            found.append(told or ZERO)
            # What was learnt of the earlier week is there with its cause: the CCG revised or withdrew what it had sent, or sends late.
            why = REVISIONS if home in sooner.returned else RETURNERS
            if why in coalition:
                found.append(less(learnt or ZERO, told or ZERO))
            unit = None if (learnt is None) == (now is None) else pool((new if now else between).everywhere[home])
            if unit is not None:
                alone[home] = unit
            elif (ANSWERS if learnt and now else RETURNERS) in coalition:
                found.append(less(now or ZERO, learnt or ZERO))
        elif old.has_register or new.has_register:
            found.append(register.home(home) if home in register.unit_of else ZERO)
        else:
            here = new if RETURNERS in coalition else old
            found.append(here.home(home) if home in here.unit_of else ZERO)
    for unit in {*old.totals, *between.totals}:
        told, learnt = (seen.totals.get(unit, ZERO) for seen in (old, between))
        found.append(learnt if (REVISIONS if unit[0] in sooner.ccgs else RETURNERS) in coalition else told)
    for unit in {pool(one) for one in units}:
        found.append(_pool_in_world(*(_pooled(seen, unit, pool, alone) for seen in (between, new)), coalition))
    found.extend((Fraction(0), Fraction(homes), Fraction(0)) for homes in register.beyond.values())
    return plus(ZERO, *found)


def _pooled(seen: Seen, unit: Unit | None, pool: object, alone: dict[str, Unit]) -> Sum:
    inside = [one for part, one in seen.totals.items() if pool(part) == unit]  # type: ignore[operator]
    return plus(ZERO, *inside, *(seen.answers[home] for home, where in alone.items() if where == unit and home in seen.answers))


def _pool_in_world(learnt: Sum, now: Sum, coalition: set[str]) -> Sum:
    """What the pool has more than in the earlier week: so many answers as both weeks have are matched, the rest came or went."""
    both = min(learnt[2], now[2])
    first, last = (times(one, both / one[2]) if one[2] else ZERO for one in (learnt, now))
    real = less(last, first)
    return plus(real if ANSWERS in coalition else ZERO, less(less(now, learnt), real) if RETURNERS in coalition else ZERO)


def share(one: Sum) -> Fraction:
    """A world that counts nobody has no share; it is taken for 0."""
    return one[0] / one[1] if one[1] > 0 else Fraction(0)


def over_all_orders(worth: dict[frozenset[str], Fraction]) -> dict[str, Fraction]:
    """The mean of what each cause adds when it comes, over all orders."""
    found = dict.fromkeys(CAUSES, Fraction(0))
    orders = list(permutations(CAUSES))
    for order in orders:
        for place, cause in enumerate(order):
            before = frozenset(order[:place])
            found[cause] += (worth[before | {cause}] - worth[before]) / len(orders)
    return found


def changed(
    world: World,
    old: tuple[date, datetime | None],
    new: tuple[date, datetime | None],
    measure_id: str,
    area: tuple[str, str],
    areas: str = "then",
) -> tuple[Sum, Sum, dict[str, tuple[Fraction, Fraction, Fraction]]]:
    """The figure at both moments, and by cause what it adds to numerator, denominator and share.

    The old week is not after the new one, nor one week known later than itself.
    """
    catalogue = load_catalogue()
    measure = catalogue.measures[measure_id]
    early, late = (look(world, week, as_at, measure, catalogue, area, areas) for week, as_at in (old, new))
    between = late if old[0] == new[0] else look(world, old[0], new[1], measure, catalogue, area, areas)
    forth = new[1] is None or (old[1] is not None and old[1] <= new[1])
    sooner = early if forth else between
    worlds = {frozenset(one): in_world(early, between, late, set(one), sooner) for one in coalitions()}
    three = [over_all_orders({one: of(found) for one, found in worlds.items()}) for of in (lambda s: s[0], lambda s: s[1], share)]
    return worlds[frozenset()], worlds[frozenset(CAUSES)], {cause: (three[0][cause], three[1][cause], three[2][cause]) for cause in CAUSES}


def coalitions() -> Iterable[tuple[str, ...]]:
    """All sixteen."""
    for number in range(16):
        yield tuple(cause for place, cause in enumerate(CAUSES) if number >> place & 1)
