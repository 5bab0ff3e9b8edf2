"""The line of a stock or a cumulative measure to its target: what is drawn, and its sentences."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from carehomes.charts.projected import Projected, chart, projected, sentence
from tests.unit.charts_rows import FIRST, frame, measure, row

LEAD = measure("named_lead")


def rows(yes: list[int], homes: int = 100, skip: tuple[int, ...] = (), name: str = "named_lead") -> pd.DataFrame:
    return frame(*[row(name, step=step, yes=one, no=homes - one, not_answered=0) for step, one in enumerate(yes) if step not in skip])


def drawn(yes: list[int], **options: object) -> Projected:
    found = projected(rows(yes, **options), LEAD)
    assert found is not None
    return found


def texts(figure: object) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_a_process_and_what_has_no_target_get_none() -> None:
    for name in ("checked_in", "regular_testing", "testing_ladder"):
        assert projected(rows([40, 50], name=name), measure(name)) is None
    assert projected(frame(), LEAD) is None


def test_the_line_leads_from_the_last_point_to_the_target() -> None:
    one = drawn([40, 44, 48, 52, 56, 60])
    figure = chart(one)
    way = next(trace for trace in figure.data if trace.name == "At the recent pace")
    assert list(way.y) == [60, 100]
    assert list(way.x) == [(FIRST + timedelta(weeks=step)).isoformat() for step in (5, 15)]
    assert {"Target: all", "<b>60%</b>", "<b>30 Aug</b>"} <= set(texts(figure))
    assert sentence(one, "NHS X01 CCG (X01)") == (
        "Homes with a named clinical lead, NHS X01 CCG (X01): 60 of 100 homes (60%) in the week ending Sunday 21 June 2020. "
        "Over the last 6 weeks with an answer it moved 4.0 percentage points a week towards the target. "
        "At this pace the target of 100% is reached in the week ending Sunday 30 August 2020; "
        "at the earliest in the week ending Sunday 30 August 2020, at the latest in the week ending Sunday 30 August 2020."
    )


def test_a_range_beyond_the_edge_is_cut_and_a_missing_week_is_a_gap() -> None:
    figure = chart(drawn([40, 41, 50, 49, 52, 60, 58, 63, 61, 66], skip=(3,)))
    band = next(trace for trace in figure.data if trace.name == "Range of the pace (95%)")
    assert max(band.x) <= (FIRST + timedelta(weeks=9 + 26)).isoformat()
    assert max(band.y) == 100
    so_far = figure.data[-1]
    assert (so_far.y[3], so_far.connectgaps) == (None, False)
    assert "[x]" in texts(figure)


def test_no_way_is_drawn_where_none_leads_there() -> None:
    for yes, said in (
        ([60, 61, 59, 60, 61, 60], "is not in sight"),
        ([70, 66, 65, 62, 60, 58], "away from the target"),
        ([60, 70, 80], "Fewer than 4 weeks"),
        ([98, 100], "The target of 100% is met."),
    ):
        one = drawn(yes)
        assert said in sentence(one, "X01")
        assert [trace.name for trace in chart(one).data] == ["Share of all homes"]


def test_a_slow_end_that_never_arrives_is_said() -> None:
    one = drawn([40, 60, 38, 62, 45, 70, 50, 72])
    assert one.found.latest is None
    assert "not at all" in sentence(one, "X01")
    assert chart(one).data
