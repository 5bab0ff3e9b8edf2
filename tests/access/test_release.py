"""The release gate: a week is prepared, signed off and published; until then viewers see the week before, everywhere."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carehomes import briefing
from carehomes.access import EVERYWHERE
from carehomes.cli.main import main
from carehomes.intake.undo import withdraw
from carehomes.ledger import follow_ups, releases
from carehomes.ledger.arrangements import arrangement_of
from carehomes.ledger.follow_ups import Flagged
from carehomes.measures import returns_received
from carehomes.provenance import PREVIEW
from carehomes.selection import Selection, place_of
from carehomes.snapshots import open_moment, open_snapshot
from carehomes.store import Store, open_store
from tests.access.conftest import Become
from tests.access.test_borders import files, text_of
from tests.conftest import PAGES, WORLDS
from tests.pages.conftest import Opened

__all__ = ["files"]
FIRST, NEWEST = date(2020, 5, 17), date(2020, 5, 24)


@pytest.fixture
def gated(tmp_path: Path, _small_loaded: Store, become: Become, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of two weeks of which the first is published, held by somebody who may everything."""
    shutil.copytree(_small_loaded.folder, tmp_path / "gated")
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "gated"))
    monkeypatch.setenv("CAREHOMES_RELEASE_GATE", "yes")
    become(approver="everywhere")
    store = open_store(tmp_path / "gated")
    releases.sign_off(store, FIRST, by="lead")
    releases.publish_week(store, FIRST, by="lead")
    return store


def test_viewers_see_the_published_weeks_and_whoever_approves_all_of_them(gated: Store, become: Become) -> None:
    assert open_snapshot(gated).weeks == [FIRST, NEWEST]
    assert (open_snapshot(gated).unpublished(FIRST), open_snapshot(gated).unpublished(NEWEST)) == (False, True)
    become(viewer="everywhere")
    store = open_store(gated.folder)
    seen = open_snapshot(store)
    assert seen.weeks == [FIRST]
    assert store.hidden(FIRST, NEWEST) == "The week ending Sunday 24 May 2020 is not published yet. Viewers see a week once it is."
    # As a template of the next week is made: nobody is known to have returned for it.
    assert NEWEST not in set(returns_received(open_moment(store, week=NEWEST), permitted=EVERYWHERE)["week"])
    # Who brings the returns of all that she sees may see them before.
    become(submitter=["X01"])
    assert open_snapshot(open_store(gated.folder)).weeks == [FIRST, NEWEST]
    become(submitter=["X01"], viewer=["X02"])
    assert open_snapshot(open_store(gated.folder)).weeks == [FIRST]


def test_a_week_goes_through_the_gate_step_by_step(gated: Store, become: Become) -> None:
    with pytest.raises(ValueError, match="is prepared; it is published once it is signed off"):
        releases.publish_week(gated, NEWEST, by="lead")
    with pytest.raises(ValueError, match="published already"):
        releases.sign_off(gated, FIRST, by="lead")
    with pytest.raises(ValueError, match="nothing to sign off"):
        releases.sign_off(gated, date(2020, 6, 7), by="lead")
    with pytest.raises(ValueError, match="Say by which role"):
        releases.sign_off(gated, NEWEST, by=" ")
    releases.sign_off(gated, NEWEST, by="lead")
    become(administrator="everywhere")
    withdraw(open_store(gated.folder), "home", "X01", NEWEST, reason="wrong file", publish_after=False)
    with pytest.raises(ValueError, match="1 decision about its returns came after"):
        releases.publish_week(gated, NEWEST, by="lead")
    releases.sign_off(gated, NEWEST, by="lead")
    assert releases.publish_week(gated, NEWEST, by="lead").startswith("Published: week ending Sunday 24 May 2020.")
    assert releases.published_until(gated.journal) == NEWEST
    with pytest.raises(ValueError, match="Say why"):
        releases.take_back(gated, NEWEST, by="lead", reason="")
    releases.take_back(gated, NEWEST, by="lead", reason="a slip")
    assert releases.published_until(gated.journal) == FIRST


def test_packs_files_and_follow_ups_of_an_unpublished_week_wait_too(
    gated: Store, become: Become, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = open_snapshot(gated)
    selection = Selection(NEWEST, place_of(snapshot.areas, snapshot.areas.top.code))
    made = briefing.make_pack(gated, snapshot, selection, permitted=gated.permitted, arranged=arrangement_of(["cover"]))
    assert made.mark.startswith(f"{PREVIEW} · DEMONSTRATION")
    briefing.keep(gated, made)
    follow_ups.add(gated, Flagged("X01", NEWEST), "right?", by="analyst")
    become(viewer="everywhere")
    store = open_store(gated.folder)
    assert (briefing.find(store, made.id), briefing.packs(store), briefing.count_packs(store)) == (None, [], 0)
    assert follow_ups.follow_ups(store) == []
    assert main(["figures", "--week", f"{NEWEST}"]) == 1
    assert "not published yet" in capsys.readouterr().err
    assert main(["briefing", "--slides", "cover", "--out", str(tmp_path / "newest.csv")]) == 0
    assert f"{FIRST}" in (tmp_path / "newest.csv").read_text(encoding="utf-8-sig")
    capsys.readouterr()
    assert main(["query", "select distinct week from figures", "--csv"]) == 0
    assert f"{NEWEST}" not in capsys.readouterr().out
    monkeypatch.setenv("CAREHOMES_MARKING", "OFFICIAL-SENSITIVE")
    assert main(["figures", "--week", f"{FIRST}", "--csv"]) == 0
    head, *lines = csv.reader(io.StringIO(capsys.readouterr().out))
    assert {line[head.index("marking")] for line in lines} == {"OFFICIAL-SENSITIVE"}
    assert main(["returns", "--json"]) == 0
    assert f"{NEWEST}" not in {one["week"] for one in json.loads(capsys.readouterr().out)}


@pytest.mark.parametrize(
    "page", ["", "clinical_leads", "what_changed", "who_has_returned", "care_homes", "briefing"] if WORLDS == 1 else PAGES
)
def test_no_page_and_no_file_tells_a_viewer_of_a_week_that_is_not_published(
    gated: Store, become: Become, open_page: Callable[..., Opened], files: dict[str, bytes], page: str
) -> None:
    become(viewer="everywhere")
    shown = open_page(gated, page, week=f"{NEWEST}")
    told = shown.html.replace(f"asks for the week {NEWEST}", "")
    assert "24 May 2020" not in told
    assert "no return has been published for it" in shown.html
    assert not [name for name, content in files.items() if "24 May" in text_of(content) or f"{NEWEST}" in text_of(content)]


def test_a_preview_says_so_on_the_page_and_in_its_files_until_it_is_published(
    gated: Store, open_page: Callable[..., Opened], files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREHOMES_MARKING", "OFFICIAL-SENSITIVE")
    shown = open_page(gated, "who_has_returned", week=f"{NEWEST}")
    head, foot = (next(text for text in shown.html.split("\n") if f'class="ch-{place}"' in text) for place in ("head", "foot"))
    assert all(mark in place for mark in (PREVIEW, "OFFICIAL-SENSITIVE") for place in (head, foot))
    csv = files["download_return_states"].decode("utf-8-sig")
    assert csv.splitlines()[:2] == ["# OFFICIAL-SENSITIVE", f"# {PREVIEW}"]
    shown.at.text_input(key="release_by").set_value("regional lead")
    shown.at.button(key="release_sign").click()
    shown.run()
    assert "Signed off: week ending Sunday 24 May 2020" in shown.html
    shown.at.text_input(key="release_by").set_value("regional lead")
    shown.at.button(key="release_publish").click()
    shown.run()
    assert PREVIEW not in shown.html
    assert "OFFICIAL-SENSITIVE" in shown.html
