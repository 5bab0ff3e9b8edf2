"""What changed between two moments, and why: the change of a published figure as Shapley values over four causes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypedDict

from carehomes.access import Permitted
from carehomes.areas import AreaList, Group
from carehomes.measures.causes import CAUSES, NONE, Amount, Behind, Side, causes
from carehomes.measures.disclosed import told_by_causes
from carehomes.measures.standing import KINDS, HomeAt, Moment, Part, Said, Standing, homes_at, standing, told_in
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.statistics import apportion, round_half_away, shapley


class _View(TypedDict):
    """Whose figures: what ``standing`` takes besides a moment and measures."""

    permitted: Permitted
    areas: str
    la: str
    older: bool
    group: Group | None


@dataclass(frozen=True)
class Cause:
    """What one cause adds: to the count, to what it is of, and to the share (of 1; None where there is no share at either moment).

    ``shown_count``, ``shown_of`` and ``tenths`` (of a percentage point) are the same as whole numbers that add up to the change that is
    shown.
    """

    name: str
    count: Fraction
    of: Fraction
    share: Fraction | None
    shown_count: int
    shown_of: int
    tenths: int | None


@dataclass(frozen=True)
class Change:
    """One figure at two moments and the four causes of its change, in the order of ``CAUSES``; what lies behind them in ``behind``.

    ``matched`` are the homes that answer by themselves in both weeks, as known at the later moment.
    """

    measure: str
    code: str
    old: Amount
    new: Amount
    causes: tuple[Cause, ...]
    behind: tuple[Behind, ...]
    matched: int

    @property
    def shares(self) -> tuple[Fraction, Fraction] | None:
        """The shares at both moments; None where one of them has none, and for stocks."""
        before, after = _share(self.old), _share(self.new)
        return None if before is None or after is None else (before, after)

    @property
    def tenths(self) -> tuple[int, int] | None:
        """The shares at both moments in tenths of a percent, as they are shown."""
        return None if self.shares is None else (_tenths(self.shares[0]), _tenths(self.shares[1]))


def changed(
    old: Moment,
    new: Moment,
    *,
    codes: Sequence[str],
    measures: Sequence[str],
    permitted: Permitted,
    areas: str = "then",
    older: bool = False,
    group: Group | None = None,
) -> list[Change]:
    """Return why each figure of ``measures`` changed from ``old`` to ``new``, for each area of ``codes`` (or for an own ``group``).

    Measures that are homes by word (ladders, splits) have no one figure and are left out; so are, beyond the team, those that count people:
    a cause may be one home's count. ``codes`` may name local authorities.
    """
    asked = [one for one in measures if one in new.snapshot.measures and kind_of(new.snapshot.measures[one]) in KINDS]
    asked = [one for one in asked if told_by_causes(new.snapshot, new.snapshot.measures[one])]
    backwards = (old.week, _known(old)) > (new.week, _known(new))
    early, late = (new, old) if backwards else (old, new)
    same = early.snapshot.path == late.snapshot.path
    found: dict[tuple[str, str], Change] = {}
    for la, inside in _by_view(late.snapshot.areas, [group.id] if group else codes):
        # Of one week as known at one moment both are the same, and are asked once.
        learnt = late if early.week == late.week else early if same else Moment(late.snapshot, early.week)
        view: _View = {"permitted": permitted, "areas": areas, "la": la, "older": older, "group": group}
        first, middle, last = _stood((early, learnt, late), asked, frozenset(inside), view)
        keys = _Keys(late.snapshot.areas)
        unlearnt = _known(early) > _known(late)
        placed = [_Placed(one, inside, keys) for one in (first, middle, last)]
        # A home counted here at one moment is asked what it says at the others too, wherever it is counted then.
        homes = {home for one in placed for home in one.reached}
        for measure in asked:
            three = [_Scoped(one, measure, homes) for one in placed]
            for code in inside:
                before, between, after = (one.side("" if one.standing.cut else code) for one in three)
                behind = causes(before, between, after, backwards=unlearnt)
                made = _change(measure, code, (before, between, after), behind)
                found[measure, code] = _turned(made) if backwards else made
    return [found[measure, code] for measure in asked for code in ([group.id] if group else codes)]


def _stood(moments: Sequence[Moment], measures: Sequence[str], codes: frozenset[str], view: _View) -> list[Standing]:
    """Return what stood at each of the moments, of as few CCGs as the areas ``codes`` need.

    Those are the CCGs in which the areas are told at that moment, and those in which their homes stood at another one.
    """
    once = {id(one): one for one in moments}
    homes = {key: homes_at(one, **view) for key, one in once.items()}
    told = {key: _told_here(one, homes[key], codes, view) for key, one in once.items()}
    reached = {home for key, found in homes.items() for home, place in found.items() if place.part in told[key]}
    stood = {}
    for key, one in once.items():
        ccgs = {ccg for ccg, _ in told[key]} | {homes[key][home].part[0] for home in reached & homes[key].keys()}
        stood[key] = standing(one, measures, homes=homes[key], ccgs=frozenset(ccgs), **view)
    return [stood[id(one)] for one in moments]


def _told_here(moment: Moment, homes: Mapping[str, HomeAt], codes: frozenset[str], view: _View) -> set[Part]:
    """Return the parts of CCGs that are told in the areas ``codes``: of a local authority or own group, those of all its homes."""
    parts = {place.part for place in homes.values()}
    if view["la"] or view["group"]:
        return parts
    # Totals may be told of a part in which no home stands.
    named = moment.snapshot.query("parts", **view["permitted"].parameters)
    parts |= set(zip(named["ccg"].tolist(), named["pcn"].tolist(), strict=True))
    return {part for part in parts if told_in(moment.snapshot.areas, part, view["areas"]) & codes}


def _known(moment: Moment) -> tuple[bool, float]:
    """Return what moments of knowledge are ordered by; now is after all others."""
    as_at = moment.snapshot.as_at
    return as_at is None, as_at.timestamp() if as_at else 0.0


def _by_view(areas: AreaList, codes: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the codes that are counted together: each local authority is a view of its own, all others are told from parts."""
    las = [code for code in codes if (area := areas.get(code)) is not None and area.level == "la"]
    plain = [code for code in codes if code not in las]
    if plain:
        yield "", plain
    for code in las:
        yield code, [code]


class _Keys:
    """Parts by the codes of their successors, so that what merged is held against what it became."""

    def __init__(self, areas: AreaList) -> None:
        self._areas = areas
        self._found: dict[Part, Part] = {}

    def __call__(self, part: Part) -> Part:
        if part not in self._found:
            self._found[part] = (self._after(part[0]), self._after(part[1]) if part[1] else "")
        return self._found[part]

    def _after(self, code: str) -> str:
        area = self._areas.get(code)
        return self._areas.successor(area).code if area else code


class _Placed:
    """The homes of a week as known, where they stand among the areas asked for: the same for every measure."""

    def __init__(self, found: Standing, codes: Sequence[str], keys: _Keys) -> None:
        self.standing, self.keys = found, keys
        self._asked = frozenset(codes)
        self._codes: dict[Part, tuple[str, ...]] = {}
        moved = {place: replace(place, part=keys(place.part)) for place in set(found.homes.values())}
        self.places = {home: moved[place] for home, place in found.homes.items()}
        self.reached = {home: place for home, place in found.homes.items() if self.codes(place.part)}
        self.by_code: dict[str, dict[str, HomeAt]] = {}
        for home, place in self.reached.items():
            for code in self.codes(place.part):
                self.by_code.setdefault(code, {})[home] = self.places[home]

    def codes(self, part: Part) -> tuple[str, ...]:
        """Return in which of the areas asked for a part is told ('': of a local authority or group, all of it)."""
        if part not in self._codes:
            self._codes[part] = ("",) if self.standing.cut else tuple(sorted(self.standing.codes(part) & self._asked))
        return self._codes[part]


class _Scoped:
    """One measure as it stood, to be asked for area after area."""

    def __init__(self, placed: _Placed, measure: str, homes: Collection[str]) -> None:
        self.standing, self._placed = placed.standing, placed
        self._base = self.standing.base(measure)
        self._answers = self.standing.counted(measure, homes)
        self._asked = self.standing.asked.get(measure)
        self._totals: dict[str, dict[Part, Said]] = {}
        self._beyond: dict[str, dict[Part, int]] = {}
        if not self.standing.view:
            self._put_parts(measure)

    def side(self, code: str) -> Side:
        """Return what stands behind the figure of the area ``code`` ('': of a local authority or group)."""
        totals, beyond = self._totals.get(code, {}), self._beyond.get(code, {})
        homes = self._placed.by_code.get(code, {})
        if self._asked is not None:
            homes = {home: place for home, place in homes.items() if self._counts(home)}
        return Side(homes, self._placed.places, self._answers, totals, beyond, self._base, self.standing.register)

    def _counts(self, home: str) -> bool:
        """Return whether the figures count a home: its CCG is asked."""
        return self._asked is None or self.standing.homes[home].part[0] in self._asked

    def _put_parts(self, measure: str) -> None:
        """Put by part what its homes do not say by themselves: the prepared figure less theirs."""
        said: dict[Part, Said] = {}
        homes: dict[Part, int] = {}
        keys = self._placed.keys
        for home, place in self._placed.reached.items():
            if not self._counts(home):
                continue
            homes[place.part] = homes.get(place.part, 0) + 1
            answer = self._answers.get(home)
            if answer:
                said[place.part] = _added(said.get(place.part), answer.said, 1)
        for one in self.standing.parts.get(measure, ()):
            codes = self._placed.codes(one.part)
            if not codes:
                continue
            own = one.kind != "not attributed"
            rest = _added(one.said, said.get(one.part), -1) if own else one.said
            beyond = self._base * (one.homes - (homes.get(one.part, 0) if own else 0))
            for code in codes:
                if any(rest):
                    totals = self._totals.setdefault(code, {})
                    totals[keys(one.part)] = _added(totals.get(keys(one.part)), rest, 1)
                if beyond:
                    more = self._beyond.setdefault(code, {})
                    more[keys(one.part)] = more.get(keys(one.part), 0) + beyond


def _added(one: Said | None, other: Said | None, sign: int) -> Said:
    first, second = one or Said(0, 0, 0), other or Said(0, 0, 0)
    return Said(first.numerator + sign * second.numerator, first.denominator + sign * second.denominator, first.homes + sign * second.homes)


def _share(found: Amount) -> Fraction | None:
    return Fraction(found.numerator) / found.denominator if found.denominator > 0 else None


def _tenths(share: Fraction) -> int:
    return int(round_half_away(1000 * share, 0))


def _change(measure: str, code: str, sides: tuple[Side, Side, Side], behind: Sequence[Behind]) -> Change:
    before, between, after = sides
    old, new = before.whole, after.whole
    sums = dict.fromkeys(CAUSES, NONE)
    for one in behind:
        sums[one.cause] = sums[one.cause].plus(one.amount)
    answering = between.answers.keys() & after.answers.keys()
    matched = sum(1 for home in before.homes if home in after.homes and home in answering)
    return Change(measure, code, old, new, _causes(old, new, sums), tuple(behind), matched)


def _causes(old: Amount, new: Amount, sums: Mapping[str, Amount]) -> tuple[Cause, ...]:
    worlds = [_world(old, sums, coalition) for coalition in range(1 << len(CAUSES))]
    counts, wholes = (shapley([one[place] for one in worlds]) for place in (0, 1))
    first, last = _share(old), _share(new)
    shares: tuple[Fraction, ...] | None = None
    tenths: tuple[int, ...] | None = None
    if first is not None and last is not None:
        # A world between the two that counts nobody has no share; there it is taken for 0.
        shares = shapley([_share(one) or Fraction(0) for one in worlds])
        tenths = apportion([1000 * one for one in shares], _tenths(last) - _tenths(first))
    shown = apportion(counts, int(new.numerator - old.numerator)), apportion(wholes, int(new.denominator - old.denominator))
    return tuple(
        Cause(name, counts[i], wholes[i], shares[i] if shares else None, shown[0][i], shown[1][i], tenths[i] if tenths else None)
        for i, name in enumerate(CAUSES)
    )


def _world(old: Amount, sums: Mapping[str, Amount], coalition: int) -> Amount:
    """Return the figure of the world in which the causes of ``coalition`` are of the new moment and all others of the old one."""
    found = old
    for place, name in enumerate(CAUSES):
        if coalition >> place & 1:
            found = found.plus(sums[name])
    return found


def _turned(found: Change) -> Change:
    """Return the same change the other way round."""
    sums = dict.fromkeys(CAUSES, NONE)
    behind = tuple(replace(one, was=one.now, now=one.was, amount=one.amount.times(-1)) for one in found.behind)
    for one in behind:
        sums[one.cause] = sums[one.cause].plus(one.amount)
    return replace(found, old=found.new, new=found.old, causes=_causes(found.new, found.old, sums), behind=behind)
