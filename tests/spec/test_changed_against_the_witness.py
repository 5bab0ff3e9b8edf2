"""What changed: on made-up worlds the parts add up, swapping negates, nothing changed is nothing, and plain Python says the same.

``CAREHOMES_WORLDS`` worlds are tried, as in test_figures_against_the_witness.
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from carehomes.access import EVERYWHERE
from carehomes.areas import group_of
from carehomes.demo import load_demo
from carehomes.measures import Change, Moment, changed, figures
from carehomes.measures.causes import CAUSES
from carehomes.measures.standing import KINDS
from carehomes.snapshots import Snapshot, records
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.store import Store
from tests.conftest import SIZE, WORLDS
from tests.oracle.changed import changed as witnessed
from tests.oracle.model import World
from tests.oracle.reading import load_world
from tests.spec.test_rules_of_counting import snapshot_of
from tests.worlds import draw_groups, make_world
from tests.worlds.make import Made


def loaded(tmp_path: Path, store: Store, seed: int, **switches: Any) -> tuple[Made, World, Snapshot]:
    made = make_world(tmp_path / "world", seed, SIZE, **switches)
    assert load_demo(store, made.folder) == []
    return made, load_world(made.folder), snapshot_of(store, None)


def measured(snapshot: Snapshot) -> list[str]:
    return [one.id for one in snapshot.offered.values() if kind_of(one) in KINDS]


def pairs(made: Made, now: Snapshot, store: Store, rng: random.Random) -> list[tuple[Moment, Moment]]:
    """Two weeks beside their weeks before, a week at two moments, and two weeks of which one is as known then, the other as known now."""
    beside = list(pairwise(now.weeks))
    found = [(Moment(now, one), Moment(now, other)) for one, other in rng.sample(beside, min(2, len(beside)))]
    for moment in made.moments[:2]:
        then = snapshot_of(store, moment)
        if then.weeks and now.weeks:
            week = rng.choice(then.weeks[-2:])
            found.append((Moment(then, week), Moment(now, week if week in now.weeks else now.weeks[-1])))
            later = [one for one in now.weeks if one > week]
            found.extend((Moment(then, week), Moment(now, one)) for one in later[:1])
            # And the other way: the earlier week as known now, a later one as it was known.
            before = [one for one in now.weeks if one < week]
            found.extend((Moment(now, one), Moment(then, week)) for one in before[-1:])
    return found


def published(snapshot: Snapshot, found: list[Change], moment: Moment, basis: str, **view: Any) -> dict[tuple[str, str], tuple[int, int]]:
    """Return numerator and denominator as the pages have them."""
    codes = None if view.get("group") else sorted({one.code for one in found})
    rows = records(figures(moment.snapshot, moment.week, permitted=EVERYWHERE, areas=basis, codes=codes, **view))
    told: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        if not row["within"] and kind_of(snapshot.measures[row["measure"]]) in KINDS:
            kind = kind_of(snapshot.measures[row["measure"]])
            part, whole = ("numerator", "whole") if kind in ("people", "stock") else ("yes", "all")
            told[row["measure"], row["code"]] = (int(row[part]), 0 if kind == "stock" else int(row[whole]))
    return told


def held(found: list[Change], old: Moment, new: Moment, basis: str = "then", **view: Any) -> None:
    """The laws of every change: its ends are published, its parts and what lies behind them add up, also as they are shown."""
    ends = [published(new.snapshot, found, one, basis, **view) for one in (old, new)]
    for one in found:
        key = (one.measure, one.code)
        for side, told in zip((one.old, one.new), ends, strict=True):
            assert (side.numerator, side.denominator) == told.get(key, (0, 0)), key
        assert sum(each.count for each in one.causes) == one.new.numerator - one.old.numerator
        assert sum(each.of for each in one.causes) == one.new.denominator - one.old.denominator
        assert sum(each.shown_count for each in one.causes) == one.new.numerator - one.old.numerator
        for cause in one.causes:
            behind = [each.amount for each in one.behind if each.cause == cause.name]
            assert sum(each.numerator for each in behind) == cause.count and sum(each.denominator for each in behind) == cause.of
        if one.shares and one.tenths:
            assert sum(each.share or 0 for each in one.causes) == one.shares[1] - one.shares[0]
            assert sum(each.tenths or 0 for each in one.causes) == one.tenths[1] - one.tenths[0]


def parts(found: Change) -> list[tuple[Fraction, Fraction, Fraction | None]]:
    return [(one.count, one.of, one.share) for one in found.causes]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_world(seed: int, tmp_path: Path, store: Store) -> None:
    made, world, now = loaded(tmp_path, store, seed)
    rng = random.Random(seed)
    groups = [group_of(f"Group {n}", areas, homes) for n, (areas, homes) in enumerate(draw_groups(made))]
    for old, new in pairs(made, now, store, rng):
        basis = rng.choice(["then", "now"])
        measures = rng.sample(measured(now), 8)
        codes = [now.areas.top.code, *made.ccgs, *made.pcns[:3], made.las[0]]
        asked: dict[str, Any] = {"codes": codes, "measures": measures, "permitted": EVERYWHERE, "areas": basis}
        found = changed(old, new, **asked)
        held(found, old, new, basis)
        turned = changed(new, old, **asked)
        for one, other in zip(found, turned, strict=True):
            negated = [tuple(None if x is None else -x for x in part) for part in parts(one)]
            assert parts(other) == negated and (other.old, other.new) == (one.new, one.old)
            assert [x.tenths for x in other.causes] == [None if x.tenths is None else -x.tenths for x in one.causes]
        for one in changed(new, new, **asked):
            assert all(part == (0, 0, None if one.shares is None else 0) for part in parts(one)) and not one.behind
        for view in ({"older": True}, {"group": groups[0]}):
            held(changed(old, new, **{**asked, "codes": [made.ccgs[0]]}, **view), old, new, basis, **view)
        for one in rng.sample([each for each in found if each.code != made.las[0]], 15):
            area = now.areas.get(one.code)
            level = area.level if area else "pcn"
            first, last, causes = witnessed(
                world, (old.week, old.snapshot.as_at), (new.week, new.snapshot.as_at), one.measure, (level, one.code), basis
            )
            assert (tuple(one.old), tuple(one.new)) == (first, last), (one.measure, one.code)
            for cause in one.causes:
                count, of, share = causes[cause.name]
                assert (cause.count, cause.of) == (count, of), (one.measure, one.code, cause.name)
                assert cause.share is None or cause.share == share, (one.measure, one.code, cause.name)
        assert {each.cause for one in found for each in one.behind} <= set(CAUSES)


def test_a_merger_between_the_two_weeks(tmp_path: Path, store: Store) -> None:
    made, _, now = loaded(tmp_path, store, 5, merger=True, areas="invented")
    for old, new in pairwise(now.weeks):
        for basis in ("then", "now"):
            codes = [now.areas.top.code, *made.ccgs]
            moments = Moment(now, old), Moment(now, new)
            held(changed(*moments, codes=codes, measures=measured(now), permitted=EVERYWHERE, areas=basis), *moments, basis)
