"""Every door through which something is decided, as somebody who may not: a plain sentence, and nothing is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from carehomes.access import Grant, NotAllowedError, Person
from carehomes.areas import Group
from carehomes.demo import FOLDER, load_demo
from carehomes.intake.closing import allow_late, close_week, reopen_week
from carehomes.intake.decide import REFERENCES, RETURNS
from carehomes.intake.desk import receive, receive_many
from carehomes.intake.undo import nil_return, undo, undoable, withdraw
from carehomes.ledger import follow_ups, groups, mappings, notes, saved_views, told_counts
from carehomes.ledger.follow_ups import Flagged
from carehomes.ledger.journal import Journal
from carehomes.ledger.model import Hints
from carehomes.ledger.notes import Note
from carehomes.ledger.told_counts import ToldCount
from carehomes.store import Store, open_store
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
OWN, OTHER = "01T", "01V"
REGISTER = register_file(("1-101", OWN, 30), ("1-102", OTHER, 60))


def person(**roles: list[str] | None) -> Person:
    return Person("s", tuple(Grant(role, None if areas is None else frozenset(areas)) for role, areas in roles.items()))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("doors") / "store")
    receive(store, REGISTER, "register.csv", hints=Hints(effective=date(2020, 5, 1)), publish_after=False)
    for code, home in ((OWN, "1-101"), (OTHER, "1-102")):
        receive(store, home_file(f"{WEEK}", code, "home_id,clinical_lead", f"{home},yes"), f"{code}.csv", publish_after=False)
    notes.add(store, Note("event", "told", WEEK, WEEK, "analyst", OTHER))
    notes.add(store, Note("event", "told", WEEK, WEEK, "analyst"))
    follow_ups.add(store, Flagged(OTHER, WEEK), "right?", by="analyst")
    follow_ups.add(store, Flagged(OWN, WEEK), "right?", by="analyst")
    mappings.remember(store, "home", "", ("a",), {"A": ""})
    mappings.remember(store, "home", OTHER, ("b",), {"B": ""})
    close_week(store, date(2020, 5, 10), by="analyst", reason="told")
    return store


COUNT = ToldCount("E08000014", WEEK, "1.1", 3, None, None, "words", "confirmed", "analyst")
NOTE = Note("event", "told", WEEK, WEEK, "analyst", OWN)
#: A door, and the least role that may go through it for its own CCG; '' where no role of one CCG may.
DOORS: dict[str, tuple[str, Callable[[Store], object]]] = {
    "accept": (
        "submitter",
        lambda store: receive(store, home_file(f"{WEEK}", OWN, "home_id,clinical_lead", "1-101,no"), "a.csv", kinds=RETURNS),
    ),
    "check": ("submitter", lambda store: receive_many(store, [("a.csv", b"")], decide=False, kinds=RETURNS)),
    "nil": ("submitter", lambda store: nil_return(store, OWN, date(2020, 5, 24))),
    "withdraw": ("submitter", lambda store: withdraw(store, "home", OWN, WEEK)),
    "undo": ("submitter", lambda store: undo(store, "home", OWN, WEEK)),
    "map": ("submitter", lambda store: mappings.remember(store, "home", OWN, ("c",), {"C": ""})),
    "answer": ("submitter", lambda store: follow_ups.answer(store, 2, "yes", by="analyst")),
    "follow up": ("approver", lambda store: follow_ups.add(store, Flagged(OWN, WEEK), "right?", by="analyst")),
    "close follow-up": ("approver", lambda store: follow_ups.close(store, 2, "settled", by="analyst")),
    "note": ("approver", lambda store: notes.add(store, NOTE)),
    "allow late": ("approver", lambda store: allow_late(store, date(2020, 5, 10), OWN, by="analyst", reason="flood")),
    "view": ("viewer", lambda store: saved_views.save(store, saved_views.view_of("A", "testing", {}), by="analyst")),
    "group": ("viewer", lambda store: groups.save(store, Group("A", (OWN,)))),
    "reference": ("", lambda store: receive(store, REGISTER, "register.csv", kinds=REFERENCES)),
    "register": ("", lambda store: withdraw(store, return_id=1)),
    "close": ("", lambda store: close_week(store, WEEK, by="analyst", reason="told")),
    "reopen": ("", lambda store: reopen_week(store, date(2020, 5, 10), by="analyst", reason="told")),
    "note everywhere": ("", lambda store: notes.add(store, Note("event", "told", WEEK, WEEK, "analyst"))),
    "withdraw note everywhere": ("", lambda store: notes.withdraw(store, 2, by="analyst", reason="told")),
    "map for all": ("", lambda store: mappings.remember(store, "home", "", ("c",), {"C": ""})),
    "forget for all": ("", lambda store: mappings.forget(store, 1)),
    "count": ("", lambda store: told_counts.decide(store, COUNT)),
    "demonstration": ("", lambda store: load_demo(store, FOLDER)),
    "nil of another": ("", lambda store: nil_return(store, OTHER, date(2020, 5, 24))),
    "withdraw another's": ("", lambda store: withdraw(store, "home", OTHER, WEEK)),
    "undo another's": ("", lambda store: undo(store, "home", OTHER, WEEK)),
    "map for another": ("", lambda store: mappings.remember(store, "home", OTHER, ("c",), {"C": ""})),
    "late entry of another": ("", lambda store: allow_late(store, date(2020, 5, 10), OTHER, by="analyst", reason="flood")),
    "follow up another": ("", lambda store: follow_ups.add(store, Flagged(OTHER, WEEK), "right?", by="analyst")),
    "note of another": ("", lambda store: notes.add(store, Note("event", "told", WEEK, WEEK, "analyst", OTHER))),
}
ROLES = ("viewer", "submitter", "approver", "administrator")


def written(journal: Journal) -> list[list[tuple[object, ...]]]:
    statements = (
        "closing_entries",
        "note_entries",
        "follow_up_entries",
        "view_entries",
        "told_count_entries",
        "group_entries",
        "mapping_entries",
    )
    return [[*((journal.last_seq(),),)], *(journal.rows(one) for one in statements)]


@pytest.mark.parametrize("door", DOORS)
def test_no_door_opens_to_a_lesser_role_or_another_organisation(loaded: Store, door: str) -> None:
    least, deed = DOORS[door]
    before = written(loaded.journal)
    for role in ROLES[: ROLES.index(least)] if least else ROLES:
        with pytest.raises(NotAllowedError, match=r"^You (may|are not allowed to) .*\.$"):
            deed(loaded.held_by(person(**{role: [OWN]})))
    # To whom nothing is shown there may be nothing to decide about either.
    with pytest.raises(ValueError, match=r"^(You are not allowed to|There is no follow-up) "):
        deed(loaded.held_by(Person("nobody")))
    assert written(loaded.journal) == before


@pytest.mark.parametrize("door", [one for one, (least, _) in DOORS.items() if least])
def test_each_door_opens_to_the_role_that_it_takes(tmp_path: Path, loaded: Store, door: str) -> None:
    shutil.copytree(loaded.folder, tmp_path / "own")
    store = open_store(tmp_path / "own", person=person(**{DOORS[door][0]: [OWN]}))
    DOORS[door][1](store)


def test_what_is_another_s_is_as_if_it_were_not(loaded: Store) -> None:
    store = loaded.held_by(person(administrator=[OWN]))
    assert [one.area for one in notes.notes(store)] == [""]
    assert [one.flagged.submitter for one in follow_ups.follow_ups(store)] == [OWN]
    assert [one.submitter for one in mappings.mappings(store)] == [""]
    assert undoable(store, RETURNS) == []
    with pytest.raises(ValueError, match="There is no note 1 to withdraw"):
        notes.withdraw(store, 1, by="analyst", reason="told")
    with pytest.raises(ValueError, match="There is no follow-up 1"):
        follow_ups.answer(store, 1, "yes", by="analyst")
    with pytest.raises(ValueError, match="There is no mapping 2 to forget"):
        mappings.forget(store, 2)


def test_a_file_with_returns_of_two_is_taken_for_the_own_one_alone_and_tells_nothing_of_the_other(tmp_path: Path, loaded: Store) -> None:
    shutil.copytree(loaded.folder, tmp_path / "own")
    store = open_store(tmp_path / "own", person=person(submitter=[OWN]))
    both = f"week_ending,ccg_code,home_id,clinical_lead\n{WEEK},{OWN},1-101,no\n{WEEK},{OTHER},1-102,no\n{WEEK},{OTHER},1-999,no\n".encode()
    told = receive(store, both, "both.csv", publish_after=False)
    assert [(one.submitter, one.outcome) for one in told.decisions] == [(OWN, "accepted"), (OTHER, "refused")]
    assert {one.code for one in told.decisions[1].findings} == {"not_yours"}
    assert "1-999" not in " ".join(told.sentences)
    stand = [one for one in store.journal.entries() if one.action == "accepted" and one.submitter == OTHER]
    assert len(stand) == 1
    assert stand[0].decided_at < datetime.now(UTC)
