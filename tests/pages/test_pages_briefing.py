"""The briefing page: a pack is made, looked at and taken away; every number of it stands on the pages too."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from carehomes.briefing import KINDS, Graph, Pack, find, packs
from carehomes.ledger import arrangements
from carehomes.store import Store, open_store
from tests.pages.conftest import Opened
from ui.turns import PACKS

Open = Callable[..., Opened]
WEEK = "2020-08-23"


@pytest.fixture(scope="module")
def own(demo_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demonstration, in which packs may be made."""
    folder: Path = tmp_path_factory.mktemp("briefed") / "store"
    shutil.copytree(demo_store.folder, folder)
    return open_store(folder)


def made(open_page: Open, store: Store, **address: str) -> tuple[Opened, Pack]:
    opened = open_page(store, "briefing", **address)
    opened.at.button(key="make_pack").click().run()
    assert not opened.at.exception
    asked = opened.at.query_params["pack"]
    found = find(store, asked if isinstance(asked, str) else asked[0])
    assert found
    return opened, found


def graph_of(pack: Pack, heading: str) -> Graph:
    found = next(one.graph for one in pack.slides if one.heading == heading)
    assert found
    return found


def test_a_pack_is_made_looked_at_and_opened_again(open_page: Open, own: Store) -> None:
    opened = open_page(own, "briefing", area="X04", week=WEEK)
    assert "No pack is open" in opened.html
    opened, pack = made(open_page, own, area="X04", week=WEEK)
    assert pack.area == "NHS Dunmere CCG (X04)" and f"Pack {pack.id}" in opened.html
    assert {one.key for one in opened.at.get("download_button")} >= {"pack_pptx", "pack_html", "pack_xlsx", "pack_csv"}
    again = open_page(own, "briefing", pack=pack.id)
    assert "It is not about the area and week chosen above" in again.html and f"pack={pack.id}" in again.html
    assert len(packs(own)) == 1


def test_a_machine_without_pango_offers_no_pdf_and_says_why(open_page: Open, own: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.briefing_page.briefing.missing", lambda: "A PDF needs Pango.")
    opened, _ = made(open_page, own, area="X05", week=WEEK)
    assert "A PDF needs Pango." in opened.html
    assert [one.key for one in opened.at.get("download_button")] == ["pack_pptx", "pack_html", "pack_xlsx", "pack_csv"]


def test_a_logo_that_cannot_be_read_is_said_on_the_page(
    open_page: Open, own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREHOMES_BRIEF_LOGO", str(tmp_path / "none.png"))
    opened, _ = made(open_page, own, area="X05", week=WEEK)
    assert "The logo none.png (CAREHOMES_BRIEF_LOGO) cannot be read." in opened.html


def test_a_pack_that_is_not_there_or_was_changed_is_said(open_page: Open, own: Store) -> None:
    assert "There is no pack “p-1234567890” in this store" in open_page(own, "briefing", pack="p-1234567890").html
    assert "There is no pack “../../etc" in open_page(own, "briefing", pack="../../etc/passwd").html
    _, pack = made(open_page, own, area="X01", week=WEEK)
    path = own.folder / "packs" / f"{pack.id}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Alderbrook", "Elsewhere"), encoding="utf-8")
    assert "was changed after it was made" in open_page(own, "briefing", pack=pack.id).html
    path.unlink()


def test_slides_are_ordered_and_saved_under_a_name_and_opened_again(open_page: Open, own: Store) -> None:
    opened = open_page(own, "briefing", area="X04", week=WEEK)
    at = opened.at
    for kind in KINDS:
        if kind not in ("cover", "headline", "quality"):
            at.checkbox(key=f"slide_{kind}").uncheck()
    at.text_input(key="pack_title").set_value("Board")
    at.text_input(key="pack_subtitle").set_value("By the regional team")
    at.text_input(key="arrangement_name").set_value("Monday board")
    at.button(key="down_cover").click().run()
    at.button(key="arrangement_save").click().run()
    assert "no person&#x27;s name" in opened.html or "no person's name" in opened.html
    at.text_input(key="arrangement_role").set_value("regional analyst")
    at.button(key="arrangement_save").click().run()
    assert "Saved: Monday board." in opened.html
    at.button(key="make_pack").click().run()
    [first] = [one for one in packs(own) if one.title == "Board"]
    assert [one.kind for one in first.slides] == ["headline", "cover", "quality"]
    assert first.slides[1].under.startswith("By the regional team · Data as at ")
    at.checkbox(key="slide_quality").uncheck()
    at.button(key="arrangement_save").click().run()
    assert "There is an arrangement called Monday board already, saved by regional analyst." in opened.html
    at.button(key="arrangement_overwrite").click().run()
    assert arrangements.find(own, "Monday board").kinds == ("headline", "cover") and find(own, first.id) == first
    later = open_page(own, "briefing", area="X04", week=WEEK)
    later.at.selectbox(key="arrangement_chosen").select("Monday board").run()
    assert later.at.text_input(key="pack_title").value == "Board" and not later.at.checkbox(key="slide_quality").value
    later.at.text_input(key="arrangement_role").set_value("regional analyst")
    later.at.button(key="arrangement_delete").click().run()
    assert not later.at.exception and "Deleted: Monday board." in later.html and not arrangements.arrangements(own)


def test_a_pack_for_each_area_is_made_beside_the_page_and_can_be_stopped(open_page: Open, own: Store) -> None:
    opened = open_page(own, "briefing", area="X04", week=WEEK)
    others = [PACKS.join() for _ in range(2)]
    assert [one.before() for one in others] == [0, 0]
    opened.at.button(key="make_many").click().run()
    assert "Packs are made 2 at a time, and others asked first: 1 before yours." in opened.html
    # Who does not want to wait leaves the line, and nobody waits for her.
    opened.at.button(key="stop_waiting").click().run()
    opened.at.button(key="make_many").click().run()
    assert "1 before yours" in opened.html
    for one in others:
        one.leave()
    opened.run()
    job = opened.at.session_state["many_packs"]
    assert job.process.wait(timeout=120) == 0
    opened.run()
    assert opened.at.get("download_button")[-1].key == "many_zip"
    with zipfile.ZipFile(job.path) as book:
        names = book.namelist()
        index = book.read("index.html").decode()
    assert names[-1] == "index.html" and len(names) == len(job.told) + 1 and all(name in index for name in names[:-1])
    assert all("_pcn-" in name for name in names[:-1])
    opened.at.button(key="done_many").click().run()
    assert not Path(job.folder.name).exists()
    opened.at.button(key="make_many").click().run()
    job = opened.at.session_state["many_packs"]
    opened.at.button(key="stop_many").click().run()
    assert job.process.returncode and not Path(job.folder.name).exists() and "many_packs" not in opened.at.session_state


def test_trends_and_areas_of_a_pack_are_what_the_pages_draw(open_page: Open, own: Store) -> None:
    _, pack = made(open_page, own, week=WEEK)
    for page, heading, measure, short in (
        ("clinical_leads", "Clinical leads", "named_lead", "Named lead"),
        ("weekly_checkins", "Weekly check-ins", "checked_in", "Checked in"),
        ("care_plans", "Care plans", "residents_with_pcsp", "Residents with a PCSP"),
        ("pulse_oximeters", "Pulse oximeters", "homes_with_oximeter", "Oximeter"),
        ("testing", "Testing", "regular_testing", "Regular testing"),
    ):
        opened = open_page(own, page, week=WEEK, measure=measure)
        graph = graph_of(pack, heading)
        drawn = [one for one in opened.figure(f"chart_trend_{measure}")["data"] if one.get("mode") == "lines+markers"]
        shown = [None if value is None else float(value) for value in drawn[0]["y"]][: len(graph.categories)]
        assert list(graph.series[0].values) == shown, heading
        bars = opened.figure(f"chart_areas_{measure}")["data"]
        areas = next(one.graph for one in pack.slides if one.heading == f"CCGs compared: {short}")
        assert areas
        by_name = {one["name"]: [value or 0 for value in one["x"]] for one in bars}
        for each in areas.series:
            if each.name in by_name:
                assert [value or 0 for value in each.values] == by_name[each.name], (heading, each.name)


def test_who_has_returned_and_what_needs_attention_are_those_of_the_overview(open_page: Open, own: Store) -> None:
    _, pack = made(open_page, own, week="2020-08-30")
    overview = open_page(own, week="2020-08-30").html
    assert "<b>5 of 6 CCGs returned</b>, covering 79% of homes" in overview
    assert pack.slides[0].points[0] == "5 of 6 CCGs returned, covering 79% of homes."
    plain = overview.replace("<b>", "").replace("</b>", "").replace("<span>", "").replace("</span>", "")
    lines = [point for one in pack.slides if one.kind == "attention" for point in one.points]
    assert lines and all(line.split(". ")[0] in plain for line in lines)
