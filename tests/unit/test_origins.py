"""Where a figure comes from: every answer that counts leads to the cell that says it, and files go to those who may have them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.intake.cells import position
from carehomes.measures import Moment, figures
from carehomes.origins import Origins, original, origins
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store

MONTH = date(2020, 8, 2)


def ask(store: Store, measure: str, code: str, week: date = MONTH, **more: object) -> tuple[Snapshot, Origins]:
    snapshot = open_snapshot(store)
    return snapshot, origins(store, Moment(snapshot, week), snapshot.measures[measure], code, permitted=EVERYWHERE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("measure", ["named_lead", "homes_with_oximeter", "all_in_place", "missed_two_weeks", "oximeters_outstanding"])
def test_what_is_counted_has_cells_and_what_is_silent_has_none(measure: str, demo_store: Store) -> None:
    snapshot, found = ask(demo_store, measure, "X04")
    row = figures(snapshot, MONTH, permitted=EVERYWHERE, codes=["X04"], measures=[measure]).iloc[0]
    says = [one for one in found.homes if one.says not in ("blank", "not in the return", "no return")]
    answered = row["homes_gave"] if measure == "oximeters_outstanding" else row["denominator"] - row["not_answered"]
    assert len(found.homes) == row["denominator"] and len(says) == answered
    assert all(one.cells for one in says) and not any(one.cells for one in found.homes if one not in says)
    assert {cell.return_id for one in says for cell in one.cells} == {one.return_id for one in found.returns}


def test_a_cell_is_where_it_says_in_the_file_as_it_was_received(demo_store: Store) -> None:
    _, found = ask(demo_store, "named_lead", "X01")
    (sent,) = found.returns
    content = original(demo_store, sent, EVERYWHERE)
    assert content is not None and sent.submitter == "X01" and sent.state == "standing" and sent.received_at <= sent.accepted_at
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    for one in found.homes:
        for cell in one.cells:
            row, column = position(cell.at)
            line = lines[row - 1]
            assert line[column - 1].strip() == cell.text and one.home in line


def test_a_carried_answer_leads_to_the_week_that_it_is_carried_from(demo_store: Store) -> None:
    _, found = ask(demo_store, "homes_with_oximeter", "X01", date(2020, 7, 19))
    carried = {one.home: one.cells[0].week for one in found.homes if one.says.endswith("[e]")}
    # Planted: ten homes leave the column blank from the week ending 12 July on.
    assert carried["1-990001114"] == date(2020, 7, 5)


def test_a_total_leads_to_the_row_of_its_pcn(demo_store: Store) -> None:
    _, found = ask(demo_store, "residents_with_pcsp", "X03")
    (total,) = found.totals
    assert (total.ccg, total.pcn) == ("X03", "U99012")
    assert {cell.field for cell in total.cells} == {
        f"{name}, {part}" for name in ("residents", "residents_with_pcsp") for part in ("sum", "homes")
    }
    _, whole = ask(demo_store, "named_lead", "X05", date(2020, 5, 17))
    assert [(one.pcn, bool(one.cells)) for one in whole.totals] == [("", True)]


def test_a_file_goes_to_those_who_may_see_all_of_it(demo_store: Store) -> None:
    _, found = ask(demo_store, "named_lead", "X04")
    sent = found.returns[0]
    assert original(demo_store, sent, Permitted(frozenset({"X04", "X06"}))) is not None
    assert original(demo_store, sent, Permitted(frozenset({"X06"}))) is None
    assert original(demo_store, sent, Permitted(frozenset())) is None


def test_findings_and_reasons_stand_beside_the_return(demo_store: Store) -> None:
    # X05 sends a home that is not on the register, in each of its returns.
    _, found = ask(demo_store, "named_lead", "X05")
    assert any(row["code"] == "home_not_registered" for one in found.returns for row in one.findings)
