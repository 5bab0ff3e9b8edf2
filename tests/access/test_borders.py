"""Every page and every file as somebody who may see one CCG: nothing of another is drawn, whatever the address asks for."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from carehomes import briefing
from carehomes.access import ROLES
from carehomes.areas import Group
from carehomes.ledger import follow_ups, groups, mappings, notes, saved_views
from carehomes.ledger.arrangements import arrangement_of
from carehomes.ledger.follow_ups import Flagged
from carehomes.ledger.notes import Note
from carehomes.measures.names import home_names
from carehomes.selection import Selection, place_of
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from tests.access.conftest import Become
from tests.conftest import SOME_PAGES, WORLDS
from tests.pages.conftest import Opened

WEEK = date(2020, 5, 24)
OWN, OTHER = "X01", "X05"
#: What stands in notes, views and groups of others.
SECRET = "Ospreys"


@dataclass(frozen=True)
class Ground:
    """A store in which others left something, and what of it nobody else may read: words, and the ids that open it."""

    store: Store
    forbidden: frozenset[str]
    group: str
    view: str
    pack: str
    home: str
    returned: int


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, _small_loaded: Store) -> Ground:
    folder = tmp_path_factory.mktemp("borders") / "store"
    shutil.copytree(_small_loaded.folder, folder)
    store = open_store(folder)
    snapshot = open_snapshot(store)
    homes = [one for one in home_names(snapshot, permitted=snapshot.permitted) if one.ccg not in (OWN, "")]
    strange = next(one.code for one in homes if one.ccg == OTHER)
    group = groups.save(store, Group(f"{SECRET} homes", (), (strange,)))
    groups.save(store, Group(f"{SECRET} area", (OTHER,)))
    view = saved_views.save(store, saved_views.view_of(f"{SECRET} view", "testing", {"area": OTHER}), by="analyst")
    notes.add(store, Note("outbreak", f"{SECRET} closed", WEEK, WEEK, "analyst", OTHER))
    follow_ups.add(store, Flagged(OTHER, WEEK, f"{SECRET} 7", measure="named_lead", area=OTHER), f"{SECRET}?", by="analyst")
    mappings.remember(store, "home", OTHER, ("a",), {SECRET: ""})
    selection = Selection(WEEK, place_of(snapshot.areas, OWN))
    cover = arrangement_of(["cover"], SECRET)
    pack = briefing.keep(store, briefing.make_pack(store, snapshot, selection, permitted=snapshot.permitted, arranged=cover))
    number = next(one.seq for one in store.journal.entries() if one.submitter == OTHER and one.action == "accepted")
    listed = [one for one in snapshot.areas.areas if one.level in ("ccg", "pcn") and OWN not in (one.code, one.parent)]
    words = {text for one in listed for text in (one.code, one.name)} | {one.code for one in homes} | {SECRET}
    return Ground(store, frozenset(words), group.id, view.id, pack.id, strange, number)


@cache
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![\w-]){re.escape(one)}(?![\w-])" for one in sorted(words)))


def found_in(text: str, words: frozenset[str]) -> set[str]:
    """Return where forbidden words stand in a text as words, each with what stands around it."""
    return {text[max(0, one.start() - 80) : one.end() + 40] for one in _pattern(words).finditer(text)}


def text_of(content: bytes) -> str:
    """Return what a file says: of a package every part of it."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(text_of(book.read(name)) for name in book.namelist())


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Every file that a page offers, taken as a click would take it; those of a card are offered where its tab is open."""
    monkeypatch.setattr(TabContainer, "open", property(lambda self: True, lambda self, value: None))
    taken: dict[str, bytes] = {}
    offered = st.download_button

    def recorded(label: str, data: Any, *arguments: Any, **more: Any) -> Any:
        content = data() if callable(data) else data
        taken[str(more.get("key", label))] = content.encode() if isinstance(content, str) else content
        return offered(label, data, *arguments, **more)

    monkeypatch.setattr(st, "download_button", recorded)
    monkeypatch.setattr(st.delta_generator.DeltaGenerator, "download_button", lambda self, *one, **more: recorded(*one, **more))
    return taken


def drawn(opened: Opened, address: dict[str, str]) -> str:
    """Return everything that is sent to the browser, but the sheet of style and what repeats the address."""
    nodes: list[Any] = [opened.at.main, opened.at.sidebar]
    told = []
    for node in nodes:
        nodes += list(getattr(node, "children", {}).values())
        told.append(str(getattr(node, "proto", "")))
        value = getattr(node, "value", "") if getattr(node, "type", "") in ("html", "arrow_data_frame", "code") else ""
        told.append(value.to_csv() if isinstance(value, pd.DataFrame) else str(value))
    text = "\n".join(one for one in told if "<style>" not in one)
    for key, quoted in address.items():
        text = text.replace(f"{key}={quoted}", "").replace(f'value: "{quoted}"', "")
        text = text.replace(f"“{quoted}”", "").replace(f"\\342\\200\\234{quoted}\\342\\200\\235", "")
    return text


def _address(ground: Ground, page: str) -> dict[str, str]:
    """Return what somebody would try who guesses what others see, page by page another thing."""
    own = {
        "where_from": {"area": OTHER, "return": str(ground.returned)},
        "briefing": {"pack": ground.pack},
        "care_homes": {"home": ground.home, "area": OTHER},
        "care_plans": {"group": ground.group},
        "testing": {"view": ground.view},
        "pulse_oximeters": {"ccg": OTHER, "pcn": "U99017"},
        "weekly_checkins": {"la": "XE0003"},
        "explore": {"by": "ccg", "measure": "named_lead"},
    }
    return own.get(page, {"area": OTHER})


@pytest.mark.parametrize("page", SOME_PAGES)
def test_no_page_and_no_file_tells_of_another_ccg(
    ground: Ground, page: str, become: Become, open_page: Callable[..., Opened], files: dict[str, bytes]
) -> None:
    # Every role is held to the same areas: each page tries one, a long run all.
    place = SOME_PAGES.index(page)
    for role in ROLES if WORLDS > 1 else ROLES[place % 4 : place % 4 + 1]:
        become(**{role: [OWN]})
        address = _address(ground, page)
        shown = open_page(ground.store, page, **address)
        assert found_in(drawn(shown, address), ground.forbidden) == set()
        assert {name: found for name, content in files.items() if (found := found_in(text_of(content), ground.forbidden))} == {}
        assert "your areas" in shown.html or page in ("definitions", "methods", "rules", "about", "accessibility")
