"""Breaks of questions: what a .toml may say, what a measure inherits, and that nothing drawn or told goes across."""

from __future__ import annotations

import base64
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from carehomes.catalogue import Break, Measure, between, inherited, load_measures, load_questions
from carehomes.charts import broken, explored, panels, projected, trend
from carehomes.charts.process import process, sentences
from carehomes.charts.process_areas import area_charts
from carehomes.charts.readings import readings
from carehomes.ledger.notes import Note
from carehomes.templates.columns import columns_of
from tests.unit.charts_rows import FIRST, QUERIES, frame, measure, question, row
from ui.cards import spark
from ui.tables import weeks_table

DAY = date(2020, 8, 10)
WEEK = date(2020, 8, 16)
BREAK = Break(DAY, "Tested?", "options", "there is a third answer", "a guide", (("no", ("no", "not applicable")),))


def parted(name: str = "checked_in", *breaks: Break) -> Measure:
    """A measure of the catalogue whose question broke."""
    return replace(measure(name), breaks=breaks or (BREAK,))


def weekly(name: str = "checked_in", weeks: int = 20, yes: int = 6) -> pd.DataFrame:
    return frame(*(row(name, step=step, yes=yes + step % 3, no=2, not_answered=1) for step in range(weeks)))


def written(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "questions"
    shutil.copytree(QUERIES / "questions", folder, dirs_exist_ok=True)
    with (folder / "testing_status.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    return folder


def test_the_questions_of_the_national_tracker_broke_on_10_august_2020() -> None:
    questions = load_questions(QUERIES / "questions")
    found = {one.id for one in questions.values() if any(each.day == DAY for each in one.breaks)}
    asked = {"isolation_possible", "staff_movement_restricted", "discharge_testing", "ppe_for_a_week", "ipc_training_offered"}
    assert found == asked | {"mutual_aid_agreed"}
    assert all(one.source and one.week == WEEK for name in found for one in questions[name].breaks)
    assert dict(questions["discharge_testing"].breaks[0].became) == {"no": ("no", "not applicable")}


def test_a_measure_inherits_the_breaks_of_every_question_that_it_rests_on(tmp_path: Path) -> None:
    questions = load_questions(QUERIES / "questions")
    measures = inherited(load_measures(QUERIES / "measures"), questions)
    assert [one.day for one in measures["discharge_testing"].breaks] == [DAY]
    assert measures["named_lead"].breaks == ()
    other = replace(BREAK, day=date(2020, 7, 1), question="In place?")
    questions["checkin_in_place"] = replace(questions["checkin_in_place"], breaks=(other,))
    questions["clinical_lead"] = replace(questions["clinical_lead"], breaks=(BREAK,))
    assert inherited(measures, questions)["all_in_place"].breaks == (other, BREAK)
    folder = written(tmp_path, '\n[[breaks]]\nday = 2020-07-01\nchanged = "wording"\nwhat = "x."\nsource = "y"\n')
    told = inherited(load_measures(QUERIES / "measures"), load_questions(folder))
    assert [one.what for one in told["regular_testing"].breaks] == [one.what for one in told["testing_ladder"].breaks] == ["x"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[breaks]\nday = 2020-07-01", r"breaks are written as \[\[breaks\]\], one table a break\."),
        ('[[breaks]]\nday = "1 July"\nchanged = "wording"', r"a break needs its day, such as day = 2020-08-10\."),
        ("[[breaks]]\nday = 2020-07-01T10:00:00", r"a break needs its day"),
        ('[[breaks]]\nday = 2020-07-01\nchanged = "words"', r"break of 2020-07-01: changed is one of wording, options\."),
        ('[[breaks]]\nday = 2020-07-01\nchanged = "wording"\nwhat = " "', r"break of 2020-07-01: it needs what, in words\."),
        ('[[breaks]]\nday = 2020-07-01\nchanged = "wording"\nwhat = "x"', r"break of 2020-07-01: it needs source, in words\."),
        ('[[breaks]]\nday = 2020-07-01\nwhy = "x"', r"a break says day, changed, what, source and became, not 'why'\."),
        (
            '[[breaks]]\nday = 2020-07-01\nchanged = "options"\nwhat = "x"\nsource = "y"\nbecame = { Declined = "Registered" }',
            r"became names an old answer and what it is now",
        ),
        (
            '[[breaks]]\nday = 2020-07-01\nchanged = "options"\nwhat = "x"\nsource = "y"\nbecame = { Declined = ["Refused"] }',
            r"'Refused' is no answer of the question\. Its answers are: Not eligible yet, ",
        ),
        (
            '[[breaks]]\nday = 2020-07-01\nchanged = "wording"\nwhat = "x"\nsource = "y"\nbecame = { Declined = ["Registered"] }',
            r"what old answers became is said where changed is 'options'\.",
        ),
        (
            '[[breaks]]\nday = 2020-07-01\nchanged = "wording"\nwhat = "x"\nsource = "y"\n'
            '[[breaks]]\nday = 2020-07-03\nchanged = "wording"\nwhat = "x"\nsource = "y"',
            r"two breaks fall into the week ending 2020-07-05\. Say them as one\.",
        ),
    ],
)
def test_a_wrong_break_is_refused_in_a_plain_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=rf"^testing_status\.toml.*{sentence}"):
        load_questions(written(tmp_path, f"\n{text}\n"))


def test_a_break_parts_the_weeks_before_its_own_from_it() -> None:
    before = WEEK - timedelta(weeks=1)
    assert between([BREAK], before, WEEK) == between([BREAK], WEEK, before) == [BREAK]
    assert between([BREAK], WEEK, WEEK + timedelta(weeks=4)) == between([BREAK], before, before) == []
    assert broken.step(parted(), WEEK) == ("not comparable [b]", "with the week before: its answer options changed")
    assert broken.step(parted(), before) is broken.step(parted(), WEEK + timedelta(weeks=1)) is None


def test_what_changed_is_told_with_what_old_answers_became() -> None:
    assert broken.told(BREAK) == (
        "[b] From the week ending 16 August 2020 “Tested?” has other answer options. Since 10 August 2020 there is a third answer. What "
        "was “no” is now “no” or “not applicable”. Weeks before and after are not compared. Source: a guide."
    )
    gone = replace(BREAK, became=(("Declined", ()), ("Kits ordered", ("Registered",))))
    assert "What was “Declined” is no answer any more; what was “Kits ordered” is now “Registered”." in broken.told(gone)
    assert gone.retired == {"Declined", "Kits ordered"}
    assert BREAK.retired == frozenset()
    assert "“Tested?” is worded anew." in broken.told(replace(BREAK, changed="wording", became=()))


def test_an_answer_that_is_retired_is_left_out_of_templates_from_its_week_on() -> None:
    status = replace(question("testing_status"), breaks=(replace(BREAK, became=(("Declined", ()),)),))
    before, after = (columns_of("home", week, {status.id: status})[0].words for week in (WEEK - timedelta(weeks=1), WEEK))
    assert "Declined" in before
    assert after == tuple(word for word in before if word != "Declined")


def test_a_trend_is_cut_marked_and_told_from_the_break_on() -> None:
    one, rows = parted(), weekly()
    drawn = trend.chart(rows, one)
    line = next(each for each in drawn.data if each.mode == "lines+markers")
    place = line.x.index("2020-08-16")
    assert line.x[place - 1] == "2020-08-13"
    assert line.y[place - 1] is None
    assert None not in (line.y[place - 2], line.y[place])
    assert len(line.x) == len(line.text) == len(line.marker.symbol) == 21
    among = next(each for each in drawn.data if each.name == "Share of those that answered")
    assert among.y[among.x.index("2020-08-13")] is None
    band = next(each for each in drawn.data if each.name == "Not answered")
    assert sum(day is None for day in band.x) == 2
    assert [each.x0 for each in drawn.layout.shapes if each.line.dash == "dashdot"] == ["2020-08-13"]
    assert [each.x for each in drawn.layout.annotations if each.text == "<b>[b]</b>"] == ["2020-08-13"]
    told = trend.finding(rows, one)
    assert "in the week ending 16 August 2020" in told
    assert told.endswith("; earlier weeks are not compared [b]")
    # Up to a week before it nothing is left out.
    earlier = trend.finding(rows, one, WEEK - timedelta(weeks=1))
    assert "in the week ending 17 May 2020" in earlier
    assert "[b]" not in earlier


def test_a_series_without_the_break_is_drawn_as_ever() -> None:
    rows = weekly(weeks=10)
    assert trend.chart(rows, parted()).to_dict() == trend.chart(rows, measure("checked_in")).to_dict()
    first = replace(BREAK, day=FIRST)
    assert trend.chart(rows, parted("checked_in", first)).to_dict() == trend.chart(rows, measure("checked_in")).to_dict()


def test_two_breaks_in_a_week_are_one_mark_and_a_letter_beside_it_is_joined() -> None:
    one = parted("checked_in", BREAK, replace(BREAK, question="Checked?", changed="wording", became=()))
    drawn = trend.chart(weekly(), one, notes=[Note("event", "x", WEEK, WEEK, "analyst")])
    assert len([each for each in drawn.layout.shapes if each.line.dash == "dashdot"]) == 1
    assert [each.text for each in drawn.layout.annotations if "[b]" in each.text] == ["<b>[b],A</b>"]
    assert broken.why(one, FIRST, WEEK) == "the question changed and its answer options changed"


def test_limits_and_rules_begin_anew_and_a_note_of_that_week_is_the_same_beginning() -> None:
    one = parted()
    note = Note("definition changed", "a visit counts, not a call", WEEK, WEEK, "analyst", "", "checked_in")
    assert broken.anew(one) == {WEEK: "its answer options changed, there is a third answer"}
    assert broken.anew(one, [note]) == {WEEK: "its answer options changed, there is a third answer; a visit counts, not a call"}
    rows = frame(*(row("checked_in", step=step, yes=90 - step % 2, no=10, not_answered=0) for step in range(26)))
    found = process(rows, one)
    assert found is not None
    assert min(found.table.index[found.table["segment"] == 2]) == WEEK
    assert "begin anew in the week ending Sunday 16 August 2020: its answer options changed" in sentences(found, "X01")


def test_areas_begin_anew_at_the_first_week_with_a_return_after_the_break() -> None:
    weeks = [FIRST + timedelta(weeks=step) for step in range(30) if FIRST + timedelta(weeks=step) != WEEK]
    rows = [{"week": week, "code": "X01", "yes": 50 + 30 * (week > WEEK), "answered": 100, "compared": True} for week in weeks]
    chart = next(area_charts(pd.DataFrame(rows), parted()))
    assert [chart.weeks[place] for place in chart.chart.rebased] == [WEEK + timedelta(weeks=1)]
    assert set(chart.chart.limits.mean[0]) == {0.5, 0.8}


def test_the_way_to_the_target_begins_at_the_break() -> None:
    rows = frame(*(row("named_lead", step=step, yes=30 + step, no=40 - step, not_answered=0) for step in range(24)))
    found = projected.projected(rows, parted("named_lead"))
    assert found is not None
    assert min(found.points) == WEEK
    assert len(found.values) == 11
    assert "Weeks before that ending 16 August 2020 are left out [b]" in projected.sentence(found, "X01")


def test_panels_sparklines_and_explored_lines_are_cut() -> None:
    one, rows = parted(), weekly()
    weeks = [FIRST + timedelta(weeks=step) for step in range(20)]
    panel = panels.Panel(readings(rows)[-1], {each.week: each for each in readings(rows) if each.week})
    plain, cut = (panels.drawing(panel, each, weeks) for each in (measure("checked_in"), one))
    assert (plain.count("<polyline"), cut.count("<polyline")) == (1, 2)
    assert "[b]" in cut
    assert "[b]" not in plain
    assert "at 16 August 2020" in panels.sentence(panel, one)
    assert panels.sentence(panel, one).endswith("; earlier weeks are not compared [b].")
    image = base64.b64decode(spark(readings(rows), one, weeks[-1], "x").split("base64,")[1].split('"')[0]).decode()
    assert image.count("<polyline") == 2
    nothing = rows.head(0)
    drawn = explored.chart(nothing, rows, one)
    assert drawn.data[0].y[drawn.data[0].x.index("2020-08-13")] is None
    assert [each.text for each in drawn.layout.annotations if each.text == "<b>[b]</b>"] == ["<b>[b]</b>"]


def test_tables_and_files_mark_the_first_week_after_it() -> None:
    rows = readings(weekly())
    lines = weeks_table(rows, parted()).split("<tr>")
    marked = [line for line in lines if "[b]" in line]
    assert len(marked) == 1
    assert "16 August 2020 [b]" in marked[0]
    assert "[b] its answer options changed" in marked[0]
    column = broken.marked(parted(), [one.week for one in rows])["break"]
    assert [week for week, mark in zip([one.week for one in rows], column, strict=True) if mark] == [WEEK]
    assert broken.marked(measure("checked_in"), [WEEK]) == {}
