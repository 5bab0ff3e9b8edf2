"""Roles and areas: who is who, which CCGs an area code stands for on a day, what each role may do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carehomes.access import ACTIONS, EVERYBODY, EVERYWHERE, ROLES, Grant, Person, permitted_of, person_here, read_people, refusal, scope
from carehomes.access.people import of_claims, signed_in, system_user
from carehomes.areas import Area, AreaList

DAY = date(2020, 6, 1)


def area(code: str, level: str, parent: str = "", closed: date | None = None, successor: str = "", opened: date | None = None) -> Area:
    return Area(code, level, f"Area {code}", "", parent, opened, closed, successor)


AREAS = AreaList(
    [
        area("E", "england"),
        area("R1", "region", "E"),
        area("R2", "region", "E"),
        area("S1", "stp", "R1"),
        area("S2", "stp", "R2"),
        area("A", "ccg", "S1", date(2020, 3, 31), "D"),
        area("B", "ccg", "S1", date(2020, 3, 31), "D"),
        area("D", "ccg", "S1", opened=date(2020, 4, 1)),
        area("C", "ccg", "S2"),
        area("P1", "pcn", "D"),
        area("P2", "pcn", "C"),
        area("L1", "la", "R1"),
        area("L2", "la", "R2"),
    ]
)


@pytest.mark.parametrize(
    ("codes", "day", "found"),
    [
        (["C"], DAY, {"C"}),
        (["D"], DAY, {"A", "B", "D"}),
        (["A"], DAY, {"A", "B", "D"}),
        (["A"], date(2020, 3, 31), {"A"}),
        (["R1"], DAY, {"A", "B", "D", "L1"}),
        (["S2"], DAY, {"C"}),
        (["L2"], DAY, {"L2"}),
        (["E"], DAY, {"A", "B", "C", "D", "L1", "L2"}),
        (["P1", "none"], DAY, set()),
    ],
)
def test_a_code_stands_for_its_ccgs_with_those_that_they_came_from_and_became(codes: list[str], day: date, found: set[str]) -> None:
    assert scope(codes, AREAS, day) == found


def test_what_may_be_seen_is_that_of_all_roles_and_everything_is_everywhere() -> None:
    both = Person("x", (Grant("viewer", frozenset({"C"})), Grant("submitter", frozenset({"D"}))))
    assert permitted_of(both, AREAS, DAY) == EVERYWHERE
    assert permitted_of(Person("x", both.grants[:1]), AREAS, DAY).ccgs == {"C"}
    assert permitted_of(Person("x"), AREAS, DAY).ccgs == frozenset()
    assert permitted_of(EVERYBODY, AREAS, DAY) == EVERYWHERE


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says_and_only_in_its_areas(action: str, role: str) -> None:
    own, whole = (Person("x", (Grant(role, areas),)) for areas in (frozenset({"C"}), None))  # type: ignore[arg-type]
    enough = ROLES.index(role) >= ROLES.index(ACTIONS[action].role)  # type: ignore[arg-type]
    assert (refusal(whole, action, ["D"], AREAS, DAY) == "") is enough
    assert (refusal(own, action, ["C"], AREAS, DAY) == "") is (enough and not ACTIONS[action].everywhere)
    assert (refusal(own, action, ["P2"], AREAS, DAY) == "") is (enough and not ACTIONS[action].everywhere)
    for foreign in ("D", "R2", "E", "", "L2", "nothing"):
        assert refusal(own, action, ["C", foreign], AREAS, DAY)
    assert refusal(Person("x"), action, None, AREAS, DAY).endswith("Ask whoever looks after this installation.")
    assert refusal(EVERYBODY, action, ["D"], AREAS, DAY) == ""


def test_a_role_reaches_only_as_far_as_it_was_given() -> None:
    person = Person("x", (Grant("viewer"), Grant("submitter", frozenset({"C"}))))
    assert refusal(person, "submit", ["C"], AREAS, DAY) == ""
    assert (
        refusal(person, "submit", ["D"], AREAS, DAY)
        == "You may take in, withdraw, undo or record a return only for your own organisations (C)."
    )


def test_claims_are_role_and_code_and_everything_else_grants_nothing() -> None:
    told = ["viewer:r1", "submitter:C", "administrator", "owner:C", ":", "viewer:", 7]
    found = of_claims({"sub": "s", "carehomes": told}, "carehomes")
    assert found == Person("s", (Grant("viewer", frozenset({"R1"})), Grant("submitter", frozenset({"C"}))))
    assert of_claims({"sub": "s", "carehomes": "viewer:R1 viewer:everywhere"}, "carehomes").grants == (Grant("viewer"),)
    assert of_claims({"sub": "s", "carehomes": 7}, "carehomes").grants == ()
    assert of_claims({"sub": "s"}, "carehomes").grants == ()


def test_the_people_file_goes_before_claims_and_without_a_subject_nobody_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "people.toml"
    path.write_text('[[people]]\nid = "s"\nviewer = ["x01"]\nadministrator = "everywhere"\n', encoding="utf-8")
    monkeypatch.setenv("CAREHOMES_PEOPLE", str(path))
    claims = {"carehomes": ["viewer:everywhere"]}
    assert signed_in({**claims, "sub": "s"}).grants == (Grant("viewer", frozenset({"X01"})), Grant("administrator"))
    assert signed_in({**claims, "sub": "t"}).grants == (Grant("viewer"),)
    assert signed_in(claims) == Person("?")
    assert person_here() == Person(system_user())
    monkeypatch.delenv("CAREHOMES_PEOPLE")
    assert person_here() == EVERYBODY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[people]]\nviewer = []", "without an id"),
        ('[[people]]\nid = "a"\nowner = []', "“owner” of a"),
        ('[[people]]\nid = "a"\nviewer = "X01"', "a list of codes"),
        ('[[people]]\nid = "a"\n[[people]]\nid = "a"', "names a twice"),
        ("people = 1", "[[people]] and nothing else"),
        ("nonsense", "cannot be read"),
    ],
)
def test_a_people_file_that_is_off_lets_nobody_in(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "people.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="people file") as error:
        read_people(path)
    assert told in str(error.value)


def test_a_reader_s_list_has_her_areas_what_is_in_them_and_what_lies_above() -> None:
    seen = AREAS.seen(frozenset({"C"}))
    assert [one.code for one in seen.areas] == ["E", "R2", "S2", "C", "P2", "L2"]
    assert seen.top.name == "Area E (your areas)"
    assert (seen.areas[1].name, seen.areas[-1].name) == ("Area R2", "Area L2 (your areas)")
    assert AREAS.seen(frozenset({"D"})).get("A") is None
