"""The matrix of variation by assurance says of each area what its own process chart says."""

from __future__ import annotations

from datetime import date

import pandas as pd

from carehomes.access import EVERYWHERE
from carehomes.charts.process import process
from carehomes.charts.process_areas import icons_of, title
from carehomes.measures import trend, weekly_answers
from carehomes.snapshots import open_snapshot
from carehomes.statistics import variation_by_assurance
from carehomes.store import Store


def test_each_area_has_the_icons_of_its_own_chart(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    measure = snapshot.measures["checked_in"]
    ccgs = [one.code for one in snapshot.areas.of_level("ccg")]
    icons = icons_of(weekly_answers(snapshot, "ccg", ccgs, measure.id, permitted=EVERYWHERE), measure)
    assert list(icons["code"]) == sorted(ccgs)
    for code, variation, assurance in icons.itertuples(index=False):
        one = process(trend(snapshot, code, measures=[measure.id], permitted=EVERYWHERE), measure)
        assert one is not None, code
        _, row = one.last
        assert (variation, assurance) == (row["variation"], row["assurance"]), code
    assert set(icons["assurance"]) == {"hit_or_miss", "fail", None}


def test_the_title_counts_every_area_once(demo_store: Store) -> None:
    measure = open_snapshot(demo_store).measures["checked_in"]
    few = pd.DataFrame(
        [(week, code, 1, 2, True) for code in ("A", "B") for week in (date(2020, 5, 17), date(2020, 5, 24))],
        columns=["week", "code", "yes", "answered", "compared"],
    )
    icons = icons_of(few, measure)
    assert list(icons["variation"]) == list(icons["assurance"]) == [None, None]
    of_few = variation_by_assurance(list(icons["code"]), icons["variation"], icons["assurance"])
    assert title(of_few, measure, "CCGs").endswith(
        "of 2 CCGs 0 improving, 0 getting worse; 0 will miss the target unless something changes"
    )
    variation = ["improvement_high", "concern_low", "common_cause", None]
    table = variation_by_assurance(["A", "B", "C", "D"], variation, ["fail", "fail", "pass", None])
    assert title(table, measure, "CCGs").endswith("of 4 CCGs 1 improving, 1 getting worse; 2 will miss the target unless something changes")
