"""Areas beside one another: who is compared, what is said of them, the funnel's lines, points and labels."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.charts import funnel, labels
from carehomes.charts.compared import compare, judged, ranked
from carehomes.charts.readings import readings
from carehomes.charts.words import ordinal
from carehomes.statistics import funnel as limits_of
from tests.unit.charts_rows import frame, measure, row

LEAD, MISSED = measure("named_lead"), measure("missed_two_weeks")
ROWS = (
    *(row(code=f"X{number:02}", yes=90, no=10, not_answered=0) for number in range(1, 11)),
    row(code="X20", yes=60, no=40, not_answered=0),
    row(code="X21", yes=20, no=5, not_answered=16),
    row(code="X22", yes=0, no=4, not_answered=0),
    row(code="X23", yes=0, no=0, not_answered=38, no_return=38),
    row(code="X01", within="X01", level="not aligned", name="", yes=5, no=5, not_answered=0),
)
FOUND = compare(readings(frame(*ROWS)), LEAD)


def test_only_areas_with_enough_answers_are_compared_and_the_others_say_why() -> None:
    assert len(FOUND.areas) == 11 and FOUND.areas[0].one.code == "X20"
    assert {one.code: why for one, why in FOUND.others} == {
        "X21": "too few answered",
        "X22": "fewer than 5 homes answered",
        "X23": "no return",
    }
    assert (FOUND.yes, FOUND.answered) == (960, 1100) and FOUND.baseline == 960 / 1100


def test_judgement_and_rank_in_words() -> None:
    worst, best = FOUND.areas[0], FOUND.areas[-1]
    assert judged(worst) == "worse (outside 99.8%)" and ranked(worst, 11) == "11th of 11"
    assert judged(best) == "similar" and ranked(best, 11) == "1st to 10th of 11"
    assert FOUND.told(worst.one) == ("worse (outside 99.8%)", "11th of 11")
    assert FOUND.told(FOUND.others[0][0]) == ("[x]", "[x]")
    alone = compare(readings(frame(ROWS[0])), LEAD)
    assert alone.told(alone.areas[0].one) == ("[x]", "[x]")


def test_where_lower_is_better_a_high_share_is_worse() -> None:
    rows = [row("missed_two_weeks", code=f"X{number}", yes=5, no=95, not_answered=0) for number in range(10)]
    rows.append(row("missed_two_weeks", code="X99", yes=50, no=50, not_answered=0))
    found = compare(readings(frame(*rows)), MISSED)
    assert found.areas[0].one.code == "X99" and found.areas[0].judgement == "worse" and found.areas[0].first == 11


def test_people_are_not_compared() -> None:
    rows = readings(frame(row("residents_tested", numerator=5, whole=10, homes_gave=9)))
    assert compare(rows, measure("residents_tested")).areas == ()


@pytest.mark.parametrize(
    ("number", "told"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (113, "113th"), (1023, "1,023rd")]
)
def test_ordinals(number: int, told: str) -> None:
    assert ordinal(number) == told


def test_the_finding_is_a_sentence_with_its_counts() -> None:
    assert funnel.finding(FOUND, "CCGs") == "1 of 11 CCGs lies outside the 95% limits: worse, and outside 99.8% too"
    assert funnel.by_chance(FOUND) == "by chance alone fewer than one of 11 would lie outside 95%"
    many = [row(code=f"Y{number:02}", yes=9, no=1, not_answered=0) for number in range(30)]
    assert funnel.by_chance(compare(readings(frame(*many)), LEAD)) == "by chance alone about 2 of 30 would lie outside 95%"
    alike = compare(readings(frame(*ROWS[:10])), LEAD)
    assert funnel.finding(alike, "CCGs") == "none of 10 CCGs lies outside the 95% limits"
    none = compare(readings(frame(ROWS[11])), LEAD)
    assert funnel.finding(none, "CCGs") == "nothing to compare: none of the CCGs had enough answers"
    assert funnel.sentence(none, "CCGs").endswith("had enough answers.")
    said = funnel.sentence(FOUND, "CCGs")
    assert "All together 960 of 1,100 (87.3%)" in said and "NHS X20 CCG (X20): 60 of 100 (60%), worse (outside 99.8%)" in said


def test_the_funnel_draws_every_area_and_the_limits_that_judge_it() -> None:
    figure = funnel.chart(FOUND, {"X20"}, "NHS X20 CCG", "CCGs")
    traces = {one.name: one for one in figure.data if one.name}
    assert list(traces["Worse"].x) == [100] and list(traces["Worse"].y) == [60]
    assert "10 areas with the same counts" in traces["Similar"].text[0] and "and 4 more" in traces["Similar"].text[0]
    assert traces["Worse"].marker.symbol != traces["Similar"].marker.symbol
    assert list(traces["NHS X20 CCG"].x) == [100]
    judged_by = limits_of([area.one.yes for area in FOUND.areas], [area.one.answered for area in FOUND.areas])
    lower = traces["95% limits"]
    assert min(lower.y) >= 0 and max(lower.y) <= 100
    drawn = {one.legendgroup + side: one for one, side in zip(figure.data[:4], ("u", "l", "u", "l"), strict=True)}
    assert drawn["95l"].y[-1] == pytest.approx(100 * judged_by["lower_95"][0], abs=1)
    notes = [note.text for note in figure.layout.annotations]
    assert "<b>All 11 CCGs: 87.3%</b>" in notes and "<b>NHS X20 CCG (X20)</b>" in notes


def test_a_funnel_of_one_area_says_why_there_is_none() -> None:
    figure = funnel.chart(compare(readings(frame(ROWS[0])), LEAD))
    assert "Fewer than two areas may be compared" in figure.layout.annotations[0].text and not figure.data


points = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 350)), min_size=1, max_size=60)


@given(points)
def test_no_label_lies_over_another_over_a_point_or_outside(places: list[tuple[int, int]]) -> None:
    texts = [(number, f"Area {number} PCN (U{number:05})") for number in range(len(places))]
    placed = labels.place(places, texts, 1000, 350)
    boxes = []
    for one in placed:
        x, y = places[one.point]
        long = labels.LETTER * len(dict(texts)[one.point])
        left = x + one.along if one.side == "right" else x + one.along - long
        boxes.append((left, y + one.up - 8, left + long, y + one.up + 8))
    for left, low, right, top in boxes:
        assert left >= 0 and right <= 1000 and low >= 0 and top <= 350
        assert not any(left < x < right and low < y < top for x, y in places)
    for first, second in combinations(boxes, 2):
        assert first[0] >= second[2] or second[0] >= first[2] or first[1] >= second[3] or second[1] >= first[3]
