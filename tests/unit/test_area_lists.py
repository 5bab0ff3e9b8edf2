"""Code lists in a store: laid over the shipped list, known from a moment on, withdrawn without a trace in today's figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas import AreaList
from carehomes.cli.main import main
from carehomes.intake.desk import receive
from carehomes.intake.undo import withdraw
from carehomes.ledger.model import Hints
from carehomes.measures import figures, list_problems, practices
from carehomes.settings import read_settings
from carehomes.snapshots import current_number, open_moment, open_snapshot, publish
from carehomes.snapshots.catalogue_tables import definitions_digest
from carehomes.store import Store
from tests.conftest import PROJECT, SHARED, needs_shared
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
HEAD = "code,level,name,parent,opened,closed,successor"
MERGED = f"{HEAD}\n01T,ccg,,,,2020-05-10,09Z\n01V,ccg,,,,2020-05-10,09Z\n09Z,ccg,NHS Mersey Coast CCG,QYG,2020-05-11,,\n".encode()
PCNS = b"pcn_code,pcn_name,ccg_code,open_date,close_date\nU98765,HARBOUR PCN,01T,20191001,20200510\nU98766,DUNES PCN,01T,20191001,\n"
PRACTICES = (
    b"practice_code,practice_name,practice_ccg_code,pcn_code,pcn_ccg_code,relationship_start,relationship_end\n"
    b"N84001,COAST SURGERY,01T,U98766,01T,20191001,\nN84002,BORDER SURGERY,01V,U98766,01T,20191001,\n"
)


def moment(hour: int) -> datetime:
    return datetime(2020, 5, 20, hour, tzinfo=UTC)


def take(store: Store, content: bytes, name: str, hour: int) -> int:
    receipt = receive(
        store, content, name, hints=Hints(effective=date(2020, 5, 1)), reasons={"*": "a test"}, decided_at=moment(hour), publish_after=False
    )
    assert receipt.outcome == "accepted", receipt.sentences
    return next(one.return_id for one in receipt.decisions if one.return_id)


def homes(store: Store, code: str, as_at: datetime | None = None) -> tuple[int, int] | None:
    """Return (yes, homes) of an area's named leads, None where it has no figure."""
    found = figures(open_moment(store, as_at=as_at), WEEK, permitted=EVERYWHERE, codes=[code], measures=["named_lead"])
    rows = found[(found["code"] == code) & (found["within"] == "")]
    return (int(rows.iloc[0]["yes"]), int(rows.iloc[0]["denominator"])) if len(rows) else None


@pytest.fixture
def loaded(store: Store) -> Store:
    take(store, register_file(("1-101", "01T", 30), ("1-102", "01T", 60), ("1-103", "01V", 10)), "register.csv", 8)
    # Sent by a neighbour: a list may not close a CCG for weeks that it returned itself.
    leads = home_file("2020-05-17", "99A", "home_id,clinical_lead,pcn_code,pcn_name", "1-101,yes,U98765,harbour", "1-102,yes,U98766,dunes")
    take(store, leads, "leads.csv", 9)
    return store


def test_a_list_recomputes_everything_and_a_withdrawal_takes_it_back(loaded: Store) -> None:
    assert (homes(loaded, "01T"), homes(loaded, "01V")) == ((2, 2), (0, 1))
    number = take(loaded, MERGED, "areas.csv", 10)
    assert open_snapshot(loaded).areas.get("09Z") is not None
    # The week is after the merger: the homes of both stand under the successor, and nothing is left under the old codes.
    assert (homes(loaded, "01T"), homes(loaded, "01V"), homes(loaded, "09Z")) == (None, None, (2, 3))
    assert homes(loaded, "01T", moment(9)) == (2, 2)
    assert homes(loaded, "09Z", moment(9)) is None
    assert withdraw(loaded, return_id=number, decided_at=moment(11)).sentence == "Withdrawn: code list. Nothing of it stands."
    assert (homes(loaded, "01T"), homes(loaded, "01V"), homes(loaded, "09Z")) == ((2, 2), (0, 1), None)
    assert homes(loaded, "09Z", moment(10)) == (2, 3)
    assert "09Z" in {one.code for one in loaded.areas(moment(10)).areas}
    assert loaded.areas().get("09Z") is None


def test_an_older_snapshot_keeps_the_list_that_it_was_made_with(loaded: Store) -> None:
    before = publish(loaded)
    take(loaded, MERGED, "areas.csv", 10)
    old = open_snapshot(loaded, before).areas.get("01T")
    new = open_snapshot(loaded).areas.get("01T")
    assert old is not None and new is not None
    assert (old.successor, new.successor, new.closed) == ("", "09Z", date(2020, 5, 10))
    assert [one.code for one in open_snapshot(loaded, before).areas.areas] == [
        one.code for one in AreaList.read(*loaded.area_list_paths).areas
    ]


def test_several_lists_stand_side_by_side_and_the_same_bytes_change_nothing(loaded: Store) -> None:
    take(loaded, MERGED, "areas.csv", 10)
    take(loaded, PCNS, "pcns.csv", 11)
    assert {loaded.areas().get(code) is not None for code in ("09Z", "U98765")} == {True}
    again = receive(loaded, PCNS, "pcns again.csv")
    assert (again.outcome, again.sentences[0]) == ("unchanged", "Nothing to do: this code list is already there, word for word.")


def test_a_list_may_not_close_a_ccg_for_weeks_that_it_returned(loaded: Store) -> None:
    take(loaded, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,no"), "own.csv", 10)
    receipt = receive(loaded, MERGED, "areas.csv", decided_at=moment(11))
    assert receipt.outcome == "refused"
    told = "Cell F2: by these dates NHS South Sefton CCG (01T) was not open in 1 of the weeks for which its returns stand"
    assert told in " ".join(receipt.sentences)
    assert homes(loaded, "01T") == (1, 2)


def test_a_list_is_not_withdrawn_from_under_the_returns_of_a_ccg_that_it_brought(loaded: Store) -> None:
    number = take(loaded, MERGED, "areas.csv", 10)
    take(loaded, home_file("2020-05-17", "09Z", "home_id,clinical_lead", "1-103,yes"), "new.csv", 11)
    refused = withdraw(loaded, return_id=number, decided_at=moment(12))
    assert refused.outcome == "refused" and "Without this code list 09Z would not be open in weeks" in refused.sentence
    assert homes(loaded, "09Z") == (3, 3)
    withdraw(loaded, "home", "09Z", WEEK, decided_at=moment(13))
    assert withdraw(loaded, return_id=number, decided_at=moment(14)).outcome == "accepted"


def test_a_closing_without_a_successor_loses_no_registered_home(loaded: Store) -> None:
    take(loaded, f"{HEAD}\n01V,ccg,,,,2020-05-10,\n".encode(), "areas.csv", 10)
    assert homes(loaded, "01V") == (0, 1)
    found = figures(open_snapshot(loaded), WEEK, permitted=EVERYWHERE, codes=["E92000001"], measures=["named_lead"])
    assert list(found["registered"]) == [3]


def test_successors_of_stps_and_pcns_are_followed_as_now(loaded: Store) -> None:
    stps = f"{HEAD}\nQYG,stp,,,,2020-07-31,QZZ\nQZZ,stp,New Coast,Y62,2020-08-01,,\n".encode()
    take(loaded, stps, "stps.csv", 10)
    take(loaded, f"{HEAD}\nU98765,pcn,Harbour PCN,01T,2019-10-01,2020-07-31,U98766\nU98766,pcn,Dunes PCN,01T,,,\n".encode(), "pcns.csv", 11)
    for areas, stp, pcns in (("then", "QYG", {"U98765": 1, "U98766": 1}), ("now", "QZZ", {"U98766": 2})):
        found = figures(open_snapshot(loaded), WEEK, permitted=EVERYWHERE, areas=areas, measures=["named_lead"])
        held = {row["code"]: row["registered"] for row in found.to_dict("records") if row["level"] == "stp" and row["registered"]}
        assert held == {stp: 3}
        assert {row["code"]: row["yes"] for row in found.to_dict("records") if row["level"] == "pcn" and row["within"] == "01T"} == pcns


def test_a_list_that_is_refused_changes_nothing(loaded: Store) -> None:
    number = current_number(loaded)
    receipt = receive(loaded, f"{HEAD}\n01T,ccg,,,,2020-05-10,09Z\n".encode(), "areas.csv")
    assert (receipt.outcome, current_number(loaded)) == ("refused", number)
    assert "Cell G2: 09Z, the successor of 01T, is neither in this file nor on the list in force." in " ".join(receipt.sentences)
    assert homes(loaded, "01T") == (2, 2)


def test_a_pcns_name_is_the_lists_and_says_that_it_closed(loaded: Store) -> None:
    take(loaded, PCNS, "pcns.csv", 10)
    found = figures(open_snapshot(loaded), WEEK, permitted=EVERYWHERE, codes=["01T"], measures=["named_lead"])
    names = dict(zip(found["code"], found["name"], strict=True))
    assert (names["U98765"], names["U98766"]) == ("Harbour PCN (closed)", "Dunes PCN")


def test_practices_and_what_stands_out_are_listed(loaded: Store) -> None:
    take(loaded, PCNS, "pcns.csv", 10)
    take(loaded, PRACTICES, "practices.csv", 11)
    snapshot = open_snapshot(loaded)
    found = practices(snapshot, permitted=EVERYWHERE)
    assert found[["practice", "name", "ccg", "pcn", "pcn_name", "from_day", "to_day"]].to_dict("records")[1] == {
        "practice": "N84002",
        "name": "Border Surgery",
        "ccg": "01V",
        "pcn": "U98766",
        "pcn_name": "Dunes PCN",
        "from_day": date(2019, 10, 1),
        "to_day": None,
    }
    assert list(practices(snapshot, permitted=Permitted(frozenset({"01T"})))["practice"]) == ["N84001"]
    listed = list_problems(snapshot, WEEK, permitted=Permitted(frozenset({"01T", "01V"})))
    assert ("closed PCN", "U98765", "NHS South Sefton CCG") in list(
        listed[["problem", "code", "ccg_name"]].itertuples(index=False, name=None)
    )
    assert ("practice of another CCG", "N84002") in list(listed[["problem", "code"]].itertuples(index=False, name=None))
    withdraw(loaded, return_id=loaded.journal.last_seq(), decided_at=moment(12))
    assert practices(open_snapshot(loaded), permitted=EVERYWHERE).empty


def test_the_digest_follows_every_shipped_file(tmp_path: Path) -> None:
    paths = [tmp_path / "areas.csv", tmp_path / "pcns.csv"]
    for path in paths:
        path.write_text("one", encoding="utf-8")
    digests = {definitions_digest(paths, read_settings())}
    for path in paths:
        path.write_text("another", encoding="utf-8")
        digests.add(definitions_digest(paths, read_settings()))
    assert len(digests) == 3


def test_from_a_shell(loaded: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "areas.csv").write_bytes(MERGED)
    assert main(["accept", str(tmp_path / "areas.csv")]) == 1
    assert "This is a code list. Load it with the Reference page, or python -m carehomes reference FILE." in capsys.readouterr().out
    assert main(["reference", str(tmp_path / "areas.csv")]) == 0
    assert "Accepted: code list, 3 rows." in capsys.readouterr().out
    assert main(["withdraw", "--return", str(loaded.journal.last_seq())]) == 0
    assert main(["withdraw", "--return", "999"]) == 1
    assert "There is no standing return 999 to withdraw." in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        main(["withdraw", "--submitter", "01T"])
    assert left.value.code == 2


@needs_shared
def test_the_published_workbook_is_in_force_at_once(store: Store) -> None:
    receipt = receive(store, (SHARED / "reference" / "ePCN_2020.xlsx").read_bytes(), "ePCN_2020.xlsx")
    assert receipt.outcome == "accepted"
    snapshot = open_snapshot(store)
    assert len(snapshot.areas.of_level("pcn")) == 1267 + 19
    assert len(practices(snapshot, permitted=EVERYWHERE)) == 7023
    counts = list_problems(snapshot, date(2020, 10, 4), permitted=EVERYWHERE)["problem"].value_counts()
    assert (counts["practice of another CCG"], counts["practice in two PCNs"], counts["same name"]) == (34, 2, 6)
    assert {"U57426", "U08744"} == set(
        list_problems(snapshot, date(2020, 10, 4), permitted=EVERYWHERE).query("problem == 'PCN under a closed CCG'")["code"]
    )


def test_the_shipped_list_is_read_once(store: Store) -> None:
    assert store.areas() is store.areas()
    assert store.area_list_paths == (PROJECT / "data" / "reference" / "areas.csv", PROJECT / "data" / "reference" / "pcns.csv")
