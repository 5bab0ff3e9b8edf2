"""Disclosure control: boundaries, what follows by subtraction, and the law that nothing suppressed can be worked out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carehomes.statistics.disclosure import Sum, exposed, small, suppressed
from tests.conftest import WORLDS


def fits(values: dict[str, int], sums: list[Sum[str]], gone: frozenset[str]) -> dict[str, set[int]]:
    """Return values that each suppressed count could have beside all that is left: by trying every one near the truth, told or not."""
    unknown = sorted(gone)
    found: dict[str, set[int]] = {key: set() for key in unknown}
    for tried in product(*(range(max(0, values[key] - 2), values[key] + 3) for key in unknown)):
        world = values | dict(zip(unknown, tried, strict=True))
        if all(world[one.total] == sum(world[part] for part in one.parts) for one in sums):
            for key in unknown:
                found[key].add(world[key])
    return found


@pytest.mark.parametrize(
    ("value", "most", "is_small"), [(0, 4, False), (1, 4, True), (4, 4, True), (5, 4, False), (1, 0, False), (7, 9, True)]
)
def test_one_to_four_are_small_and_none_is_told(value: int, most: int, is_small: bool) -> None:
    assert small(value, most) is is_small
    assert suppressed({"a": value}, [], most=most) == ({"a"} if is_small else set())


def table(a: int, b: int, c: int) -> tuple[dict[str, int], list[Sum[str]]]:
    return {"total": a + b + c, "a": a, "b": b, "c": c}, [Sum("total", ("a", "b", "c"))]


def test_with_one_small_part_the_next_least_goes_too_and_the_total_stays() -> None:
    assert suppressed(*table(3, 20, 9), keep=["total"]) == {"a", "c"}
    assert suppressed(*table(3, 4, 9), keep=["total"]) == {"a", "b"}
    assert suppressed(*table(5, 20, 9), keep=["total"]) == set()


def test_none_is_no_company_where_something_else_is() -> None:
    assert suppressed(*table(3, 0, 9), keep=["total"]) == {"a", "c"}


def test_two_that_are_both_one_at_the_least_are_not_safe_only_because_they_are_two() -> None:
    # 1 and 1 of 2: somebody who knows that none is told would know both; here a suppressed count may be none, so two are enough.
    values, sums = table(1, 1, 9)
    gone = suppressed(values, sums, keep=["total"])
    assert all(len(found) > 1 for found in fits(values, sums, gone).values())


def test_a_single_part_takes_its_total_with_it_and_what_that_one_follows_from() -> None:
    values = {"region": 40, "ccg": 3, "other": 37, "part": 3}
    sums = [Sum("region", ("ccg", "other")), Sum("ccg", ("part",))]
    assert suppressed(values, sums, keep=["region", "ccg", "other"]) == {"part", "ccg", "other"}


def test_rows_and_columns_and_what_is_left_of_a_whole() -> None:
    # Two PCNs: with a plan, without one, all residents; the CCG beside them. 2 without a plan in the first one.
    values = {"p1 yes": 18, "p1 no": 2, "p1 all": 20, "p2 yes": 30, "p2 no": 12, "p2 all": 42, "yes": 48, "no": 14, "all": 62}
    sums = [Sum(f"{one}all", (f"{one}yes", f"{one}no")) for one in ("p1 ", "p2 ", "")]
    sums += [Sum(word, (f"p1 {word}", f"p2 {word}")) for word in ("yes", "no", "all")]
    gone = suppressed(values, sums, keep=["yes", "no", "all"])
    assert gone == {"p1 no", "p2 no", "p1 yes", "p2 yes"}
    assert all(len(found) > 1 for found in fits({**values}, sums, gone).values())


def test_a_count_told_in_two_places_goes_in_both() -> None:
    values, sums = table(3, 20, 9)
    gone = suppressed(values | {"a again": 3}, [*sums, Sum("a again", ("a",))], keep=["total"])
    assert {"a", "a again"} < gone


def test_what_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        suppressed({"total": 5, "a": 3}, [Sum("total", ("a",))])
    with pytest.raises(ValueError, match="below zero"):
        suppressed({"a": -1}, [])


def test_what_is_exposed_is_told_of_any_suppression() -> None:
    values, sums = table(3, 20, 9)
    assert exposed(values, sums, {"a"}) == {"a"}
    assert exposed(values, sums, {"a", "c"}) == set()


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, int], list[Sum[str]], list[str]]:
    """Return a table of parts by yes and no, its margins, sometimes a count told twice, and a total above that it shares with another."""
    parts = draw(st.integers(1, 3))
    values: dict[str, int] = {}
    for number in range(parts):
        yes, no = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        values |= {f"{number} yes": yes, f"{number} no": no, f"{number} all": yes + no}
    for word in ("yes", "no", "all"):
        values[word] = sum(values[f"{number} {word}"] for number in range(parts))
    sums = [Sum(f"{one}all", (f"{one}yes", f"{one}no")) for one in ("", *(f"{number} " for number in range(parts)))]
    sums += [Sum(word, tuple(f"{number} {word}" for number in range(parts))) for word in ("yes", "no", "all")]
    if draw(st.booleans()):
        values["again"] = values["0 yes"]
        sums.append(Sum("again", ("0 yes",)))
    if draw(st.booleans()):
        values |= {"beside": draw(st.integers(0, 6))}
        values["above"] = values["yes"] + values["beside"]
        sums.append(Sum("above", ("yes", "beside")))
    return values, sums, draw(st.sampled_from([["yes", "no", "all", "above", "beside"], ["all"], []]))


@settings(max_examples=30 * WORLDS, deadline=None)
@given(tables())
def test_no_suppressed_count_can_be_worked_out_from_what_is_left(drawn: tuple[dict[str, int], list[Sum[str]], list[str]]) -> None:
    values, sums, keep = drawn
    gone = suppressed(values, sums, keep=keep)
    assert {key for key, value in values.items() if small(value, 4) and key not in keep} <= gone
    assert exposed(values, sums, gone) == set()
    # Trying every world near the truth is dear where many are gone.
    if len(gone) <= 6:
        assert all(len(found) > 1 for found in fits(values, sums, gone).values())


@settings(max_examples=30 * WORLDS, deadline=None)
@given(tables())
def test_suppression_is_the_same_each_time_and_tells_all_where_nothing_is_small(
    drawn: tuple[dict[str, int], list[Sum[str]], list[str]],
) -> None:
    values, sums, keep = drawn
    assert suppressed(values, sums, keep=keep) == suppressed(values, sums, keep=keep)
    assert suppressed(values, sums, keep=keep, most=0) == set()
