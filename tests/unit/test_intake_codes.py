"""Codes that are on no list: what is meant is suggested where it is beyond doubt, and a PCN's code never stops a return."""

from __future__ import annotations

from datetime import date

import pytest

from carehomes.areas import Area, AreaList
from carehomes.intake.codes import suggested
from carehomes.intake.context import Context
from carehomes.ledger.model import Examined
from tests.unit.intake_ground import AREAS, QUESTIONS, codes, finding, look, only


def pcn(code: str, name: str, ccg: str, closed: date | None = None) -> Area:
    return Area(code, "pcn", name, "", ccg, date(2019, 10, 1), closed, "")


LISTED = Context(
    AreaList(
        [
            *AREAS.areas,
            pcn("U10001", "Crosby & Maghull PCN", "01T"),
            pcn("U10002", "Bootle PCN", "01T"),
            pcn("U10003", "Gone PCN", "01T", date(2020, 5, 10)),
            pcn("U10004", "Last Week PCN", "01T", date(2020, 5, 17)),
            pcn("U20001", "Formby PCN", "01V"),
            pcn("U30001", "Dales PCN", "00D"),
        ]
    ),
    QUESTIONS,
)
HEAD = "week_ending | ccg_code | home_id | pcn_code | pcn_name | clinical_lead"


def ask(*rows: str, ccg: str = "01T") -> Examined:
    lines = [f"17/05/2020 | {ccg} | 1-{number} | {row} | yes" for number, row in enumerate(rows, start=101)]
    return look("\n".join([HEAD, *lines]), context=LISTED)


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("U99999 | Bootle PCN", "U10002 (Bootle PCN)"),
        ("U99999 | CROSBY AND MAGHULL", "U10001 (Crosby & Maghull PCN)"),
        ("U10012 | ", "U10002 (Bootle PCN)"),
        ("U99999 | Botle", "U10002 (Bootle PCN)"),
    ],
)
def test_a_pcn_that_is_not_listed_is_told_with_the_nearest_of_its_ccg(written: str, near: str) -> None:
    told = ask(written, written)
    one = finding(told, "pcn_not_listed")
    assert (one.severity, one.cell) == ("query", "D2")
    assert f"Did you mean {near}, the nearest of NHS South Sefton CCG (01T)? If not, check the code." in one.message
    assert not only(told).stopped


def test_where_the_list_has_no_pcn_of_the_ccg_nothing_is_said() -> None:
    assert codes(ask("U99999 | Bootle", ccg="10Q")) == []


def test_a_pcn_that_had_closed_or_is_across_the_border() -> None:
    told = ask("U10003 | ", "U10004 | ", "U20001 | ", "n/a | ")
    assert codes(told) == [("pcn_closed", "D2"), ("pcn_of_other_ccg", "D4")]
    assert finding(told, "pcn_closed").message.startswith("Cell D2: Gone PCN (U10003) closed on 10 May 2020")
    across = finding(told, "pcn_of_other_ccg")
    assert (across.severity, "NHS Southport and Formby CCG (01V)" in across.message) == ("note", True)


def test_a_pcn_under_a_ccg_that_merged_is_its_successors() -> None:
    assert codes(ask("U30001 | ", ccg="84H")) == []


def test_an_unknown_ccg_with_a_known_name_is_suggested() -> None:
    told = look(
        "week_ending | ccg_code | ccg_name | home_id | clinical_lead\n17/05/2020 | 01Y | South Sefton | 1-101 | yes", context=LISTED
    )
    one = finding(told, "ccg_unknown")
    assert one.severity == "error"
    assert one.message.endswith("The name beside it is that of NHS South Sefton CCG (01T): did you mean 01T?")


@pytest.mark.parametrize(
    ("code", "name", "meant"),
    [
        ("01X", "NHS South Sefton CCG", "01T"),
        ("01X", "South Seften", "01T"),
        ("01TT", "Suoth Sefton", "01T"),
        ("01X", "", ""),
        ("01X", "Nowhere", ""),
        ("99X", "South Seften", ""),
    ],
)
def test_a_code_alone_suggests_nothing(code: str, name: str, meant: str) -> None:
    sentence = suggested(code, name, AREAS)
    assert (meant in sentence) if meant else sentence == ""
