"""On how many homes two sides must differ: cases by hand, the witness, and any homes that could stand behind the counts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.statistics import Unlike, least_unlike
from tests.oracle.least_unlike import least

small = st.integers(0, 7)


@pytest.mark.parametrize(
    ("counted", "total", "yes", "no", "homes", "found"),
    [
        # 85 counted and 59 told as no do not fit beside one another into 110 homes: 34 are both.
        (85, 110, 48, 59, 110, Unlike(34, 0)),
        # 79 counted, 75 say yes and 8 may: nothing is certain, since the 27 that say no need not be counted.
        (79, 110, 75, 27, 110, Unlike(0, 0)),
        # 64 say yes, 53 are counted, and 2 of the 64 may be homes that the form does not list.
        (53, 90, 64, 10, 92, Unlike(0, 9)),
        # Homes that only the form lists can take what it counts more.
        (50, 55, 40, 10, 50, Unlike(5, 0)),
        (45, 55, 40, 10, 50, Unlike(0, 0)),
        # Without a total the form is taken to be about the other's homes.
        (42, None, 72, 3, 79, Unlike(0, 30)),
        # A form that counts more homes than it says there are has at least those.
        (12, 10, 0, 10, 10, Unlike(10, 0)),
        (0, 0, 0, 0, 0, Unlike(0, 0)),
        # Of the homes of one CCG alone: they hold what is left of the whole council's.
        (85, 110, 2, 4, 110, Unlike(0, 0)),
        (108, 110, 2, 4, 110, Unlike(2, 0)),
    ],
)
def test_cases_by_hand(counted: int, total: int | None, yes: int, no: int, homes: int, found: Unlike) -> None:
    assert least_unlike(counted, total, yes=yes, no=no, homes=homes) == found


@pytest.mark.parametrize(
    ("counted", "total", "yes", "no", "homes"), [(-1, 5, 1, 1, 5), (1, -5, 1, 1, 5), (1, 5, 3, 3, 5), (1, 5, -1, 1, 5)]
)
def test_what_are_no_counts_is_refused(counted: int, total: int, yes: int, no: int, homes: int) -> None:
    with pytest.raises(ValueError, match="no counts of homes"):
        least_unlike(counted, total, yes=yes, no=no, homes=homes)


@given(small, small, small, small, small)
def test_the_bound_is_the_witness_s(counted: int, more: int, yes: int, no: int, open_: int) -> None:
    total, homes = counted + more, yes + no + open_
    found = least_unlike(counted, total, yes=yes, no=no, homes=homes)
    # The least is reached: no greater number is certain.
    assert (found.refused, found.uncounted, found.least) == least(counted, total, yes, no, homes)
    assert not (found.refused and found.uncounted)


@given(st.integers(0, 40), st.integers(0, 40), st.randoms(use_true_random=False))
def test_no_homes_behind_the_counts_differ_on_fewer(on_form: int, on_register: int, chance: random.Random) -> None:
    # Homes by number; the shorter list lies within the longer.
    register, form = range(on_register), range(on_form)
    said = {home: chance.choice(["yes", "no", "not applicable", ""]) for home in register}
    counted = {home for home in form if chance.random() < 0.6}
    yes, no = (sum(word == which for word in said.values()) for which in ("yes", "no"))
    found = least_unlike(len(counted), on_form, yes=yes, no=no, homes=on_register)
    # Whatever the silent ones would have said, one by one.
    spoken = {home: word if word in ("yes", "no") else chance.choice(["yes", "no"]) for home, word in said.items()}
    assert sum(word == "no" and home in counted for home, word in spoken.items()) >= found.refused
    assert sum(word == "yes" and home in form and home not in counted for home, word in spoken.items()) >= found.uncounted
    # The homes of a part of the register bind no more than all of them.
    part = [word for home, word in said.items() if home % 2]
    some = least_unlike(len(counted), on_form, yes=part.count("yes"), no=part.count("no"), homes=on_register)
    told = {home: word for home, word in said.items() if home % 2}
    assert sum(word == "no" and home in counted for home, word in told.items()) >= some.refused
    assert sum(word == "yes" and home in form and home not in counted for home, word in told.items()) >= some.uncounted


@given(small, small, small, small, small)
def test_more_silence_is_never_more_certain(counted: int, more: int, yes: int, no: int, open_: int) -> None:
    homes = yes + no + open_
    full = least_unlike(counted, counted + more, yes=yes, no=no, homes=homes)
    if yes:
        assert least_unlike(counted, counted + more, yes=yes - 1, no=no, homes=homes).least <= full.least
    if no:
        assert least_unlike(counted, counted + more, yes=yes, no=no - 1, homes=homes).least <= full.least
