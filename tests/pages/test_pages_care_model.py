"""The page of the care model: topics of optional questions, of whom each is asked, and a question that is two files and no code."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.briefing import make_pack
from carehomes.catalogue import TOPICS
from carehomes.charts.readings import readings
from carehomes.cli.main import main
from carehomes.demo import FOLDER, load_demo
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import figures
from carehomes.selection import Selection, place_of
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from carehomes.templates.columns import columns_of
from tests.pages.conftest import PROJECT, Opened
from ui.text import esc

Open = Callable[..., Opened]
WEEK = date(2020, 5, 24)
SENT = datetime(2020, 5, 27, 9, tzinfo=UTC)
#: The homes of the CCG, those of them that answer, and those of the region.
HOMES, SAID, ALL = 56, 28, 280


def sent(**answers: str) -> bytes:
    """The return of X01 for the week, with answers beside: each column says the same of every other home, and nothing of the rest."""
    with (FOLDER / "returns" / WEEK.isoformat() / "x01-home-return.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    out = io.StringIO()
    writer = csv.DictWriter(out, [*rows[0], *answers])
    writer.writeheader()
    writer.writerows({**row, **({} if place % 2 else answers)} for place, row in enumerate(rows))
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def asked(small_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The first two weeks of the demonstration, in which X01 answers three optional questions for the second."""
    store = open_store(tmp_path_factory.mktemp("asked") / "store")
    assert load_demo(store, small_demo) == []
    content = sent(thermometers_held="2", deterioration_tool="RESTORE2", **{"Video consultation in use?": "no"})
    assert receive(store, content, "x01.csv", hints=Hints(received_at=SENT), reasons={"*": "a test"}).outcome == "accepted"
    return store


def test_a_topic_that_nobody_is_asked_says_so_and_how_to_ask_it(open_page: Open, demo_store: Store) -> None:
    for topic, title in TOPICS.items():
        opened = open_page(demo_store, "care_model", topic=topic)
        assert "What this topic asks</h2>" in opened.html
        nobody = "is asked about this in the week ending Sunday 30 August 2020" in opened.html
        assert nobody == (topic != "infection")
        assert esc(f"a template with the set “{title}”") in opened.html and f"--with {topic}" in opened.html
    # Where nothing is named the first topic with an answer is shown; the outbreak is asked of every home.
    opened = open_page(demo_store, "care_model")
    assert opened.at.segmented_control(key="topic").value == "infection"
    assert "chart_trend_outbreak_now" in opened.keys
    assert "the topic “nope”, which there is not" in open_page(demo_store, "care_model", topic="nope").html


def test_cards_charts_footer_and_files_say_of_whom_it_is_asked(open_page: Open, asked: Store) -> None:
    whom = f"1 of 6 CCGs, {HOMES} of {ALL} homes"
    opened = open_page(asked, "care_model", topic="equipment", week=WEEK.isoformat())
    frame = figures(open_snapshot(asked), WEEK, permitted=EVERYWHERE, measures=["homes_with_thermometer"])
    one = next(one for one in readings(frame) if one.level == "england")
    assert (one.yes, one.no, one.all) == (SAID, 0, HOMES)
    card = opened.html[opened.html.index('aria-label="Homes with at least one thermometer"') :]
    assert f"{one.yes} of {one.all} homes</a>" in card and f"Asked by {whom}" in card
    assert f"“Homes with at least one thermometer” asked by {whom}" in opened.html[opened.html.index('class="ch-foot"') :]
    assert f"<td class=n>{ALL}</td>" in opened.html
    assert [label[-4:-1] for label in opened.figure("chart_areas_homes_with_thermometer")["layout"]["yaxis"]["ticktext"]] == ["X01"]
    # What nobody is asked has no card, and is told beneath.
    assert 'aria-label="Homes with at least one blood pressure monitor"' not in opened.html and "nobody here" in opened.html
    # In the one CCG that is asked there is nothing to tell, and nothing to show in another.
    assert "Asked by" not in open_page(asked, "care_model", topic="equipment", area="X01").html.partition("What this topic asks")[0]
    assert "No CCG of NHS Brackenshire CCG" in open_page(asked, "care_model", topic="equipment", area="X02").html


def test_tools_are_drawn_by_name_and_a_measure_leads_to_its_topic(open_page: Open, asked: Store) -> None:
    opened = open_page(asked, "care_model", measure="deterioration_tool")
    assert opened.at.segmented_control(key="topic").value == "resident_plans"
    assert {"chart_trend_deterioration_tool", "chart_words_deterioration_tools"} <= opened.keys
    opened.at.segmented_control(key="topic").set_value("remote_support")
    opened.run()
    assert opened.at.query_params["topic"] == "remote_support" and "measure" not in opened.at.query_params
    assert "chart_trend_video_consultation" in opened.keys


def test_other_pages_offer_an_optional_measure_only_where_the_snapshot_has_it(open_page: Open, asked: Store, demo_store: Store) -> None:
    name = "Homes that use video consultation"
    assert name in open_page(asked, "explore").at.selectbox(key="explore_measure").options
    assert name in open_page(asked, "compare_areas").at.selectbox(key="measure").options
    assert name in open_page(asked, "area_profile").html and name not in open_page(asked, "area_profile", area="X02").html
    assert f"asked by 1 of 6 CCGs, {HOMES} of {ALL} homes" in open_page(asked, "area_profile").html
    assert name not in open_page(demo_store, "explore").at.selectbox(key="explore_measure").options
    assert name not in open_page(demo_store, "compare_areas").at.selectbox(key="measure").options
    assert f"{name} (optional)" in open_page(demo_store, "definitions").html
    assert "Video consultation in use?" in open_page(asked, "who_has_returned").html
    assert "Video consultation in use?" not in open_page(demo_store, "who_has_returned").html


def test_where_from_and_what_changed_count_the_homes_that_are_asked(open_page: Open, asked: Store) -> None:
    html = open_page(asked, "where_from", measure="video_consultation").html
    assert f"0 of {HOMES} homes" in html and f"{HOMES} homes counted here, {HOMES - SAID} of them without an answer of their own" in html
    html = open_page(asked, "what_changed", measure="video_consultation", area="X01").html
    assert f"{HOMES} homes newly counted here" in html


def test_the_sets_of_a_template_are_chosen(open_page: Open, asked: Store) -> None:
    opened = open_page(asked, "returns")
    chosen = opened.at.multiselect(key="template_sets")
    assert chosen.options == list(TOPICS.values()) and chosen.value == []


def test_a_question_and_its_measure_are_two_files_and_no_code(
    open_page: Open, small_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They reach template, intake, page, files and pack."""
    queries = tmp_path / "queries"
    shutil.copytree(PROJECT / "queries", queries)
    for room in ("questions", "measures"):
        text = (queries / room / "virtual_ward.toml").read_text(encoding="utf-8")
        text = text.replace('"virtual_ward"', '"falls_alarm"').replace("Virtual ward in use?", "Falls alarm in use?")
        text = re.sub(r"synonyms = \[.*?\]", 'synonyms = ["Falls alarm"]', text, flags=re.S)
        text = re.sub(r"^name = .*$", 'name = "Homes with a falls alarm"', text, flags=re.M)
        (queries / room / "falls_alarm.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CAREHOMES_QUERIES", str(queries))
    questions = open_snapshot(small_store).questions
    asked = {set_: [one.heading for one in columns_of("home", WEEK, questions, set_)] for set_ in [(), ("remote_support",)]}
    assert "Falls alarm in use?" in asked["remote_support",] and "Falls alarm in use?" not in asked[()]
    plain = receive(small_store, sent(), "x01.csv", hints=Hints(received_at=SENT), decide=False)
    receipt = receive(small_store, sent(**{"Falls alarm": "yes"}), "x01.csv", hints=Hints(received_at=SENT), reasons={"*": "a test"})
    assert receipt.outcome == "accepted" and [one.message for one in receipt.findings] == [one.message for one in plain.findings]
    opened = open_page(small_store, "care_model", measure="falls_alarm")
    assert "Homes with a falls alarm" in opened.html and "chart_trend_falls_alarm" in opened.keys
    monkeypatch.setenv("CAREHOMES_STORE", str(small_store.folder))
    assert main(["figures", "--week", WEEK.isoformat(), "--area", "X01", "--csv"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("falls_alarm,")]
    assert any(",ccg,X01," in line and f",{HOMES},{SAID},0,0," in line for line in lines), lines
    store = open_store(small_store.folder)
    snapshot = open_snapshot(store)
    chosen = Selection(WEEK, place_of(snapshot.areas, "X01"))
    slides = make_pack(store, snapshot, chosen, permitted=EVERYWHERE).slides
    points = [point for slide in slides for point in slide.points]
    assert any(one.startswith(f"Homes with a falls alarm: {SAID} of {HOMES}") for one in points), points
