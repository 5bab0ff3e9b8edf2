"""What changed, told: silence is no zero, so what stands against it neither rose nor fell."""

from __future__ import annotations

import pytest

from carehomes.charts.changed import headline
from carehomes.measures import Change
from carehomes.measures.causes import Amount
from tests.unit.charts_rows import measure


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (Amount(0, 280, 200), Amount(0, 280, 0), "none answered at the second moment, so there is nothing to compare with."),
        (Amount(0, 280, 0), Amount(0, 280, 200), "none answered at the first moment, so there is nothing to compare with."),
        (Amount(29, 37, 32), Amount(0, 38, 0), "none answered at the second moment, so there is nothing to compare with."),
        (Amount(0, 38, 0), Amount(29, 37, 32), "none answered at the first moment, so there is nothing to compare with."),
        (Amount(0, 280, 200), Amount(0, 280, 190), "no change, the same share."),
    ],
)
def test_silence_at_one_moment_is_no_fall_and_no_rise(old: Amount, new: Amount, told: str) -> None:
    said = headline(Change("named_lead", "X01", old, new, (), (), 0), measure("named_lead"), "X01")
    assert said.endswith(f"; {told}"), said
    assert ("[x] of " in said) == (not (old.homes and new.homes))
