"""Notes and events: typed, dated, withdrawn and never changed, as at any moment; on the charts and in the files that they concern."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.catalogue import load_measures
from carehomes.charts import noted, trend
from carehomes.cli.main import main
from carehomes.intake.desk import receive
from carehomes.ledger import notes as kept
from carehomes.ledger.notes import Note, concerning, drafted
from carehomes.settings import queries_folder
from carehomes.store import Store
from tests.unit.charts_rows import frame, row
from tests.unit.files import home_file

NOON = datetime(2020, 6, 1, 12, tzinfo=UTC)
FIRST, LAST = date(2020, 5, 17), date(2020, 5, 31)
ANALYST = "regional analyst"
MEASURES = load_measures(queries_folder() / "measures")


def note(text: str = "homes closed to visitors", area: str = "", measure: str = "", first: date = FIRST, last: date = FIRST) -> Note:
    return Note("outbreak", text, first, last, ANALYST, area, measure)


def test_a_note_stands_from_its_moment_until_it_is_withdrawn(store: Store) -> None:
    hour = timedelta(hours=1)
    one = kept.add(store, note(), decided_at=NOON)
    two = kept.add(store, note("another", first=LAST, last=LAST), decided_at=NOON + hour)
    gone = kept.withdraw(store, one.number, by=ANALYST, reason="a mistake", decided_at=NOON + 2 * hour)
    assert gone == one
    assert kept.notes(store, NOON - timedelta(microseconds=1)) == []
    assert kept.notes(store, NOON) == [one]
    assert kept.notes(store, NOON + hour) == [one, two]
    assert kept.notes(store) == kept.notes(store, NOON + 2 * hour) == [two]
    with pytest.raises(ValueError, match=f"no note {one.number} to withdraw. The numbers are: {two.number}"):
        kept.withdraw(store, one.number, by=ANALYST, reason="again")
    with pytest.raises(ValueError, match="by which role it is withdrawn, and why"):
        kept.withdraw(store, two.number, by=ANALYST, reason=" ")


def test_notes_can_neither_be_changed_nor_taken_away(store: Store) -> None:
    kept.add(store, note())
    connection = sqlite3.connect(store.journal.path)
    for statement in ("update note_entry set text = ''", "delete from note_entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (Note("rumour", "x", FIRST, FIRST, ANALYST), "A note is one of: definition changed"),
        (note(" "), "what there is to know"),
        (note("x" * 301), "at most 300 letters; this one has 301"),
        (Note("event", "x", FIRST, FIRST, " "), "by which role"),
        (note(area="Q77x"), "no area with the code Q77x"),
        (note(measure="leads"), "no measure leads"),
        (note(first=date(2020, 5, 18)), "a reporting week is named by its last day"),
        (note(first=LAST, last=FIRST), "The last week comes before the first"),
    ],
)
def test_what_cannot_be_noted_is_said(store: Store, wrong: Note, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        drafted(wrong, store.areas(), MEASURES)


def test_a_draft_is_trimmed_and_its_area_written_as_the_list_has_it(store: Store) -> None:
    found = drafted(note("  two   words ", area="01t", measure="named_lead"), store.areas(), MEASURES)
    assert (found.text, found.area) == ("two words", "01T")


def test_what_holds_for_an_area_holds_within_it(store: Store) -> None:
    areas = store.areas()
    path = areas.path("01T")
    region = next(one.code for one in path if one.level == "region")
    every, of_region, of_ccg, of_other = (note(text, area) for text, area in (("a", ""), ("b", region), ("c", "01T"), ("d", "01V")))
    other = note("e", "01T", "checked_in")
    found = [every, of_region, of_ccg, of_other, other]
    assert concerning(found, areas, "named_lead", "01T") == ([every, of_region, of_ccg], [])
    assert concerning(found, areas, "named_lead", region) == ([every, of_region], [of_ccg, of_other])
    assert concerning(found, areas, "named_lead", areas.top.code)[0] == [every]
    assert concerning(found, areas, "checked_in", "U12345", ccg="01T")[0] == [every, of_region, of_ccg, other]
    assert concerning(found, areas, "named_lead", "g-0123456789") == ([every], [])


def test_with_areas_as_now_a_closed_area_is_its_successor(store: Store) -> None:
    areas = store.areas()
    merged = next(one for one in areas.of_level("ccg") if one.closed and one.successor)
    after = areas.successor(merged)
    old = note(area=merged.code)
    assert concerning([old], areas, "named_lead", after.code, basis="now")[0] == [old]
    assert concerning([old], areas, "named_lead", after.code)[0] == []


def test_a_trend_carries_the_letters_of_its_notes() -> None:
    measure = MEASURES["named_lead"]
    weeks = [FIRST + timedelta(weeks=step) for step in range(4)]
    rows = frame(*(row("named_lead", week=week, yes=5, no=3, not_answered=2) for week in weeks))
    notes = [note(), note("b", first=weeks[1], last=weeks[2]), note("c", first=date(2021, 1, 3), last=date(2021, 1, 3)), note("d")]
    drawn = trend.chart(rows, measure, notes=notes)
    letters = {one.x: one.text for one in drawn.layout.annotations if one.text.startswith("<b>") and len(one.text) < 12}
    assert letters == {weeks[0].isoformat(): "<b>A,D</b>", weeks[1].isoformat(): "<b>B</b>"}
    bands = [one for one in drawn.layout.shapes if one.type == "rect"]
    assert [(one.x0, one.x1) for one in bands] == [("2020-05-21", "2020-06-03")]
    assert len(trend.chart(rows, measure).layout.shapes) == len(drawn.layout.shapes) - 3


def test_a_changed_definition_of_one_measure_re_bases_it() -> None:
    changed = [
        Note("definition changed", text, first, LAST, ANALYST, "", measure)
        for text, first, measure in (
            ("from now on by the GP", FIRST, "named_lead"),
            ("and the nurse", FIRST, "named_lead"),
            ("and others", LAST, "named_lead"),
            ("of another", FIRST, "checked_in"),
            ("of every one", FIRST, ""),
        )
    ]
    assert kept.rebases([*changed, note(measure="named_lead")], "named_lead") == {
        FIRST: "from now on by the GP; and the nurse",
        LAST: "and others",
    }
    assert kept.rebases(changed, "residents_tested") == {}


def test_a_note_is_told_in_one_line(store: Store) -> None:
    line = noted.told(note(area="01T", measure="named_lead", last=LAST), store.areas(), {"named_lead": "Homes with a lead"})
    head = "Outbreak, weeks ending 17 May 2020 to 31 May 2020, NHS South Sefton CCG (01T), Homes with a lead"
    assert line == f"{head}: homes closed to visitors"
    assert [noted.letter(place) for place in (0, 25, 26, 53)] == ["A", "Z", "A2", "B3"]


def test_the_command_line_adds_lists_and_withdraws(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["note", "list"]) == 0
    told = ["note", "add", "data issue", "one file was cut", "--week", "2020-05-17", "--area", "01T", "--by", ANALYST]
    assert main([*told, "--measure", "named_lead"]) == 0
    assert main([*told, "--area", "nowhere"]) == 1
    assert main(["note", "list", "--json"]) == 0
    captured = capsys.readouterr()
    assert "There is no note." in captured.out and "There is no area with the code nowhere" in captured.err
    (listed,) = json.loads(captured.out[captured.out.index("[\n") :])
    assert (listed["number"], listed["kind"], listed["first"], listed["last"]) == (1, "data issue", "2020-05-17", "2020-05-17")
    assert main(["note", "withdraw", "1", "--by", ANALYST, "--reason", "mended"]) == 0
    assert main(["note", "withdraw", "1", "--by", ANALYST, "--reason", "mended"]) == 1


def test_figures_carry_the_notes_of_their_week_measure_and_area(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"), "a.csv")
    kept.add(store, note("=a formula", area="01T", measure="named_lead"))
    kept.add(store, note("of another week", first=LAST, last=LAST))
    assert main(["figures", "--week", "2020-05-17", "--area", "01T", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    told = {row["measure"]: row["notes"] for row in rows if (row["level"], row["code"]) == ("ccg", "01T")}
    assert (told["named_lead"], told["checked_in"]) == ("outbreak: =a formula", "")
    assert main(["figures", "--week", "2020-05-17", "--area", "01T"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(one["number"], one["text"], one["first"]) for one in document["notes"]] == [(1, "=a formula", "2020-05-17")]
    assert {row["measure"] for row in document["figures"] if row["notes"] == [1]} == {"named_lead"}
    assert main(["figures", "--week", "2020-05-17", "--as-at", "2020-05-20T12:00"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == []
