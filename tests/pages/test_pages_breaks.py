"""The break of 10 August 2020 on the pages of the demonstration: marked and told, no step across it, the definition in force beneath."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.cli.main import main
from carehomes.ledger import notes as kept
from carehomes.ledger.notes import Note
from carehomes.measures import register_homes
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from tests.pages.test_pages_changed import Open, text
from tests.unit.test_breaks import WEEK

MEASURE = "discharge_testing"
BROKEN = "[b] From the week ending 16 August 2020 “Residents discharged from hospital tested first?” has other answer options."
BECAME = "What was “no” is now “no” or “not applicable”."


def test_a_trend_with_a_break_is_cut_and_says_so(open_page: Open, demo_store: Store) -> None:
    page = open_page(demo_store, "testing", measure=MEASURE)
    figure = page.figure(f"chart_trend_{MEASURE}")
    line = next(one for one in figure["data"] if one["name"] == "Share of all homes")
    assert line["y"][line["x"].index("2020-08-13")] is None
    assert "<b>[b]</b>" in [one["text"] for one in figure["layout"]["annotations"]]
    told = text(page)
    assert BROKEN in told
    assert BECAME in told
    assert "; earlier weeks are not compared [b]" in told
    assert "[b] From the week ending 16 August 2020: its answer options changed; no line is joined there." in told
    other = text(open_page(demo_store, "testing", measure="staff_tested"))
    assert "earlier weeks are not compared" not in other


def test_limits_begin_anew_also_where_a_note_of_that_week_says_more(open_page: Open, demo_store: Store, tmp_path: Path) -> None:
    own = open_store(Path(shutil.copytree(demo_store.folder, tmp_path / "own")))
    kept.add(own, Note("definition changed", "a visit counts", WEEK, WEEK, "regional analyst", "", MEASURE))
    told = text(open_page(own, "testing", measure=MEASURE, area="X01"))
    assert "begin anew in the week ending Sunday 16 August 2020: its answer options changed, the national Capacity Tracker" in told
    assert "; a visit counts." in told
    assert told.count("begin anew in the week") == text(open_page(demo_store, "testing", measure=MEASURE, area="X01")).count(
        "begin anew in"
    )


@pytest.mark.parametrize(("week", "apart"), [("2020-08-16", True), ("2020-08-23", False)])
def test_no_step_is_told_across_a_break(open_page: Open, demo_store: Store, week: str, apart: bool) -> None:
    page = open_page(demo_store, "area_profile", area="X01", week=week)
    row = next(line for line in page.html.split("<tr>") if "tested before discharge" in line)
    assert ("not comparable [b]" in row and "with the week before: its answer options changed" in row) == apart
    changed = open_page(demo_store, "what_changed", measure=MEASURE, week=week)
    assert ("; not comparable [b]: its answer options changed" in text(changed)) == apart
    assert (f"chart_changed_{MEASURE}" in changed.keys) != apart
    assert ("the homes behind each part" in text(changed)) != apart
    # Every other measure is split as ever.
    line = next(one for one in changed.html.split("<tr>") if "Homes with a named clinical lead" in one)
    assert "[b]" not in line


def test_the_shell_says_it_too(demo_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(demo_store.folder))
    asked = ["changed", "--week", "2020-08-16", "--measure", MEASURE]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "; not comparable [b]: its answer options changed." in told
    assert BROKEN in told
    assert "Real change" not in told
    assert main([*asked, "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert change["comparable"] is False
    assert "causes" not in change
    assert main(["changed", "--week", "2020-08-23", "--measure", MEASURE, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"][0]["comparable"] is True


def test_explore_compare_and_a_home_s_history_mark_it(open_page: Open, demo_store: Store) -> None:
    trend = open_page(demo_store, "explore", measure=MEASURE, by="ccg", **{"as": "trend", "from": "2020-07-05", "to": "2020-08-30"})
    assert BROKEN in text(trend)
    heat = open_page(demo_store, "explore", measure=MEASURE, by="ccg", **{"as": "heat", "from": "2020-07-12", "to": "2020-08-30"})
    assert "16 Aug [b]</th>" in heat.html
    spread = open_page(demo_store, "compare_areas", measure=MEASURE, funnel="pcn")
    assert BROKEN in text(spread)
    assert "16 August 2020 [b]" in text(spread)
    snapshot = open_snapshot(demo_store)
    home = min(register_homes(snapshot, WEEK, permitted=EVERYWHERE)["home_id"])
    snapshot.close()
    history = open_page(demo_store, "care_homes", home=home)
    assert BROKEN in text(history)


def test_the_definition_in_force_goes_with_the_week(open_page: Open, demo_store: Store) -> None:
    before = text(open_page(demo_store, "clinical_leads", week="2020-07-26"))
    assert "Asked in the week ending Sunday 26 July 2020: a named clinical lead for each care home" in before
    after = text(open_page(demo_store, "clinical_leads", week="2020-08-02"))
    assert "Asked in the week ending Sunday 2 August 2020: every care home aligned to one named PCN" in after


def test_definitions_and_data_quality_list_them(open_page: Open, demo_store: Store) -> None:
    told = text(open_page(demo_store, "definitions"))
    assert "What was asked, by date" in told
    assert "Questions that changed" in told
    assert "PPE enough for a week?" in told
    assert BROKEN in text(open_page(demo_store, "data_quality"))
    # Not before anybody could know of it.
    assert BROKEN not in text(open_page(demo_store, "data_quality", as_at="2020-07-01T12:00"))
