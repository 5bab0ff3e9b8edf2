"""Laws of views: local authorities, own groups and homes for older people share out the homes of England."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hypothesis import given

from carehomes.areas import group_of
from carehomes.snapshots import open_moment
from tests.laws.ground import HOME_ROWS_ONLY, ONE_REGISTER, SEEDS, Loaded, Row, Rows, Worlds, added, counts, law, rows_of


def view(loaded: Loaded, week: date, **how: Any) -> Rows:
    """The figures of a view of a week."""
    return rows_of(open_moment(loaded.store, as_at=None, week=week), week, **how)


def of_level(rows: Rows, level: str, measure: str) -> list[Row]:
    """The own rows of a level for a measure."""
    return [row for row in rows.values() if (row["level"], row["measure"], row["within"]) == (level, measure, "")]


def group_of_homes(loaded: Loaded, week: date, homes: Iterable[str]) -> Rows:
    """The view of some homes; nothing where there are none."""
    named = list(homes)
    return view(loaded, week, group=group_of("Some homes", homes=named)) if named else {}


@law
@given(seed=SEEDS)
def test_local_authorities_and_the_rest_add_up_to_england(seed: int, worlds: Worlds) -> None:
    """Where nobody sends totals, home by home says what plain figures say."""
    loaded = worlds.of(seed, **HOME_ROWS_ONLY)
    week = loaded.snapshot.weeks[-1]
    rows = loaded.rows(week)
    nowhere = group_of_homes(loaded, week, [home.id for home in loaded.known.register(week).homes.values() if not home.la])
    for measure in {row["measure"] for row in rows.values()}:
        whole = of_level(rows, "england", measure)
        assert added([*of_level(rows, "la", measure), *of_level(nowhere, "group", measure)]) == added(whole), (measure, week)


@law
@given(seed=SEEDS)
def test_older_and_the_others_add_up_to_england(seed: int, worlds: Worlds) -> None:
    loaded = worlds.of(seed, **HOME_ROWS_ONLY)
    week = loaded.snapshot.weeks[-1]
    older = view(loaded, week, older=True)
    others = group_of_homes(loaded, week, [home.id for home in loaded.known.register(week).homes.values() if not home.older])
    for measure in {row["measure"] for row in loaded.rows(week).values()}:
        parts = [*of_level(older, "england", measure), *of_level(others, "group", measure)]
        assert added(parts) == added(of_level(loaded.rows(week), "england", measure)), (measure, week)
    assert all(row["homes"] == "older people" for row in older.values())


@law
@given(seed=SEEDS)
def test_parts_of_a_view_add_up_to_it(seed: int, worlds: Worlds) -> None:
    """The CCGs of a local authority add up to it, and so do its PCNs and homes not aligned; totals change no denominator."""
    loaded = worlds.of(seed, **ONE_REGISTER)
    week = loaded.snapshot.weeks[-1]
    for areas in ("then", "now"):
        rows = loaded.rows(week, areas)
        for row in [row for row in rows.values() if row["level"] == "la"]:
            inside = [one for one in rows.values() if (one["measure"], one["within"]) == (row["measure"], row["code"])]
            by_ccg = [one for one in inside if one["level"] == "ccg"]
            assert added(by_ccg) == counts(row) == added(one for one in inside if one["level"] != "ccg"), row
            assert row["yes"] is None or row["registered"] == row["denominator"], row


@law
@given(seed=SEEDS)
def test_what_is_only_in_totals_is_not_in_a_view(seed: int, worlds: Worlds) -> None:
    """A view never answers more than home rows do, and says how many of its homes are reported as totals."""
    loaded = worlds.of(seed, **ONE_REGISTER)
    week = loaded.snapshot.weeks[-1]
    for row in view(loaded, week, group=group_of("Everyone", areas=[loaded.snapshot.areas.top.code])).values():
        said = counts(row)
        assert row["yes"] is None or said["in_totals"] + said["not_in_return"] <= said["blank"], row
        assert ("reported as totals" in row["marks"]) == (said["in_totals"] > 0), row
        assert row["source"] in ("home rows", "none"), row


@law
@given(seed=SEEDS)
def test_beds_of_the_parts_add_up(seed: int, worlds: Worlds) -> None:
    """CCGs add up to England and parts to their CCG, in beds as in homes; yes is not above answered, nor answered above what is known."""
    loaded = worlds.of(seed, **ONE_REGISTER)
    week = loaded.snapshot.weeks[-1]
    rows = [row for row in view(loaded, week, beds=True).values() if row["counted"] == "beds"]
    assert rows
    for row in rows:
        below = [one for one in rows if one["measure"] == row["measure"]]
        if row["level"] == "england":
            assert added(one for one in below if one["level"] == "ccg" and not one["within"]) == counts(row), row
        if row["level"] == "ccg" and not row["within"]:
            assert added(one for one in below if one["within"] == row["code"]) == counts(row), row
        assert 0 <= row["yes"] <= row["yes"] + row["no"] <= row["all"] <= row["registered"] == row["denominator"], row
        assert 0 <= row["bedless_yes"] <= row["bedless_answered"] <= row["bedless"], row
        assert row["yes"] + row["no"] + row["not_applicable"] + row["not_answered"] == row["denominator"], row
        assert row["level"] != "not attributed", row
