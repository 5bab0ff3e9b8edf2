"""Care homes and Reference: the register's homes, the lists to settle, the register against returns; registers and alignment come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import register_homes, register_versions
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.pages.conftest import Opened
from tests.unit.files import home_file, register_file

Open = Callable[..., Opened]


def _captions(opened: Opened) -> list[str]:
    return [part.split("</caption>")[0] for part in opened.html.split("<caption>")[1:]]


def _card(html: str, title: str) -> str:
    return next(part for part in html.split('<div class="ch-kpi">') if f"<h2>{title}</h2>" in part)


@pytest.mark.parametrize(("area", "homes", "beds"), [("X9", 281, "8,969"), ("XQ1", 149, ""), ("X06", 38, ""), ("U99008", 0, "")])
def test_the_homes_of_every_area_are_counted(open_page: Open, demo_store: Store, area: str, homes: int, beds: str) -> None:
    opened = open_page(demo_store, "care_homes", week="2020-08-30", area=area)
    frame = register_homes(open_snapshot(demo_store), date(2020, 8, 30), permitted=EVERYWHERE)
    level = {"X9": "england", "XQ1": "stp", "X06": "ccg"}.get(area, "pcn")
    expected = homes or int((frame["pcn"] == area).sum())
    assert expected == int((frame[level] == area).sum()) > 0
    assert f'<span class="big">{expected}</span>' in _card(opened.html, "Homes on the register")
    if beds:
        assert f'<span class="big">{beds}</span>' in _card(opened.html, "Beds")


def test_a_pcn_across_a_border_has_all_its_homes(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "care_homes", week="2020-08-30", ccg="X02", pcn="U99008").html
    for home in ("1-990003104", "1-990003110", "1-990003117", "1-990003125"):
        assert home in html


def test_a_long_list_is_paged_and_searched(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "care_homes", week="2020-08-30")
    assert "281 homes, rows 1 to 100" in _captions(opened)
    opened.at.selectbox(key="homes_from").select(200)
    assert "281 homes, rows 201 to 281" in _captions(opened.run())
    opened.at.text_input(key="find_home").input("xx6 FENMOOR")
    opened.run()
    assert "38 homes" in _captions(opened)
    opened.at.text_input(key="find_home").input("1-990102000")
    assert "1 home" in _captions(opened.run())
    opened.at.text_input(key="find_home").input("<b>nobody</b>")
    opened.run()
    assert "None of the 281 homes here is what was asked for." in opened.html
    assert "<b>nobody" not in opened.html


def test_two_ccgs_are_both_shown(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "care_homes", week="2020-08-30")
    opened.at.selectbox(key="kept_homes").select("Commissioned by another CCG")
    opened.run()
    assert "3 homes" in _captions(opened)
    row = opened.html[opened.html.index("1-990001383") :]
    assert "<td>X01</td><td>X02</td>" in row[:200]


def test_the_lists_name_the_ccg_that_settles_them(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "care_homes", week="2020-08-30")
    assert "<td class=n>2 of 53 (4%)</td>" in opened.html
    opened.at.selectbox(key="alignment_list").select("across a CCG border")
    opened.run()
    assert "<td>NHS Calderwick CCG (X03)</td><td>Brackenshire Moor PCN (U99008)</td>" in opened.html
    assert "by the area list; the home stands in NHS Calderwick CCG (X03)" in opened.html


def test_the_register_against_returns_says_which_homes_differ(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "care_homes", week="2020-07-05", area="X02").html
    assert "X02 says 46 homes, the register lists 48 at 5 July 2020; these 4 differ." in html
    assert "it seems to be registered again as 1-990102000: use that ID" in html
    assert "XE0001 says 110 homes (week ending Sunday 31 May 2020), the register lists 110 at 31 May 2020" in html
    assert "X04 says" not in html


def test_without_a_register_the_page_says_so(open_page: Open, store: Store) -> None:
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"), "return.csv")
    html = open_page(store, "care_homes").html
    assert "There is no register, so no home is known beside those in the returns. Load one on the Reference page." in html
    assert "01T says 1 home; there is no register to hold it against." in html


def test_an_area_without_homes_says_so(open_page: Open, store: Store) -> None:
    receive(store, register_file(("1-101", "01T", 30)), "register.csv", hints=Hints(effective=date(2020, 5, 1)))
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"), "return.csv")
    html = open_page(store, "care_homes", area="01V").html
    assert "The register lists no home in NHS Southport and Formby CCG (01V)" in html


# Reference


def _upload(opened: Opened, name: str, content: bytes) -> Opened:
    opened.at.file_uploader[0].upload(name, content)
    return opened.run()


def test_a_register_comes_in_here_and_is_held_until_its_day_is_said(open_page: Open, store: Store) -> None:
    opened = _upload(open_page(store, "reference"), "register.csv", register_file(("1-101", "01T", 30)))
    assert "The file does not say from which day it holds. Say it above, under “Holds from”." in opened.html
    assert not [one for one in opened.at.button if one.key == "accept_1"]
    opened.at.date_input(key="hint_effective").set_value(date(2020, 5, 1))
    opened.run()
    assert "Ready to accept: register from 2020-05-01, 1 row." in opened.html
    assert '<th scope="col">Holds from</th>' in opened.html
    opened.at.button(key="accept_1").click()
    opened.run()
    assert "Accepted: register from 2020-05-01, 1 row." in opened.html
    assert '<th scope="row">1 May 2020</th><td>standing</td>' in opened.html
    assert len(register_versions(open_snapshot(store), permitted=EVERYWHERE)) == 1


def test_repeated_ids_are_refused_whole_and_named(open_page: Open, store: Store) -> None:
    content = register_file(("1-101", "01T", 30), ("1-102", "01T", 30), ("1-101", "01T", 30))
    opened = _upload(open_page(store, "reference"), "register_2020-05-01.csv", content)
    assert "Refused: register from 2020-05-01." in opened.html
    assert "Cell A4: the location 1-101 stands already in row 2." in opened.html
    assert not [one for one in opened.at.button if one.key == "accept_1"]
    assert store.empty


def test_a_return_is_sent_to_its_own_door(open_page: Open, store: Store, small_demo: Path) -> None:
    content = (small_demo / "returns" / "2020-05-24" / "x01-home-return.csv").read_bytes()
    content = content.replace(b"X01", b"01T").replace(b"NHS Alderbrook CCG", b"NHS South Sefton CCG")
    opened = _upload(open_page(store, "reference"), "return.csv", content)
    assert "This is a home return. Load it with the Returns page" in opened.html


def test_the_newest_two_registers_are_compared_and_add_up(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "reference")
    assert "<b>Homes:</b> 280 + 2 opened − 1 closed = <b>281</b> (net +1)" in opened.html
    assert "<b>Beds:</b> 8,930 + 64 opened − 18 closed − 7 changed = <b>8,969</b> (net +39)" in opened.html
    assert "nearly certain: no UPRN to compare, the same postcode and street address" in opened.html
    first = opened.at.selectbox(key="changes_from").options
    assert len(first) == 3
    opened.at.selectbox(key="changes_from").select(int(register_versions(open_snapshot(demo_store), permitted=EVERYWHERE)["return_id"][0]))
    opened.run()
    assert "<b>Homes:</b> 280 + 3 opened − 2 closed = <b>281</b>" in opened.html
    assert "certain: the same UPRN" in opened.html
    opened.at.selectbox(key="changes_kind").select("re-registered")
    assert "2 changes" in _captions(opened.run())


def test_files_and_findings_are_listed(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "reference").html
    assert "alignment_2020-08-01.csv" in html
    assert "the home 1-990004135 is aligned to U99014 here and to U99013 in row 152, at the same time" in html


def test_with_one_register_nothing_is_compared(open_page: Open, store: Store) -> None:
    receive(store, register_file(("1-101", "01T", 30)), "register.csv", hints=Hints(effective=date(2020, 5, 1)))
    assert "Two registers are needed to tell what changed." in open_page(store, "reference").html
