"""The own questions of the families: counted by hand, and counted again from the demonstration's own files in plain Python."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas.groups import group_of
from carehomes.charts.readings import readings
from carehomes.demo import FOLDER
from carehomes.measures import HomesSaid, area_answers, figures
from carehomes.measures import own_questions as own
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store
from ui.own_questions import _pooled

WEEK = date(2020, 8, 23)


def _lead(name: str, homes: int = 1, ccg: str = "X01", lead: str = "yes") -> HomesSaid:
    return HomesSaid(homes, lead, name, ccg)


def test_homes_per_lead_by_bands() -> None:
    homes = [_lead("a"), _lead("b", 2), _lead("c", 2), _lead("c", 3), _lead("d", 6)]
    # The same name elsewhere is another lead; no yes and no name hold nobody.
    homes += [_lead("a", ccg="X02"), _lead("a", lead="no"), _lead(""), _lead("", lead="")]
    assert own.homes_per_lead(homes) == {"1 home": 2, "2 homes": 1, "3 to 5 homes": 1, "6 or more homes": 1}
    assert own.counted(own.named(homes)) == 15
    assert own.homes_per_lead([_lead("e", 3)])["3 to 5 homes"] == 1


def test_reasons_the_most_frequent_first_and_silence_last() -> None:
    said = [HomesSaid(1, "leave"), HomesSaid(1, ""), HomesSaid(1, "sick"), HomesSaid(1, "Sick ")]
    assert list(own.reasons(said).items()) == [("sick", 2), ("leave", 1), ("not answered", 1)]
    assert own.reasons([]) == {}


def test_rungs_by_the_band_of_the_register() -> None:
    said = [HomesSaid(1, "Declined", older_people=True), HomesSaid(2, older_people=True), HomesSaid(1, "Declined", older_people=False)]
    assert own.rungs([*said, HomesSaid(1)], ["Declined"]) == {
        own.OLDER: {"Declined": 1, "not answered": 2},
        own.OTHERS: {"Declined": 1, "not answered": 0},
        own.NOT_SAID: {"Declined": 0, "not answered": 1},
    }
    assert list(own.rungs(said[:1], ["Declined"])) == [own.OLDER]


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (0, "tested in the last 28 days"),
        (28, "tested in the last 28 days"),
        (29, "retest due"),
        (35, "retest due"),
        (36, "retest overdue"),
        (-1, "date not known"),
    ],
)
def test_a_retest_is_due_after_28_days_and_overdue_a_week_later(days: int, state: str) -> None:
    tested = (WEEK - timedelta(days=days)).isoformat()
    assert own.retest_state(HomesSaid(1, "In regular testing", tested), WEEK) == state


def test_homes_not_eligible_yet_and_without_a_date_stand_apart() -> None:
    homes = [HomesSaid(1, "Not eligible yet", "2020-05-01"), HomesSaid(1), HomesSaid(2, "", "n/a")]
    found = own.retests(homes, WEEK)
    assert found == dict.fromkeys(own.RETEST_STATES, 0) | {"not eligible yet": 1, "date not known": 3}
    assert sum(found.values()) == own.counted(homes)


def _file(ccg: str) -> dict[str, dict[str, str]]:
    """Return the rows of a CCG's return of the week by home, by the headers of its file."""
    lines = (FOLDER / f"returns/{WEEK}/{ccg.lower()}-home-return.csv").read_text(encoding="utf-8-sig").splitlines()
    start = next(place for place, line in enumerate(lines) if line.lower().replace("_", " ").startswith("week ending,"))
    rows = list(csv.DictReader(lines[start:]))
    home = next(name for name in rows[0] if name in ("home_id", "CQC location ID"))
    return {row[home]: row for row in rows}


def _register(ccg: str) -> dict[str, dict[str, str]]:
    """Return the homes of the register of 1 August 2020 that stand in a CCG in the week, by ID."""
    with (FOLDER / "register/register_2020-08-01.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Location ONSPD CCG Code"] == ccg and row["Care home?"] == "Y"]
    return {
        row["Location ID"]: row
        for row in rows
        if not row["Location HSCA start date"] or datetime.strptime(row["Location HSCA start date"], "%d/%m/%Y").date() <= WEEK
    }


@pytest.fixture(scope="module")
def snapshot(demo_store: Store) -> Snapshot:
    return open_snapshot(demo_store)


def test_the_demonstration_counted_again_from_its_files(snapshot: Snapshot) -> None:
    names = {
        "clinical_lead": "Named clinical lead in place?",
        "lead_name": "Name of the clinical lead",
        "testing_status": "Testing status",
        "whole_home_test_date": "Date of the last whole-home test",
    }
    for ccg, own_headers in (("X01", False), ("X02", True), ("X04", False), ("X06", True)):
        register, rows = _register(ccg), _file(ccg)
        leads = area_answers(snapshot, WEEK, ccg, "clinical_lead", "lead_name", permitted=EVERYWHERE, by_ccg=True)
        tests = area_answers(snapshot, WEEK, ccg, "testing_status", "whole_home_test_date", permitted=EVERYWHERE)
        assert own.counted(leads) == own.counted(tests) == len(register), ccg
        header = names if own_headers else {name: name for name in names}
        here = {home: rows[home] for home in register if home in rows}
        assert own.counted(one for one in tests if one.has_row) == len(here)
        held = Counter(
            row[header["lead_name"]] for row in here.values() if row[header["clinical_lead"]] == "Yes" and row[header["lead_name"]]
        )
        sizes = Counter(own.LEAD_BANDS[0 if n == 1 else 1 if n == 2 else 2 if n < 6 else 3] for n in held.values())
        assert own.homes_per_lead(leads) == {band: sizes[band] for band in own.LEAD_BANDS}
        older = Counter(
            (register[home]["Service user band - Older People"] == "Y", here.get(home, {}).get(header["testing_status"]) or "not answered")
            for home in register
        )
        told = own.rungs(tests, sorted({status for _, status in older}))
        assert {status: count for (band, status), count in older.items() if band} == {
            status: count for status, count in told[own.OLDER].items() if count
        }
        assert sum(sum(counts.values()) for counts in told.values()) == len(register)
        ages = Counter()
        for home in register:
            written = here.get(home, {}).get(header["whole_home_test_date"], "")
            age = (WEEK - date.fromisoformat(written)).days if written else None
            ages["not known" if age is None or age < 0 else "fresh" if age <= 28 else "due" if age <= 35 else "overdue"] += 1
        assert list(own.retests(tests, WEEK).values())[:4] == [ages[state] for state in ("fresh", "due", "overdue", "not known")]


def _ids(snapshot: Snapshot, code: str, every: set[str], **asked: Any) -> set[str]:
    """Return which of the homes ``every`` are asked in an area, one by one."""
    return {home for home in every if area_answers(snapshot, WEEK, code, "", permitted=EVERYWHERE, homes=[home], **asked)}


def test_every_home_is_asked_where_it_counts(snapshot: Snapshot) -> None:
    def count(code: str, **asked: Any) -> int:
        return own.counted(area_answers(snapshot, WEEK, code, "clinical_lead", permitted=EVERYWHERE, **asked))

    registers = [_register(f"X0{number}") for number in range(1, 7)]
    assert [count(f"X0{number}") for number in range(1, 7)] == [len(one) for one in registers]
    every: dict[str, dict[str, str]] = {home: row for one in registers for home, row in one.items()}
    assert count("X9") == count("X99") == count("X9", areas="now") == len(every)
    older = [row for row in every.values() if row["Service user band - Older People"] == "Y"]
    assert count("X9", older=True) == len(older)
    there = [row for row in every.values() if row["Local Authority Code"] == "XE0001"]
    assert count("XE0001") == len(there) > 0
    some = min(registers[1])
    group = group_of("coast", ["X01"], [some])
    assert _ids(snapshot, group.id, {some, min(registers[0]), min(registers[2])}, group=group) == {some, min(registers[0])}
    assert count(group.id, group=group) == len(registers[0]) + 1


def test_a_pcn_has_the_homes_that_its_figures_count(snapshot: Snapshot) -> None:
    frame = figures(snapshot, WEEK, permitted=EVERYWHERE, measures=["named_lead"])
    for one in readings(frame):
        if one.level == "pcn" and not one.within:
            assert own.counted(area_answers(snapshot, WEEK, one.code, "", permitted=EVERYWHERE)) == one.registered, one.code


def test_a_reader_sees_the_homes_of_the_permitted_areas_alone(snapshot: Snapshot) -> None:
    some = Permitted(frozenset({"X01"}))
    said = area_answers(snapshot, WEEK, "X9", "clinical_lead", permitted=some, by_ccg=True)
    assert {one.ccg for one in said} == {"X01"}
    assert own.counted(said) == len(_register("X01"))


def test_many_reasons_are_drawn_as_eight_bars_and_none_is_lost() -> None:
    counts = {f"reason {number}": 20 - number for number in range(12)} | {"not answered": 3}
    drawn = _pooled(counts, "not answered")
    assert list(drawn)[-2:] == ["other reasons", "not answered"]
    assert len(drawn) == 9
    assert sum(drawn.values()) == sum(counts.values())
    few = {"leave": 2, "not answered": 1}
    assert _pooled(few, "not answered") == few
    said = {f"reason {number}": 20 for number in range(3)} | {"other reasons": 9} | {f"why {number}": 1 for number in range(8)}
    assert sum(_pooled(said, "not answered").values()) == sum(said.values())
