"""Laws that any figures keep: states and parts add up, shares stay in their range, areas as now are sums of areas as then."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from hypothesis import given

import tests.laws
from tests.conftest import long_run
from tests.laws.ground import HOME_ROWS_ONLY, SEEDS, Loaded, Row, Rows, Worlds, added, counts, law
from tests.oracle.figures import areas_above, successor
from tests.oracle.tally import percent

ELEMENTS = ("named_lead", "checkin_in_place", "pcsp_process", "medicines_support")
PLAIN = ("england", "region", "stp", "ccg", "pcn", "not aligned", "not attributed")


def test_every_rule_has_a_law() -> None:
    listed = re.findall(r"test_\w+", tests.laws.__doc__ or "")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(tests.laws.__file__).parent.glob("test_*.py")]
    written = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert sorted(set(listed) - written) == []
    assert [int(n) for n in re.findall(r"^(\d+) ", tests.laws.__doc__ or "", re.MULTILINE)] == list(range(1, 15))


def plain_rows(loaded: Loaded, areas: str = "then") -> list[tuple[Rows, Row]]:
    """Every plain row of every week, with the rows of its week."""
    found = []
    for week in loaded.snapshot.weeks:
        rows = {key: row for key, row in loaded.rows(week, areas).items() if row["level"] in PLAIN and not within_la(loaded, row)}
        found += [(rows, row) for row in rows.values()]
    return found


def within_la(loaded: Loaded, row: Row) -> bool:
    """Whether a row is one of a local authority's."""
    area = loaded.snapshot.areas.get(row["within"]) if row["within"] else None
    return area is not None and area.level == "la"


@law
@given(seed=SEEDS)
def test_states_add_up(seed: int, worlds: Worlds) -> None:
    for areas in ("then", "now"):
        for _, row in plain_rows(worlds.of(seed), areas):
            if row["yes"] is not None:
                states = [row[name] for name in ("yes", "no", "not_applicable", "not_answered")]
                assert sum(states) == row["denominator"], row
                assert row["all"] == row["denominator"] - row["not_applicable"], row
            assert row["blank"] + row["no_return"] == row["not_answered"], row
            if row["level"] != "not attributed":
                assert min(counts(row).values()) >= 0, row
                assert row["not_in_return"] <= row["blank"], row


@law
@given(seed=SEEDS)
def test_the_range_holds_the_share(seed: int, worlds: Worlds) -> None:
    for _, row in plain_rows(worlds.of(seed)):
        if row["level"] == "not attributed":
            assert row["share"] is None and not row["compared"], row
        elif row["yes"] is not None and row["all"]:
            assert row["share_low"] == row["share"] and 0 <= row["share_low"] <= row["share_high"] <= 100, row
            if row["share_answered"] is not None:
                assert row["share_low"] <= row["share_answered"] <= row["share_high"], row


@law
@given(seed=SEEDS)
def test_areas_are_compared_where_four_in_five_answered(seed: int, worlds: Worlds) -> None:
    for _, row in plain_rows(worlds.of(seed)):
        if row["yes"] is not None and row["level"] != "not attributed":
            answered = row["yes"] + row["no"]
            assert bool(row["compared"]) == (answered > 0 and 5 * answered >= 4 * row["all"]), row


@law
@given(seed=SEEDS)
def test_shares_are_pooled_counts_rounded_once(seed: int, worlds: Worlds) -> None:
    for _, row in plain_rows(worlds.of(seed)):
        if row["level"] == "not attributed":
            continue
        pooled = {}
        if row["yes"] is not None:
            answered = row["yes"] + row["no"]
            pooled = {"share": (row["yes"], row["all"]), "share_high": (row["yes"] + row["not_answered"], row["all"])}
            pooled |= {"share_answered": (row["yes"], answered), "answered_share": (answered, row["all"])}
        elif row["whole"] is not None:
            pooled = {"share": (row["numerator"], row["whole"])}
        for name, (part, whole) in pooled.items():
            assert row[name] == percent(part, whole), (name, row)
            assert row[name] is None or Fraction(str(row[name])) * 10 == int(Fraction(str(row[name])) * 10), (name, row)


@law
@given(seed=SEEDS)
def test_parts_add_up_to_the_whole(seed: int, worlds: Worlds) -> None:
    loaded = worlds.of(seed)
    for areas in ("then", "now"):
        for rows, row in plain_rows(loaded, areas):
            if row["level"] in ("england", "region", "stp", "ccg") and not row["within"]:
                assert added(below(loaded, rows, row)) == counts(row), (areas, row)
            elif row["level"] == "pcn" and not row["within"]:
                parts = [one for key, one in rows.items() if key[:3] == (row["measure"], "pcn", row["code"]) and one["within"]]
                assert added(parts) == counts(row), (areas, row)


def below(loaded: Loaded, rows: Rows, row: Row) -> list[Row]:
    """The rows that add up to an area."""
    if row["level"] == "ccg":
        return [one for one in rows.values() if one["measure"] == row["measure"] and one["within"] == row["code"]]
    level = {"england": "region", "region": "stp", "stp": "ccg"}[row["level"]]
    inside = {area.code for area in loaded.snapshot.areas.of_level(level) if area.parent == row["code"]}
    found = [one for one in rows.values() if one["measure"] == row["measure"] and one["level"] == level and not one["within"]]
    return [one for one in found if one["code"] in inside]


@long_run
@law
@given(seed=SEEDS)
def test_now_is_a_sum_of_then(seed: int, worlds: Worlds) -> None:
    """Each area as now has exactly what its predecessors had as then."""
    loaded = worlds.of(seed, merger=True)
    for week in loaded.snapshot.weeks:
        then = [row for rows, row in plain_rows(loaded) if row["week"] == week and row["level"] == "ccg" and not row["within"]]
        now = {key: row for key, row in loaded.rows(week, "now").items() if row["level"] in ("ccg", "stp", "region", "england")}
        for level in ("ccg", "stp", "region", "england"):
            sums: dict[tuple[str, str], list[Row]] = defaultdict(list)
            for row in then:
                code = row["code"] if level == "ccg" else areas_above(loaded.world, row["code"], week, "now")[level]
                sums[row["measure"], successor(loaded.world, code, level)].append(row)
            for (measure, code), parts in sums.items():
                assert counts(now[measure, level, code, ""]) == added(parts), (measure, level, code, week)


@law
@given(seed=SEEDS)
def test_a_merger_changes_no_england_total(seed: int, worlds: Worlds) -> None:
    loaded = worlds.of(seed, merger=True)
    for week in loaded.snapshot.weeks:
        then, now = loaded.rows(week), loaded.rows(week, "now")
        for key, row in then.items():
            if row["level"] == "england":
                assert now[key] == row, key


@law
@given(seed=SEEDS)
def test_the_denominator_is_the_register(seed: int, worlds: Worlds) -> None:
    """Registered homes are those of the register of the day, whoever returned what."""
    loaded = worlds.of(seed, registers=2)
    for week in loaded.snapshot.weeks:
        homes = loaded.known.register(week).homes.values()
        by_ccg: dict[str, int] = defaultdict(int)
        for home in homes:
            by_ccg[home.ccg] += 1
        for key, row in loaded.rows(week).items():
            if row["level"] == "ccg" and not row["within"]:
                assert row["registered"] == by_ccg[row["code"]], (key, week)
                if row["yes"] is not None and not {"excess homes", "sum of parts", "not attributed"} & set(row["marks"]):
                    assert row["denominator"] == row["registered"], (key, week)


@law
@given(seed=SEEDS)
def test_people_are_pooled_from_homes_that_gave_both(seed: int, worlds: Worlds) -> None:
    for _, row in plain_rows(worlds.of(seed)):
        if row["measure"] in ("residents_with_pcsp", "residents_tested", "staff_tested") and row["level"] != "not attributed":
            assert 0 <= row["numerator"] <= row["whole"] and row["homes_gave"] <= row["denominator"], row
            assert row["homes_gave"] or not row["whole"], row


@law
@given(seed=SEEDS)
def test_carried_counts_are_among_the_answers(seed: int, worlds: Worlds) -> None:
    """What is carried is counted, marked, and only of measures that carry."""
    for _, row in plain_rows(worlds.of(seed)):
        carried = row["carried"] or 0
        if row["level"] != "not attributed":
            answered = row["homes_gave"] if row["yes"] is None else row["yes"] + row["no"]
            assert carried <= (answered or 0), row
            assert ("carried [e]" in row["marks"]) == (carried > 0), row
        assert not carried or "oximeter" in row["measure"] or "thermometer" in row["measure"], row


@law
@given(seed=SEEDS)
def test_composites_stay_within_their_elements(seed: int, worlds: Worlds) -> None:
    """Everything is in place at most where each element is (or does not apply); and nowhere is at once all and nothing in place."""
    for rows, row in plain_rows(worlds.of(seed, **HOME_ROWS_ONLY)):
        if row["measure"] != "all_in_place":
            continue
        place = (row["level"], row["code"], row["within"])
        nothing = rows["nothing_in_place", *place]
        for element in ELEMENTS:
            one = rows[element, *place]
            assert row["yes"] <= one["yes"] + one["not_applicable"], (element, row)
            assert nothing["yes"] <= one["no"] + one["not_applicable"], (element, row)
        assert row["yes"] + nothing["yes"] <= row["all"] and row["not_applicable"] == nothing["not_applicable"], row


@law
@given(seed=SEEDS)
def test_splits_stay_within_their_base(seed: int, worlds: Worlds) -> None:
    base = {"lead_profession": "named_lead", "lead_employer": "named_lead", "checkin_mode": "checked_in", "checkin_by": "checked_in"}
    for rows, row in plain_rows(worlds.of(seed, **HOME_ROWS_ONLY)):
        if row["measure"] in base:
            yes = rows[base[row["measure"]], row["level"], row["code"], row["within"]]["yes"]
            assert row["denominator"] <= yes, row
            told = {word: n for word, n in (row["words"] or {}).items() if word not in ("not answered", "not applicable")}
            assert sum(told.values()) + row["not_answered"] + row["not_applicable"] == row["denominator"], row


@law
@given(seed=SEEDS)
def test_returned_is_never_more_than_there_are(seed: int, worlds: Worlds) -> None:
    loaded = worlds.of(seed)
    for week in loaded.snapshot.weeks:
        n, expected, covered, on_time = loaded.returned(week)
        assert 0 <= on_time <= n <= expected
        assert 0 <= covered <= max((row["registered"] + row["denominator"] for row in loaded.rows(week).values()), default=0)
