"""The SQL behind a figure, as a card tells it."""

from __future__ import annotations

from carehomes.catalogue import load_measures
from carehomes.measures import sql_behind
from tests.unit.charts_rows import QUERIES, measure


def test_every_measure_has_its_sql_with_its_header() -> None:
    for one in load_measures(QUERIES / "measures").values():
        (path, text), *between, (report, added) = sql_behind([one], ["figures"])
        assert path.startswith("measures/" if one.shape == "own" else "shapes/"), one.id
        assert text == (QUERIES / path).read_text(encoding="utf-8")
        # What tells one word a home is added up by what all such measures share.
        one_by_one = text.startswith("-- relation: home_said")
        assert [path for path, _ in between] == ["shapes/home_said.sql"] * one_by_one
        assert (between[0][1] if one_by_one else text).startswith("-- relation: said")
        assert report == "reports/figures.sql"
        assert "-- grain:" in added


def test_what_several_measures_share_is_told_once() -> None:
    told = sql_behind([measure("named_lead"), measure("checked_in"), measure("missed_two_weeks")], ["figures"])
    assert [path for path, _ in told] == [
        "shapes/share_of_homes.sql",
        "measures/missed_two_weeks.sql",
        "shapes/home_said.sql",
        "reports/figures.sql",
    ]
