"""What an old link must say: what differs between a decision and now, of an area and a week, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.ledger.journal import Entry
from carehomes.ledger.revised import Revised, revised_since

WEEK, BEFORE = date(2020, 5, 17), date(2020, 5, 10)
NOON = datetime(2020, 5, 20, 12, 0, tzinfo=UTC)


def decided(*said: tuple[str, str, date | None, str], start: int = 1) -> list[Entry]:
    """Return an acceptance for each (kind, submitter, week, facts), an hour apart."""
    moments = [NOON + timedelta(hours=start + step) for step in range(len(said))]
    return [
        Entry("accepted", kind, code, week, moment, moment, seq=start + step, facts=facts, sha256=facts)
        for step, ((kind, code, week, facts), moment) in enumerate(zip(said, moments, strict=True))
    ]


OLD = decided(("register", "CQC", date(2020, 5, 1), "r1"), ("home", "X01", WEEK, "a"), ("home", "X02", WEEK, "b"))


def since(*later: tuple[str, str, date | None, str], made: int = 3, ccgs: tuple[str, ...] = ("X01", "X02", "X03")) -> Revised | None:
    return revised_since([*OLD, *decided(*later, start=4)], made, WEEK, ccgs, lambda code: {"X09": "X03"}.get(code, code))


def test_returns_that_came_or_were_changed_are_counted_by_their_ccg() -> None:
    found = since(("home", "X01", WEEK, "a2"), ("area", "X09", WEEK, "c"), ("home", "X02", BEFORE, "d"))
    assert found == Revised(NOON + timedelta(hours=3), 2, ("X01", "X03"), ())


@pytest.mark.parametrize(
    ("later", "lists"),
    [
        (("register", "CQC", date(2020, 5, 15), "r2"), ("the CQC register",)),
        (("register", "CQC", date(2020, 4, 1), "r0"), None),
        (("register", "CQC", date(2020, 6, 1), "r2"), None),
        (("alignment", "X01", None, "al"), ("the alignment of homes",)),
        (("areas", "ODS", None, "ar"), ("the list of areas",)),
        (("la", "E08000014", WEEK, "la"), None),
        (("home", "X01", WEEK, "a"), None),
        (("home", "X04", WEEK, "e"), None),
    ],
)
def test_only_what_reaches_the_shown_week_and_area_is_told(later: tuple[str, str, date | None, str], lists: tuple[str, ...] | None) -> None:
    found = since(later)
    assert (found and found.lists) == lists


def test_what_was_withdrawn_is_a_change_and_what_was_put_back_is_none() -> None:
    changed = decided(("home", "X01", WEEK, "a2"), start=4)
    gone = replace(changed[0], action="withdrawn", return_seq=2, facts="", sha256="")
    meant = {"ccgs": ("X01",), "meant": str}
    assert revised_since([*OLD, gone], 3, WEEK, **meant) == Revised(NOON + timedelta(hours=3), 1, ("X01",), ())
    back = decided(("home", "X01", WEEK, "a"), start=5)
    assert revised_since([*OLD, *changed, *back], 3, WEEK, **meant) is None
    assert revised_since([*OLD, *changed, *back], 4, WEEK, **meant) == Revised(NOON + timedelta(hours=4), 1, ("X01",), ())


@pytest.mark.parametrize("made", [-1, 0, 4, 99])
def test_a_number_that_no_link_can_have_says_nothing(made: int) -> None:
    assert since(("home", "X01", WEEK, "a2"), made=made) is None
    assert revised_since([], made, WEEK, ["X01"], str) is None
