"""Ladders, splits and the LA status form, on the values that they draw."""

from __future__ import annotations

import pandas as pd

from carehomes.charts import la_status, ladder, split
from tests.unit.charts_rows import frame, measure, question, row

LADDER = measure("testing_ladder")
STATUS = question("testing_status")


def test_a_ladder_keeps_its_rungs_in_order_with_silence_last() -> None:
    said = {"In regular testing": 191, "Tested once": 18, "Declined": 2, "not answered": 59}
    chart = ladder.chart(frame(row("testing_ladder", words=said, denominator=270, not_answered=59)), LADDER, STATUS)
    assert [one.name for one in chart.data] == ["Tested once", "In regular testing", "Declined", "Not answered"]
    assert [list(one.x) for one in chart.data] == [[18], [191], [2], [59]]
    assert chart.data[-1].marker.pattern.shape == "/"
    assert chart.data[2].marker.pattern.shape == "|"
    assert chart.layout.barnorm == "percent"


def test_a_segment_without_room_has_no_number_and_still_tells_when_pointed_at() -> None:
    chart = ladder.chart(frame(row("testing_ladder", words={"Tested once": 1, "In regular testing": 99}, not_answered=0)), LADDER, STATUS)
    assert [one.text[0] for one in chart.data] == ["", "99"]
    assert list(chart.data[0].customdata[0]) == ["NHS X01 CCG (X01)", "1", "1%"]


def test_a_ladder_in_one_sentence() -> None:
    told = ladder.sentence(frame(row("testing_ladder", words={"Tested once": 3}, not_answered=2, blank=2)), LADDER, STATUS)
    assert told == (
        "The testing ladder: most often “Tested once”, 3 of 3 homes that answered (100%). "
        "NHS X01 CCG (X01), homes: Tested once 3; 2 not answered (2 blank)."
    )
    assert ladder.sentence(frame(), LADDER, STATUS) == "The testing ladder: no home has answered."


def test_a_split_has_every_word_its_share_and_silence_apart() -> None:
    said = frame(row("checkin_mode", words={"Video": 30, "Telephone": 10}, denominator=45, not_answered=5))
    chart = split.chart(said, measure("checkin_mode"), question("checkin_mode"))
    assert list(chart.data[0].x)[:2] == [30, 10]
    assert list(chart.data[0].text)[:2] == ["30 (75%)", "10 (25%)"]
    assert list(chart.data[1].x) == [5]
    assert chart.data[1].marker.pattern.shape == "/"
    assert chart.layout.yaxis.ticktext[-1] == "Not answered"


def test_an_empty_split_is_said_in_words() -> None:
    assert (
        split.chart(frame(), measure("checkin_mode"), question("checkin_mode")).layout.annotations[0].text
        == "No home has answered in a row of its own"
    )


def _form(total: int | None, **changes: object) -> pd.DataFrame:
    base = {"focus": "", "total_homes": total, "support": "no", "support_text": "", "issues": ""}
    rows = [base | {"item": item, "label": f"Action {item}", "homes": homes} for item, homes in (("2.1", 88), ("1.3", 30), ("1.1", None))]
    return pd.DataFrame([one | (changes if one["item"] == "1.3" else {}) for one in rows]).astype(
        {"homes": "Int64", "total_homes": "Int64"}
    )


def test_without_a_total_no_share_is_made_up() -> None:
    chart = la_status.chart(_form(None, support="yes"))
    assert [one.name for one in chart.data] == ["Homes in place"]
    assert [note.text for note in chart.layout.annotations] == ["[x] not answered", "30 homes  <b>◆ support wanted</b>", "88 homes"]
    assert "%" not in la_status.sentence(_form(None), "X")


def test_with_a_total_the_rest_is_not_in_place_or_not_answered() -> None:
    chart = la_status.chart(_form(131))
    assert list(chart.data[0].x) == [None, 30, 88]
    assert list(chart.data[1].x) == [131, 101, 43]
    assert chart.layout.annotations[1].text == "30 of 131 (23%)"


def test_support_is_told_in_words() -> None:
    wanted = {one.item: one.wanted for one in la_status.actions(_form(None, support=None))}
    assert wanted == {"1.1": "no more support wanted", "1.3": "support: not answered", "2.1": "no more support wanted"}
