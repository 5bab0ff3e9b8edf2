"""Figures in beds: their words, and what is never said of them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from carehomes.charts import areas, panels, trend, words
from carehomes.charts.covered import MEANING, covered
from carehomes.charts.readings import kind_of, readings
from carehomes.cli.main import main
from carehomes.measures import sql_behind
from carehomes.store import Store
from tests.unit.charts_rows import frame, measure, row
from ui.cards import card
from ui.process_tab import process_tab
from ui.tables import areas_table

LEAD = covered(measure("named_lead"))
ROWS = (
    row(code="X01", yes=490, no=30, not_answered=0, counted="beds", homes_gave=16, bedless=0),
    row(code="X02", yes=300, no=170, not_answered=20, in_totals=20, counted="beds", homes_gave=14, bedless=3)
    | {"bedless_answered": 2, "bedless_yes": 1, "marks": ["homes without a number of beds"]},
)


def test_a_measure_of_homes_is_called_in_beds_and_others_stay() -> None:
    assert (LEAD.name, LEAD.unit, kind_of(LEAD)) == ("Homes with a named clinical lead, in beds", "beds", "homes")
    assert LEAD.definition.endswith(MEANING)
    assert kind_of(covered(measure("outbreak_unchecked"))) == "homes"
    for name in ("residents_with_pcsp", "oximeters_held", "testing_ladder", "lead_profession", "oximeters_outstanding"):
        assert covered(measure(name)) == measure(name)
    paths = [path for path, _ in sql_behind([LEAD], ["figures"])]
    assert paths == ["shapes/share_of_homes.sql", "snapshot/155_measure_beds.sql", "reports/bedless.sql", "reports/figures.sql"]


def test_silence_and_homes_without_beds_are_told_apart() -> None:
    first, second = readings(frame(*ROWS))
    assert words.bedless(first) == ""
    assert words.bedless(second) == "3 homes without a number of beds, apart (1 yes, 1 other answers, 1 not answered)"
    assert words.silence(second) == "20 not answered (20 blank, 20 of them reported as totals, which cannot be told in beds)"
    assert words.silence(readings(frame(ROWS[1] | {"counted": "homes"}))[0]).endswith("20 of them reported as totals)")
    told = card(second, LEAD)
    assert "300 of 490 beds" in told and "470 of 490 beds in homes that answered; 64% of those yes" in told
    assert "3 homes without a number of beds, apart" in told


def test_beds_have_no_interval_no_rank_and_no_process_chart() -> None:
    first, second = readings(frame(*ROWS))
    assert areas.interval(first) is None
    assert areas.told(second, LEAD) == "300 of 490 · 64%"
    assert "95%" not in areas.hover(second, LEAD)
    table = areas_table(frame(*ROWS), LEAD)
    assert "95% interval" not in table and "Rank" not in table
    assert "3 homes without a number of beds, apart" in table and table.count("homes without a number of beds") == 1
    assert areas.finding(readings(frame(*ROWS)), LEAD).endswith(", of the beds in homes that answered")
    assert areas.chart(frame(*ROWS), LEAD).layout.xaxis.title.text == "Beds"
    weeks = frame(*(row(step=step, yes=400 + step, no=20, not_answered=0, counted="beds", homes_gave=12) for step in range(16)))
    assert process_tab(weeks, LEAD, "Here", 300, {}) == ()
    assert process_tab(weeks.assign(counted="homes"), measure("named_lead"), "Here", 300, {}) != ()
    assert trend.finding(weeks, LEAD).startswith("Homes with a named clinical lead, in beds: from 400 of 420 beds (95%)")


def test_few_homes_are_few_however_many_beds_they_have() -> None:
    few = row(code="X03", yes=10, no=190, not_answered=0, counted="beds", homes_gave=2)
    order = panels.ordered(frame(*ROWS, few), LEAD)
    assert [one.homes_behind for one in order] == [2, 14, 16]
    assert "X03" not in panels.finding(order, LEAD)
    assert panels.told(order[1], LEAD)[0] == "64%: 300 of 470 beds"


def test_where_no_home_has_a_number_of_beds_nothing_is_made_of_it() -> None:
    none = row(yes=0, no=0, not_answered=0, counted="beds", homes_gave=0, bedless=2) | {"bedless_answered": 1, "bedless_yes": 1}
    one = readings(frame(none))[0]
    assert one.standing("homes") == "not available"
    told = card(one, LEAD)
    assert "No home here has a number of beds in the register" in told and "[x]" in told and "0 of 0" not in told
    assert areas.told(one, LEAD) == "[x] not available"


def test_the_command_line_tells_beds(demo_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(demo_store.folder))
    asked = ["figures", "--week", "2020-08-23", "--area", "X03", "--in", "beds"]
    assert main(asked) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["in"] == "beds"
    lead = next(one for one in found["figures"] if (one["measure"], one["code"], one["within"]) == ("named_lead", "X03", ""))
    assert lead["counted"] == "beds" and lead["registered"] > 10 * lead["homes_gave"] > 0
    plans = next(one for one in found["figures"] if (one["measure"], one["code"], one["within"]) == ("residents_with_pcsp", "X03", ""))
    assert plans["counted"] == "homes" and plans["bedless"] is None
    assert main([*asked, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {one["counted"] for one in rows if one["measure"] == "named_lead"} == {"beds"}
