"""Moments of knowledge: read from what people write, and written so that they read back as the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carehomes.areas import read_moment
from carehomes.selection import moment_code


@pytest.mark.parametrize("text", ["0001-01-01T00:00+05:00", "9999-12-31T23:59-05:00", "1066-10-14", "noon"])
def test_a_moment_out_of_all_bounds_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="is no moment; write it as"):
        read_moment(text)


def test_the_hour_that_comes_twice_needs_its_offset() -> None:
    with pytest.raises(ValueError, match="comes twice"):
        read_moment("2020-10-25T01:30")
    first, second = read_moment("2020-10-25T01:30+01:00"), read_moment("2020-10-25T01:30+00:00")
    assert second - first == timedelta(hours=1)
    for moment in (first, second, read_moment("2020-03-29T01:30"), read_moment("2020-07-01"), read_moment("2020-10-25T02:30")):
        assert read_moment(moment_code(moment)) == moment
    assert "+" not in moment_code(read_moment("2020-10-25T02:30"))
