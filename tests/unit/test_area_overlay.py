"""Code lists laid over the area list: what a list says decides, what it does not say stays."""

from __future__ import annotations

from datetime import date

from carehomes.areas import Area, AreaList
from carehomes.areas.names import readable_name
from carehomes.areas.overlay import Said, gather, overlay
from carehomes.areas.problems import Practice, list_problems

MARCH = date(2020, 3, 31)


def ccg(code: str, closed: date | None = None, successor: str = "", opened: date | None = None) -> Area:
    return Area(code, "ccg", f"NHS {code} CCG", "", "QYG", opened, closed, successor)


BASE = AreaList([ccg("00A", MARCH, "01A"), ccg("01A", opened=date(2020, 4, 1)), ccg("02A")])


def test_blank_fields_and_other_codes_stay() -> None:
    laid = overlay(
        BASE, [[Said("ccg", "02A", {"code": "02A", "name": "NHS Renamed CCG"}), Said("ccg", "03A", {"code": "03A", "name": "New"})]]
    )
    assert [one.code for one in laid.areas] == ["00A", "01A", "02A", "03A"]
    assert laid.get("02A") == Area("02A", "ccg", "NHS Renamed CCG", "", "QYG", None, None, "")
    assert laid.get("00A") == BASE.get("00A")
    assert BASE.get("03A") is None


def test_the_later_list_decides() -> None:
    one = [Said("ccg", "02A", {"code": "02A", "name": "First", "closed": "2020-06-30"})]
    two = [Said("ccg", "02A", {"code": "02A", "name": "Second"})]
    laid = overlay(BASE, [one, two]).get("02A")
    assert laid is not None
    assert (laid.name, laid.closed) == ("Second", date(2020, 6, 30))


def test_an_area_that_is_only_added_says_nothing_of_one_that_is_there() -> None:
    laid = overlay(
        BASE, [[Said("new ccg", "02A", {"code": "02A", "name": "Other"}), Said("new ccg", "03A", {"code": "03A", "name": "New"})]]
    )
    assert [laid.get(code).name for code in ("02A", "03A")] == ["NHS 02A CCG", "New"]  # type: ignore[union-attr]


def test_a_lineage_changes_only_what_does_not_lead_there_already() -> None:
    def led(code: str, successor: str) -> Said:
        return Said("lineage", code, {"code": code, "successor": successor, "closed": "2021-03-31"})

    new = Said("new ccg", "Z9Z9Z", {"code": "Z9Z9Z", "name": "Merged", "parent": "QYG", "opened": "2021-04-01"})
    # The oldest code comes first in the file, and still reaches the new one by way of its own successor.
    laid = overlay(BASE, [[new, led("00A", "Z9Z9Z"), led("01A", "Z9Z9Z"), led("02A", "02A")]])
    assert laid.get("00A") == BASE.get("00A")
    assert laid.get("02A") == BASE.get("02A")
    assert [laid.open_in("00A", day) for day in (date(2020, 5, 17), date(2021, 3, 31), date(2021, 4, 1))] == ["01A", "01A", "Z9Z9Z"]
    alone = overlay(BASE, [[new, led("00A", "Z9Z9Z")]]).get("01A")
    assert alone is not None
    assert (alone.closed, alone.successor) == (date(2021, 3, 31), "Z9Z9Z")


def test_facts_are_gathered_by_row_and_part() -> None:
    cells = [("", 2, "ccg", "code", "01T"), ("", 2, "stp", "code", "QYG"), ("", 2, "ccg", "name", "South"), ("", 3, "ccg", "name", "lost")]
    assert gather(cells) == [Said("ccg", "01T", {"code": "01T", "name": "South"}, "", 2), Said("stp", "QYG", {"code": "QYG"}, "", 2)]


def test_names_in_capitals_become_readable() -> None:
    assert [
        readable_name(one)
        for one in ("NHS SOUTH SEFTON CCG", "LYTHAM ST ANNE'S & ANSDELL (LSA) PCN", "STANFORD-LE-HOPE PCN", "SS9 PCN", "The HMG PCN")
    ] == ["NHS South Sefton CCG", "Lytham St Anne's & Ansdell (LSA) PCN", "Stanford-le-Hope PCN", "SS9 PCN", "The HMG PCN"]


def test_what_stands_out_is_listed() -> None:
    def pcn(code: str, name: str, parent: str, closed: date | None = None) -> Area:
        return Area(code, "pcn", name, "", parent, None, closed, "")

    areas = AreaList([*BASE.areas, pcn("U1", "Harbour PCN", "01A"), pcn("U2", "THE HARBOUR", "02A", MARCH), pcn("U3", "Dunes PCN", "00A")])
    lines = [
        Practice("P1", "One", "01A", "U1"),
        Practice("P2", "Two", "02A", "U1"),
        Practice("P3", "Three", "01A", "U1", from_day=date(2020, 1, 1), to_day=MARCH),
        Practice("P3", "Three", "01A", "U3", from_day=MARCH),
        Practice("P4", "Four", "01A", "U1", to_day=MARCH),
        Practice("P4", "Four", "01A", "U3", from_day=date(2020, 4, 1)),
    ]
    found = [(one.problem, one.code) for one in list_problems(areas, lines, date(2020, 5, 17))]
    assert found == [
        ("closed PCN", "U2"),
        ("same name", "U1"),
        ("same name", "U2"),
        ("PCN under a closed CCG", "U3"),
        ("practice of another CCG", "P2"),
        ("practice in two PCNs", "P3"),
    ]
    assert ("closed PCN", "U2") not in [(one.problem, one.code) for one in list_problems(areas, lines, MARCH)]
