"""Texts that want to be markup, links, pictures or formulas, in every place where somebody can write: pages and files show them as text."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.areas import Group
from carehomes.cli.main import main
from carehomes.exports import csv_file
from carehomes.intake.desk import receive
from carehomes.ledger import arrangements, groups, mappings, notes, saved_views
from carehomes.ledger.arrangements import arrangement_of
from carehomes.ledger.model import Hints
from carehomes.ledger.notes import Note
from carehomes.plain_cells import no_formula_within
from carehomes.snapshots import publish
from carehomes.store import Store, open_store
from tests.access.test_borders import files
from tests.conftest import PAGES, WORLDS
from tests.pages.conftest import Opened
from tests.unit.files import home_file, register_file
from ui.text import literal

__all__ = ["files"]
WEEK = date(2020, 5, 17)
#: Markup, and Markdown that fetches a picture from elsewhere, short enough for any box.
NASTY = "<img src=x onerror=y>![p](//e.ex/p)"
FORMULA = "=1+1,=2+2"
#: What a spreadsheet takes for the beginning of a formula.
SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str]:
    """A store in which every text is nasty, and the id of a group in it."""
    store = open_store(tmp_path_factory.mktemp("words") / "store")
    register = register_file(("1-101", "01T", 30), ("1-102", "01T", 60), ("1-103", "01T", 20)).decode()
    register = register.replace("Home 1-101", NASTY).replace("Home 1-102", FORMULA.replace(",", ";"))
    receive(store, register.encode(), f"{NASTY}.csv", hints=Hints(effective=date(2020, 5, 1)), publish_after=False)
    rows = (f"1-101,no,{NASTY},U1,{NASTY}", f"1-102,yes,{FORMULA.split(',')[0]},U2,@SUM(1)")
    sent = home_file(f"{WEEK}", "01T", "home_id,clinical_lead,lead_name,pcn_code,pcn_name", *rows)
    assert receive(store, sent, f"{NASTY}.csv", reasons={"pcn_not_listed": NASTY}).outcome == "accepted"
    group = groups.save(store, Group(f"{NASTY} {FORMULA}", ("01T",), ("1-101",)))
    saved_views.save(store, saved_views.view_of(NASTY, "testing", {"area": "01T"}), by=NASTY)
    notes.add(store, Note("outbreak", f"{NASTY} {FORMULA}", WEEK, WEEK, NASTY))
    arrangements.save(store, NASTY, arrangement_of(["cover"], NASTY, FORMULA), by=NASTY)
    mappings.remember(store, "home", "", (NASTY,), {NASTY: ""})
    publish(store)
    return store, group.id


def _nodes(opened: Opened) -> list[Any]:
    nodes: list[Any] = [opened.at.main, opened.at.sidebar]
    for node in nodes:
        nodes += list(getattr(node, "children", {}).values())
    return nodes


def _held(opened: Opened) -> None:
    """Hold everything on a page to its kind: HTML and charts without a tag of ours, labels without Markdown of ours."""
    for node in _nodes(opened):
        proto, kind = getattr(node, "proto", None), getattr(node, "type", "")
        if kind == "plotly_chart":
            assert "<img" not in proto.spec
        elif kind == "html":
            assert "<img src=x" not in str(node.value)
        elif proto is not None:
            for name in ("label", "help", "body", "text"):
                assert "![p](" not in str(getattr(proto, name, "")), (kind, name)


def _no_formula(name: str, content: bytes) -> None:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = [one for one in book.namelist() if "/worksheets/sheet" in one]
            assert all(b"<f>" not in book.read(one) and b"<hyperlink" not in book.read(one) for one in sheets), name
    elif "csv" in name or content.startswith(b"\xef\xbb\xbf"):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            for cell in row:
                number = cell.replace(".", "", 1).removeprefix("-").isdecimal()
                assert number or not cell.lstrip().startswith(SIGNS), (name, cell)


OPEN = ["returns", "notes", "care_homes", "clinical_leads", "briefing", "query"]


@pytest.mark.parametrize("page", ["", *PAGES] if WORLDS > 1 else OPEN)
def test_no_page_and_no_file_takes_a_text_for_more(
    ground: tuple[Store, str], page: str, open_page: Callable[..., Opened], files: dict[str, bytes]
) -> None:
    store, group = ground
    own = {"sql": f'select name as "=1+1", \'{NASTY}\' as "{NASTY}" from homes'}
    asked = own if page == "query" else {"group": group, "week": f"{WEEK}"}
    opened = open_page(store, page, **asked)
    for key in ("query_run", "views"):
        if any(one.key == key for one in opened.at.button):
            opened.at.button(key=key).click()
            opened.run()
    if page == "briefing":
        opened.at.selectbox(key="arrangement_chosen").select(NASTY)
        opened.run()
    assert "src=x" in opened.html or page in ("about", "accessibility", "methods", "rules", "definitions")
    _held(opened)
    for name, content in files.items():
        _no_formula(name, content)


def test_headers_of_a_file_on_the_desk_are_text_too(ground: tuple[Store, str], open_page: Callable[..., Opened]) -> None:
    store, _ = ground
    opened = open_page(store, "returns")
    content = home_file("2020-05-24", "01T", f"home_id,clinical_lead,{NASTY},Lead clinicians namd", "1-101,no,<b>x</b>,yes")
    opened.at.file_uploader[0].upload(f"{NASTY}.csv", content)
    opened.run()
    assert "&lt;img src=x" in opened.html
    _held(opened)
    opened.at.selectbox(key="change_mapping").select(1)
    _held(opened.run())


def test_figures_for_a_spreadsheet_hold_no_formula(
    ground: tuple[Store, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(ground[0].folder))
    assert main(["figures", "--week", f"{WEEK}", "--csv"]) == 0
    _no_formula("figures.csv", capsys.readouterr().out.encode())
    assert main(["query", "select 1 as \"=2\", '@x' as b", "--csv"]) == 0
    _no_formula("query.csv", capsys.readouterr().out.encode())


def test_a_note_above_a_table_is_no_formula_wherever_it_is_cut() -> None:
    held = csv_file(['x,=1+1; \t@SUM(1) ,"=2","+3', "-- select a,\uff1d1"], pd.DataFrame({"=1": ["\r=2", "\u00a0=3", -4]}))
    _no_formula("csv", held)
    assert no_formula_within("87%, down from 90%; week ending 17 May") == "87%, down from 90%; week ending 17 May"


@given(st.text(alphabet="".join(SIGNS) + ',;" a1#', max_size=12))
def test_no_text_is_a_formula_in_any_cell(text: str) -> None:
    _no_formula("csv", csv_file([text], pd.DataFrame({"a": [text]})))


def test_a_label_shows_exactly_the_characters() -> None:
    assert literal("a *b* [c](d) :red[e] $f$ <i> \n g") == "a \\*b\\* \\[c\\]\\(d\\) \\:\u2060red\\[e\\] \\$f\\$ \\<i\\> g"
    # Neither an address nor an icon can be found in it.
    assert literal("https://e.ex WWW.e.ex a@e.ex :a:") == "https\\:\u2060\\/\\/e\\.ex WWW\u2060\\.e\\.ex a\u2060\\@e\\.ex \\:\u2060a\\:"
    assert literal("NHS Alderbrook CCG (X01)") == "NHS Alderbrook CCG \\(X01\\)"


def test_what_a_pack_says_as_a_page_is_text(ground: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(ground[0].folder))
    asked = ["briefing", "--area", "01T", "--week", f"{WEEK}", "--anyway", "--title", NASTY, "--slides", "cover", "changed", "attention"]
    for ending in ("html", "csv", "xlsx"):
        path = tmp_path / f"pack.{ending}"
        assert main([*asked, "--out", str(path)]) == 0
        content = path.read_bytes()
        _no_formula(path.name, content)
        if ending == "html":
            assert b"<img src=x" not in content and b"&lt;img" in content


def test_what_the_journal_keeps_is_the_text_itself(ground: tuple[Store, str]) -> None:
    assert [one.text for one in notes.notes(ground[0])] == [f"{NASTY} {FORMULA}"]
    assert NASTY in json.dumps([one.name for one in arrangements.arrangements(ground[0])])
