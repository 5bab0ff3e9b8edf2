"""Who has returned, and notes and events, as a reader sees and decides them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carehomes.intake.desk import receive
from carehomes.ledger import notes as kept
from carehomes.ledger.closings import closed_weeks
from carehomes.ledger.notes import Note
from carehomes.measures.return_states import STATES
from carehomes.store import Store, open_store
from tests.pages.conftest import Opened
from ui.states import LOOKS

Open = Callable[..., Opened]
WEEK = date(2020, 5, 24)


def test_every_state_has_a_shape_a_letter_and_a_colour_of_its_own() -> None:
    assert list(LOOKS) == list(STATES)
    for told in ("shape", "style", "meaning"):
        assert len({getattr(one, told) for one in LOOKS.values()}) == len(STATES)
    letters = [one.letter for one in LOOKS.values() if one.letter]
    assert len(set(letters)) == len(letters) == len(STATES) - 1


def test_the_week_is_told_by_returns_and_by_homes(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "who_has_returned").html
    assert '<div class="big">5</div><div class="counts">of 6 CCGs</div></div><p class="small">with 243 of 281 homes (86%)</p>' in html
    assert "answers for 223 of 281 homes (79%)" in html
    assert "5pm Wednesday 2 September 2020" in html and "British Summer Time, London; passed" in html
    assert "Open for late returns" in html


def test_the_matrix_tells_each_cell_in_words_too(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "who_has_returned").html
    for told, mark in (
        ("week ending Sunday 21 June 2020: nil return: nothing to say; first received", "○ N"),
        ("week ending Sunday 30 August 2020: missing; 38 homes without a return", "□ M"),
        ("week ending Sunday 23 August 2020: late; first received", "► L"),
        ("week ending Sunday 16 August 2020: on time, sent again: the first was superseded; first received", "▲ S"),
    ):
        cell = html[html.index(told) :]
        assert cell[: cell.index("</td>")].endswith(mark)
    assert html.count("<td style=") == 6 * 16


def test_an_area_shows_its_ccgs_and_a_view_of_homes_those_with_homes_in_it(open_page: Open, demo_store: Store) -> None:
    assert open_page(demo_store, "who_has_returned", area="XQ1").html.count("<td style=") == 3 * 16
    assert open_page(demo_store, "who_has_returned", ccg="X03", pcn="U99012").html.count("<td style=") == 16
    view = open_page(demo_store, "who_has_returned", la="XE0002").html
    assert "CCGs with homes in Calder and Dun (demonstration) (XE0002), with all of their homes" in view
    assert 16 <= view.count("<td style=") < 6 * 16


def test_whom_to_chase_has_a_message_to_copy(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "who_has_returned")
    assert "Whom to chase: 1 CCG, 38 of 281 homes" in opened.html
    (code,) = [one for one in opened.at.code if one.value.startswith("To: ")]
    assert code.value.startswith("To: NHS Fenmoor CCG (X06)\nSubject: Care home support: return for the week ending Sunday 30 August 2020")
    nobody = open_page(demo_store, "who_has_returned", week="2020-06-21")
    assert "Nobody: every CCG that was expected has returned." in nobody.html
    assert not [one for one in nobody.at.code if one.value.startswith("To: ")]


def test_each_submitter_and_each_question_comes_with_its_counts(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "who_has_returned").html
    assert "<td class=n>15 of 16 (94%)</td>" in html
    assert "1 of 15 (7%)</td><td>home not registered in 14 returns</td>" in html
    assert "Named clinical lead in place?</th><td class=n>219 of 281</td><td class=n>78%</td><td class=n>5 of 5</td>" in html


def test_a_file_that_names_nobody_is_said_under_the_matrix(open_page: Open, small_store: Store) -> None:
    receive(small_store, b"milk,bread\n1,2\n", "<b>shopping.csv")
    html = open_page(small_store, "who_has_returned").html
    assert "In no cell, because they name no CCG or no week: 1 file: &lt;b&gt;shopping.csv (refused)." in html


def _fill(opened: Opened, by: str, reason: str) -> None:
    opened.at.text_input(key="closing_by").set_value(by)
    opened.at.text_input(key="closing_reason").set_value(reason)


def test_a_week_is_closed_a_late_entry_allowed_and_the_week_opened_again(open_page: Open, small_store: Store) -> None:
    opened = open_page(small_store, "who_has_returned")
    opened.at.button(key="closing_close").click()
    assert "Say by which role it is decided, and why" in opened.run().html
    _fill(opened, "regional <i>analyst", "the briefing is out")
    opened.at.button(key="closing_close").click()
    opened.run()
    assert "Closed: week ending Sunday 24 May 2020." in opened.html
    assert "by regional &lt;i&gt;analyst: the briefing is out" in opened.html and "<i>analyst" not in opened.html
    _fill(opened, "regional lead", "a flood")
    opened.at.button(key="closing_allow").click()
    assert "Say first whose late entry is allowed." in opened.run().html
    opened.at.selectbox(key="closing_code").select("X02")
    opened.at.button(key="closing_allow").click()
    assert "May come late: NHS Brackenshire CCG (X02), by regional lead" in opened.run().html
    assert set(closed_weeks(small_store)[WEEK].allowed) == {"X02"}
    opened.at.button(key="closing_reopen").click()
    assert "Open again: week ending Sunday 24 May 2020." in opened.run().html
    assert closed_weeks(small_store) == {}


def test_a_note_is_added_stands_on_its_charts_and_is_withdrawn(open_page: Open, small_store: Store) -> None:
    opened = open_page(small_store, "notes")
    opened.at.button(key="note_add").click()
    assert "Say what there is to know." in opened.run().html
    opened.at.selectbox(key="note_kind").select("outbreak")
    opened.at.selectbox(key="note_area").select("X03")
    opened.at.text_input(key="note_text").set_value("closed to <visitors>")
    opened.at.text_input(key="note_by").set_value("regional analyst")
    opened.at.button(key="note_add").click()
    assert "Noted, number 1." in opened.run().html
    (added,) = kept.notes(small_store)
    assert (added.kind, added.area, added.first, added.last) == ("outbreak", "X03", WEEK, WEEK)
    line = "Outbreak, week ending Sunday 24 May 2020, NHS Calderwick CCG (X03): closed to &lt;visitors&gt;"
    chart = open_page(small_store, "clinical_leads", area="X03")
    assert f"<li>A. {line}</li>" in chart.html and "<visitors>" not in chart.html
    chart.at.session_state["tabs_trend_named_lead"] = "Download"
    assert f"<br>Note: A. {line}" in chart.run().html
    letters = [one["text"] for one in chart.figure("chart_trend_named_lead")["layout"]["annotations"]]
    assert "<b>A</b>" in letters
    # From above it is told beneath, without a mark; a neighbour says nothing of it.
    above = open_page(small_store, "clinical_leads", area="XQ1")
    assert f"<li>{line}</li>" in above.html
    assert "<b>A</b>" not in [one["text"] for one in above.figure("chart_trend_named_lead")["layout"]["annotations"]]
    assert "closed to" not in open_page(small_store, "clinical_leads", area="X02").html
    opened = open_page(small_store, "notes")
    opened.at.selectbox(key="note_number").select(1)
    opened.at.button(key="note_withdraw").click()
    assert "by which role it is withdrawn, and why" in opened.run().html
    opened.at.text_input(key="note_gone_by").set_value("regional analyst")
    opened.at.text_input(key="note_gone_reason").set_value("a mistake")
    opened.at.button(key="note_withdraw").click()
    assert "Note 1 is withdrawn." in opened.run().html
    assert "closed to" not in open_page(small_store, "clinical_leads", area="X03").html


@pytest.mark.parametrize("measure", ["oximeters_held", "homes_with_oximeter"])
def test_notes_of_every_measure_stand_on_every_kind_of_trend(open_page: Open, small_store: Store, measure: str) -> None:
    kept.add(small_store, Note("event", "a lorry came", date(2020, 5, 17), WEEK, "regional analyst"))
    opened = open_page(small_store, "pulse_oximeters", measure=measure)
    assert "<b>A</b>" in [one["text"] for one in opened.figure(f"chart_trend_{measure}")["layout"]["annotations"]]
    assert "A. Event, weeks ending 17 May 2020 to 24 May 2020: a lorry came" in opened.html


def test_notes_are_told_under_the_cards_of_the_overview(open_page: Open, small_store: Store) -> None:
    assert "<b>Note:</b>" not in open_page(small_store).html
    kept.add(small_store, Note("event", "a lorry came", date(2020, 5, 17), date(2020, 5, 17), "regional analyst"))
    kept.add(small_store, Note("outbreak", "closed to visitors", WEEK, WEEK, "CCG lead", area="X03"))
    assert "<b>Note:</b> Event, week ending Sunday 17 May 2020: a lorry came (" in open_page(small_store).html
    assert "NHS Calderwick CCG (X03): closed to visitors and 1 more (" in open_page(small_store, area="X03").html


def test_notes_are_told_beside_the_form_of_the_local_authority(open_page: Open, demo_store: Store, tmp_path: Path) -> None:
    store = open_store(Path(shutil.copytree(demo_store.folder, tmp_path / "copy")))
    form = date(2020, 5, 31)
    kept.add(store, Note("data issue", "sent by telephone", form, form, "LA lead", area="XE0001"))
    kept.add(store, Note("event", "of another week", WEEK, WEEK, "LA lead", area="XE0001"))
    kept.add(store, Note("event", "of another area", form, form, "CCG lead", area="X03"))
    told = open_page(store, "la_status", la="XE0001").html
    assert "<li>Data issue, week ending Sunday 31 May 2020, Brackenvale (demonstration) (XE0001): sent by telephone</li>" in told
    assert "of another" not in told
