"""Headers of real publications, by the facts of their manifest: rows of group headings are found, and no return is made of them."""

from __future__ import annotations

import json

import pytest

from carehomes.intake.cells import Sheet
from carehomes.intake.heads import groups_above, heads
from carehomes.intake.read import read
from carehomes.intake.recognise import LOOKED_AT
from carehomes.intake.unreadable import UnreadableError
from tests.unit.intake_ground import SHARED, look

MESSY = SHARED / "cases" / "messy"
pytestmark = pytest.mark.skipif(not MESSY.exists(), reason="the shared folder of cases is not beside the project")
FACTS = {one["file"]: one.get("expected_facts", {}) for one in json.loads((MESSY / "manifest.json").read_text())} if MESSY.exists() else {}


def _sheet(file: str, name: str) -> Sheet:
    return next(one for one in read((MESSY / file).read_bytes()) if one.name == name)


def test_group_headings_of_a_publication_reach_over_their_columns() -> None:
    file = "nhse_beds_overnight_q3_2019_20.xlsx"
    facts = FACTS[file]
    sheet = _sheet(file, facts["sheet"])
    ways = groups_above(sheet.rows, facts["header_row"])
    assert len(ways) >= 2
    assert ways[1] == [sheet.rows[facts["group_header_row"] - 1]]
    found = heads([*ways[1], sheet.rows[facts["header_row"] - 1]])
    groups = {texts[0] for texts in found.values() if len(texts) == 2}
    assert {"Available", "Occupied", "% Occupied"} <= groups
    # A row of the table has no headings.
    assert groups_above(sheet.rows, facts["first_data_row"] + 3) == [[]]


@pytest.mark.parametrize("file", [*FACTS])
def test_no_publication_is_taken_for_a_return_that_waits_for_a_person(file: str) -> None:
    told = look((MESSY / file).read_bytes(), file) if (MESSY / file).is_file() else None
    assert told is None or (told.kind, told.asked, told.needs) == ("", (), ())


def test_every_header_row_of_every_sheet_can_be_looked_at() -> None:
    for file in FACTS:
        if not (MESSY / file).is_file():
            continue
        try:
            sheets = read((MESSY / file).read_bytes())
        except UnreadableError:
            continue
        for sheet in sheets:
            for number in range(1, min(LOOKED_AT, len(sheet.rows)) + 1):
                for way in groups_above(sheet.rows, number):
                    assert all(heads([*way, sheet.rows[number - 1]]).values())
