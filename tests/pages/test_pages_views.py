"""Local authorities, own groups, homes for older people, areas as now: chosen on every page, told beside every figure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.areas import group_of
from carehomes.charts.readings import Reading, readings
from carehomes.demo import load_demo
from carehomes.intake.desk import receive
from carehomes.ledger import groups
from carehomes.measures import figures
from carehomes.provenance import Provenance
from carehomes.selection import Place, Selection, read
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from tests.conftest import OF_COUNCILS, SOME_PAGES
from tests.pages.conftest import FAMILIES, PAGES, Opened
from tests.pages.test_pages_parts import AREAS, WEEKS
from tests.unit.files import home_file, register_file
from ui.text import literal

Open = Callable[..., Opened]
WEEK = date(2020, 8, 23)
OLDER = "homes for older people only"
#: Pages whose figures are of homes; elsewhere there is nothing to limit.
OF_HOMES = [
    "",
    *FAMILIES,
    "care_model",
    "area_profile",
    "explore",
    "care_homes",
    "lead_register",
    "compare_areas",
    "what_changed",
    "where_from",
]


@pytest.fixture
def grouped(demo_store: Store, tmp_path: Path) -> Store:
    """The demonstration, in which a test may save groups."""
    folder = tmp_path / "grouped"
    shutil.copytree(demo_store.folder, folder)
    return open_store(folder)


@pytest.fixture(scope="session")
def merged(tmp_path_factory: pytest.TempPathFactory, small_demo: Path) -> Store:
    """Two weeks in which two CCGs merge after the first one."""
    folder = tmp_path_factory.mktemp("merged")
    shutil.copytree(small_demo, folder / "files")
    path = folder / "files" / "areas.csv"
    text = path.read_text(encoding="utf-8")
    for line in [line for line in text.splitlines() if line.startswith(("X01,", "X02,"))]:
        code, level, name, _, parent, *_ = line.split(",")
        text = text.replace(line, f"{code},{level},{name},,{parent},,2020-05-20,X07,invented")
    path.write_text(text.rstrip("\n") + "\nX07,ccg,NHS Alder and Bracken CCG,,XQ1,2020-05-21,,,invented\n", encoding="utf-8")
    store = open_store(folder / "store")
    load_demo(store, folder / "files")
    return store


def _own(store: Store, measure: str = "named_lead", **view: object) -> Reading:
    frame = figures(open_snapshot(store), WEEK, permitted=EVERYWHERE, measures=[measure], **view)  # type: ignore[arg-type]
    return next(one for one in readings(frame) if not one.within)


@pytest.mark.parametrize(("place", "page"), list(enumerate(["", *PAGES])))
def test_every_page_says_what_is_chosen_and_its_links_keep_it(open_page: Open, demo_store: Store, place: int, page: str) -> None:
    # By turns, so that the suite stays short.
    address = ({"area": "X03", "homes": "older"}, {"la": "XE0002"}, {"area": "X03", "homes": "older", "areas": "now"})[place % 3]
    opened = open_page(demo_store, page, week="2020-08-23", **address)
    kept = "&".join(f"{key}={value}" for key, value in address.items())
    assert set(opened.links().values()) == {f"week=2020-08-23&{kept}"}
    foot = opened.html[opened.html.index('class="ch-foot"') :]
    if address.get("areas") == "now":
        assert "areas as now" in foot
    if "la" in address:
        assert "<p>Calder and Dun (demonstration) (XE0002) · week ending" in opened.html
        # The councils' forms have returners of their own: this one sent its form a week later.
        head, told = "<b>2 of 2 CCGs with homes in it returned</b>", "returns received 2 of 2 CCGs with homes in it · "
        if page in OF_COUNCILS:
            head, told = "<b>Forms received 0 of 1 council", "forms received 0 of 1 council"
        assert head in opened.html
        assert told in foot
    if "homes" in address:
        assert (OLDER in foot) is (page in OF_HOMES)
        assert (f"(X03), {OLDER} · week" in opened.html) is (page in OF_HOMES)


def test_a_page_that_cannot_be_limited_says_so(open_page: Open, demo_store: Store) -> None:
    for page in ("la_status", "returns"):
        assert "all homes (this page cannot limit them)" in open_page(demo_store, page, homes="older").html


@pytest.mark.parametrize("page", [one for one in OF_HOMES if one not in ("what_changed", "where_from", "area_profile", "explore")])
def test_an_authority_shows_its_own_homes_and_those_of_each_ccg(open_page: Open, demo_store: Store, page: str) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", la="XE0002")
    assert "NHS Calderwick CCG (X03)" in opened.html and "NHS Dunmere CCG (X04)" in opened.html
    assert "NHS Alderbrook CCG (X01)" not in opened.html
    if page == "clinical_leads":
        one = _own(demo_store, codes=["XE0002"])
        assert f"{one.yes} of {one.all} homes</a><small>range " in opened.html
        assert f"{one.in_totals} of them reported as totals" in opened.html
        labels = opened.figure("chart_areas_named_lead")["layout"]["yaxis"]["ticktext"]
        assert len(labels) == 2
        assert "CCGs compared" in opened.html


@pytest.mark.parametrize("page", [page for page in OF_HOMES if page in SOME_PAGES or page in ("", "clinical_leads")])
def test_homes_for_older_people_are_fewer_and_marked(open_page: Open, demo_store: Store, page: str) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", area="X03", homes="older")
    plain, older = _own(demo_store, codes=["X03"]), _own(demo_store, codes=["X03"], older=True)
    assert (older.all or 0) < (plain.all or 0)
    if page == "clinical_leads":
        assert f"{older.yes} of {older.all} homes</a><small>range " in opened.html
        assert f"by area; {OLDER}</h2>" in opened.html
    if page == "":
        assert f"Only homes of: NHS Calderwick CCG (X03), {OLDER}" in opened.html
        assert "homes=older&amp;" in opened.html
    if page == "care_homes":
        assert f'<span class="big">{older.registered}</span>' in opened.html
    assert "of homes of every kind" in opened.html


def test_a_group_is_chosen_by_its_id_and_shows_what_its_sender_saw(open_page: Open, grouped: Store) -> None:
    first = groups.save(grouped, group_of("Coast <b>homes</b>", ["X01", "U99013"]))
    opened = open_page(grouped, "clinical_leads", week="2020-08-23", group=first.id)
    one = _own(grouped, group=first)
    assert f"{one.yes} of {one.all} homes</a><small>range " in opened.html
    assert "<p>Coast &lt;b&gt;homes&lt;/b&gt; (own group) · week ending" in opened.html
    assert "<b>2 of 2 CCGs with homes in it returned</b>" in opened.html
    assert "<b>homes" not in opened.html
    newer = groups.save(grouped, group_of("Coast <b>homes</b>", ["X02"]))
    again = open_page(grouped, "clinical_leads", week="2020-08-23", group=first.id)
    assert f"{one.yes} of {one.all} homes</a><small>range " in again.html
    assert "is shown as it was when the link was made; a newer one has this name" in again.html
    assert again.at.selectbox(key="filter_group").options == ["None", newer.name, f"{first.name} (not in the list any more)"]


def test_a_group_in_one_ccg_is_compared_by_pcns(open_page: Open, grouped: Store) -> None:
    group = groups.save(grouped, group_of("Two networks", ["U99013", "U99014"]))
    opened = open_page(grouped, "clinical_leads", week="2020-08-23", group=group.id)
    assert len(opened.figure("chart_areas_named_lead")["layout"]["yaxis"]["ticktext"]) == 2
    assert "PCNs compared" in opened.html
    assert 'href="?week=2020-08-23&amp;pcn=U99013"' in open_page(grouped, week="2020-08-23", group=group.id).html


def test_a_view_takes_the_place_of_every_other_area(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "testing", week="2020-08-23", ccg="X03", pcn="U99012", measure="residents_tested")
    opened.at.selectbox(key="filter_la").select("XE0001")
    opened.run()
    assert opened.at.query_params == {"week": "2020-08-23", "la": "XE0001", "measure": "residents_tested"}
    opened.at.segmented_control(key="filter_homes").set_value("older")
    opened.run()
    assert opened.at.query_params["homes"] == "older"
    opened.at.selectbox(key="filter_ccg").select("X04")
    opened.run()
    assert opened.at.query_params == {"week": "2020-08-23", "area": "X04", "homes": "older", "measure": "residents_tested"}


def test_a_group_is_made_saved_and_shown(open_page: Open, grouped: Store) -> None:
    opened = open_page(grouped, "clinical_leads", week="2020-08-23", area="X01")
    opened.at.button(key="group_make").click()
    opened.run()
    assert opened.at.multiselect(key="group_members").value == ["X01"]
    opened.at.text_input(key="group_name").set_value("Coast homes")
    opened.at.text_input(key="group_find").set_value("fenmor")
    opened.run()
    assert opened.at.button(key="group_add_X06").label == literal("+ NHS Fenmoor CCG (X06)")
    opened.at.button(key="group_add_X06").click()
    opened.run()
    assert opened.at.multiselect(key="group_members").value == ["X01", "X06"]
    opened.at.text_area(key="group_homes").set_value("1-990005256,\n1-99")
    opened.run()
    opened.at.button(key="group_save").click()
    opened.run()
    assert "“1-99” is the code of no area and no home here." in opened.html
    assert groups.groups(grouped) == []
    opened.at.text_area(key="group_homes").set_value("1-990005256")
    opened.run()
    opened.at.button(key="group_save").click()
    opened.run()
    (saved,) = groups.groups(grouped)
    assert saved.group == group_of("Coast homes", ["X01", "X06"], ["1-990005256"])
    assert opened.at.query_params == {"week": "2020-08-23", "group": saved.group.id}
    assert f'<a href="?week=2020-08-23&amp;group={saved.group.id}"' in opened.html
    opened.at.button(key="group_hide").click()
    opened.run()
    assert groups.groups(grouped) == []
    assert "Coast homes (own group) · week ending" in opened.html


def test_without_a_register_a_sentence_says_why(open_page: Open, store: Store) -> None:
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"), "leads.csv")
    for page in ("", "clinical_leads"):
        opened = open_page(store, page, homes="older")
        assert "The register says which homes are for older people, and there is none for the week ending" in opened.html
        assert not opened.keys
        opened = open_page(store, page, la="E08000014")
        assert "The register says in which local authority a home stands, and there is none" in opened.html
        assert not opened.keys
    group = groups.save(store, group_of("Mine", [], ["1-101"]))
    assert "1 of 1 homes" in open_page(store, "clinical_leads", group=group.id).html


def test_a_register_that_does_not_say_it_and_an_authority_without_homes(open_page: Open, store: Store) -> None:
    receive(store, register_file(("1-101", "01T", 30)), "register_2020-05-01.csv")
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"), "leads.csv")
    html = open_page(store, "clinical_leads", homes="older").html
    assert "Which homes are for older people is not said by the register of 1 May 2020, 1 homes." in html
    assert "No home of Knowsley (E08000011) is on the register of 1 May 2020" in open_page(store, "testing", la="E08000011").html


def test_the_care_homes_of_a_group_and_of_a_link(open_page: Open, grouped: Store) -> None:
    group = groups.save(grouped, group_of("Coast homes", ["U99013", "XE0001"], ["1-990005256"]))
    one = _own(grouped, group=group)
    assert f'<span class="big">{one.registered}</span>' in open_page(grouped, "care_homes", week="2020-08-23", group=group.id).html
    opened = open_page(grouped, "care_homes", week="2020-08-23", ccg="X05", home="1-990005256")
    assert opened.at.text_input(key="find_home").value == "1-990005256"
    assert "<caption>1 home<" in opened.html


def test_the_search_leads_to_areas_and_homes_and_keeps_the_rest(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03", homes="older", measure="all_in_place")
    opened.at.text_input(key="find").set_value("fenmor")
    opened.run()
    assert 'href="?week=2020-08-23&amp;homes=older&amp;area=X06&amp;measure=all_in_place"' in opened.html
    assert 'href="?week=2020-08-23&amp;homes=older&amp;ccg=X06&amp;pcn=U99021&amp;measure=all_in_place"' in opened.html
    opened.at.text_input(key="find").set_value("1-990001100")
    opened.run()
    assert 'href="care_homes?week=2020-08-23&amp;homes=older&amp;ccg=X01&amp;home=1-990001100"' in opened.html
    opened.at.text_input(key="find").set_value("XE0001")
    opened.run()
    assert 'href="?week=2020-08-23&amp;homes=older&amp;la=XE0001&amp;measure=all_in_place"' in opened.html
    opened.at.text_input(key="find").set_value("qqqq")
    assert "No area or home is found." in opened.run().html
    opened.at.text_input(key="find").set_value("q")
    assert "Type at least two letters." in opened.run().html


@pytest.mark.parametrize("page", SOME_PAGES)
def test_predecessors_count_under_their_successor_as_now(open_page: Open, merged: Store, page: str) -> None:
    opened = open_page(merged, page, week="2020-05-17", area="X07", areas="now")
    assert "<p>NHS Alder and Bracken CCG (X07) · week ending Sunday 17 May 2020</p>" in opened.html
    assert ("<b>Forms received " if page in OF_COUNCILS else "<b>2 of 2 CCGs returned</b>, covering ") in opened.html
    if page == "who_has_returned":
        rows = re.findall(r'<th scope="row" class="area">[^<]*\((X\d\d)\)', opened.html)
        assert {"X01", "X02"} <= set(rows), rows
    if page == "clinical_leads":
        trend = next(one for one in opened.figure("chart_trend_named_lead")["data"] if one["name"] == "Share of all homes")
        # What came after the merger under the old codes was refused: a gap.
        assert trend["y"][0] is not None
    told = open_page(merged, page, week="2020-05-17", area="X01", areas="now").html
    assert "NHS Alderbrook CCG (X01) has closed; with areas as now its successor is shown: NHS Alder and Bracken CCG (X07)." in told
    assert "NHS Alder and Bracken CCG (X07) was not open in the week" in open_page(merged, page, week="2020-05-17", area="X07").html


def test_another_ccg_than_that_of_the_pcn_is_said(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "testing", week="2020-08-23", ccg="X05", pcn="U99008").html
    assert "(U99008) has no home under NHS Eastlow CCG (X05); it is shown under NHS Brackenshire CCG (X02)." in html
    html = open_page(demo_store, "testing", week="2020-08-23", ccg="X05", la="XE0001").html
    assert "The address also asks for NHS Eastlow CCG (X05), in which Brackenvale (demonstration) (XE0001) does not lie." in html
    assert "which page" not in html
    assert "the homes “young”; it may say older. All homes are shown." in open_page(demo_store, "testing", homes="young").html


def test_files_say_which_homes_and_areas(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    group = group_of("Coast homes", ["X01"], ["1-990005256"])
    chosen = Selection(WEEK, Place("group", group.id, group.name), "now", older=True, group=group)
    told = Provenance(snapshot, chosen, None)
    name = told.file_name("named_lead")
    assert name.startswith(f"care-home-support_named_lead_group-{group.id.replace('-', '')}_older-people_areas-now_week-2020-08-23_as-at-")
    notes = told.notes("Homes with a named clinical lead")
    assert f"Coast homes (own group), {OLDER}" in notes
    assert f"Own group {group.id}: areas X01; homes 1-990005256" in notes
    assert notes.index(OLDER) < notes.index("areas as now")


def test_the_address_reads_and_writes_views() -> None:
    group = group_of("Mine", ["C3"])
    found = {group.id: group}.get
    address = {"week": "2020-05-17", "group": group.id, "homes": "older", "areas": "now"}
    selection, told = read(address, weeks=WEEKS, areas=AREAS, pcns=[], find_group=found)
    assert (selection.group, selection.older, told, selection.params()) == (group, True, [], address)
    plain, _ = read({"homes": "all"}, weeks=WEEKS, areas=AREAS, pcns=[])
    assert not plain.older
