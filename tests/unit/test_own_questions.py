"""The own questions of the families: counted by hand, and counted again from the demonstration's own files in plain Python."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas.groups import group_of
from carehomes.demo import FOLDER
from carehomes.measures import HomeSaid, area_answers
from carehomes.measures import own_questions as own
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store
from ui.own_questions import _pooled

WEEK = date(2020, 8, 23)
QUESTIONS = ("clinical_lead", "lead_name", "checkin_reason_none", "testing_status", "whole_home_test_date")


def _home(number: int = 1, ccg: str = "X01", older: bool | None = True, **answers: str) -> HomeSaid:
    return HomeSaid(f"1-{number}", ccg, older, bool(answers), answers)


def _lead(number: int, name: str, ccg: str = "X01", lead: str = "yes") -> HomeSaid:
    return _home(number, ccg, clinical_lead=lead, lead_name=name)


def test_homes_per_lead_by_bands() -> None:
    homes = [_lead(1, "a"), *(_lead(10 + each, "b") for each in range(2)), *(_lead(20 + each, "c") for each in range(5))]
    homes += [_lead(30 + each, "d") for each in range(6)]
    # The same name elsewhere is another lead; no yes and no name hold nobody.
    homes += [_lead(40, "a", "X02"), _lead(41, "a", lead="no"), _home(42, clinical_lead="yes"), _home(43)]
    assert own.homes_per_lead(homes) == {"1 home": 2, "2 homes": 1, "3 to 5 homes": 1, "6 or more homes": 1}
    assert len(own.named(homes)) == 15
    assert own.homes_per_lead([_lead(each, "e") for each in range(3)])["3 to 5 homes"] == 1


def test_reasons_of_the_listed_homes_the_most_frequent_first_and_silence_last() -> None:
    homes = [_home(1, checkin_reason_none="leave"), _home(2, checkin_reason_none="sick"), _home(3, checkin_reason_none="Sick ")]
    homes += [_home(4), _home(5, checkin_reason_none="other")]
    assert list(own.reasons(homes, {"1-1", "1-2", "1-3", "1-4"}).items()) == [("sick", 2), ("leave", 1), ("not answered", 1)]
    assert own.reasons(homes, set()) == {}


def test_rungs_by_the_band_of_the_register() -> None:
    homes = [_home(1, testing_status="Declined"), _home(2), _home(3, older=False, testing_status="Declined"), _home(4, older=None)]
    none = {"Declined": 0, "not answered": 1}
    assert own.rungs(homes, ["Declined"]) == {
        own.OLDER: {"Declined": 1, "not answered": 1},
        own.OTHERS: {"Declined": 1, "not answered": 0},
        own.NOT_SAID: none,
    }
    assert list(own.rungs(homes[:1], ["Declined"])) == [own.OLDER]


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
    assert own.retest_state(_home(testing_status="In regular testing", whole_home_test_date=tested), WEEK) == state


def test_homes_not_eligible_yet_and_without_a_date_stand_apart() -> None:
    homes = [_home(1, testing_status="Not eligible yet", whole_home_test_date="2020-05-01"), _home(2), _home(3, whole_home_test_date="n/a")]
    found = own.retests(homes, WEEK)
    assert found == dict.fromkeys(own.RETEST_STATES, 0) | {"not eligible yet": 1, "date not known": 2}
    assert sum(found.values()) == len(homes)


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
        homes = area_answers(snapshot, WEEK, ccg, QUESTIONS, permitted=EVERYWHERE)
        assert {one.home_id for one in homes} == set(register), ccg
        header = names if own_headers else {name: name for name in names}
        here = {home: rows[home] for home in register if home in rows}
        assert sum(one.has_row for one in homes) == len(here)
        held = Counter(
            row[header["lead_name"]] for row in here.values() if row[header["clinical_lead"]] == "Yes" and row[header["lead_name"]]
        )
        sizes = Counter(own.LEAD_BANDS[0 if n == 1 else 1 if n == 2 else 2 if n < 6 else 3] for n in held.values())
        assert own.homes_per_lead(homes) == {band: sizes[band] for band in own.LEAD_BANDS}
        older = Counter(
            (register[home]["Service user band - Older People"] == "Y", here.get(home, {}).get(header["testing_status"]) or "not answered")
            for home in register
        )
        told = own.rungs(homes, sorted({status for _, status in older}))
        assert {status: count for (band, status), count in older.items() if band} == {
            status: count for status, count in told[own.OLDER].items() if count
        }
        assert sum(sum(counts.values()) for counts in told.values()) == len(register)
        ages = Counter()
        for home in register:
            written = here.get(home, {}).get(header["whole_home_test_date"], "")
            age = (WEEK - date.fromisoformat(written)).days if written else None
            ages["not known" if age is None or age < 0 else "fresh" if age <= 28 else "due" if age <= 35 else "overdue"] += 1
        assert list(own.retests(homes, WEEK).values())[:4] == [ages[state] for state in ("fresh", "due", "overdue", "not known")]


def test_an_area_is_the_sum_of_its_ccgs_and_of_its_pcns(snapshot: Snapshot) -> None:
    def ids(code: str, **asked: object) -> set[str]:
        return {one.home_id for one in area_answers(snapshot, WEEK, code, QUESTIONS, permitted=EVERYWHERE, **asked)}  # type: ignore[arg-type]

    ccgs = [ids(f"X0{number}") for number in range(1, 7)]
    assert set.union(*ccgs) == ids("X9")
    assert sum(map(len, ccgs)) == len(ids("X9"))
    assert ids("U99012") < ids("X03")
    older = {one.home_id for one in area_answers(snapshot, WEEK, "X9", (), permitted=EVERYWHERE) if one.older_people}
    assert ids("X9", older=True) == older
    some = sorted(ccgs[1])[0]
    group = group_of("coast", ["X01"], [some])
    assert ids(group.id, group=group) == ccgs[0] | {some}


def test_a_local_authority_is_the_homes_that_the_register_places_in_it(snapshot: Snapshot) -> None:
    with (FOLDER / "register/register_2020-08-01.csv").open(encoding="utf-8-sig", newline="") as file:
        there = {row["Location ID"] for row in csv.DictReader(file) if row["Local Authority Code"] == "XE0001"}
    everywhere = {one.home_id for one in area_answers(snapshot, WEEK, "X9", (), permitted=EVERYWHERE)}
    assert {one.home_id for one in area_answers(snapshot, WEEK, "XE0001", (), permitted=EVERYWHERE)} == there & everywhere != set()


def test_a_reader_sees_the_homes_of_the_permitted_areas_alone(snapshot: Snapshot) -> None:
    some = Permitted(frozenset({"X01"}))
    assert {one.ccg for one in area_answers(snapshot, WEEK, "X9", QUESTIONS, permitted=some)} == {"X01"}


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
