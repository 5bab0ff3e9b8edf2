"""Beyond the team (`for=others`, `CAREHOMES_VIEWERS=beyond`): no small count of people below CCG level, nor what it would follow from."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment
from carehomes.briefing import SORTS, find, keep, make_pack, packs
from carehomes.cli.main import main
from carehomes.exports import csv_file, xlsx_file
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import SUPPRESSED, Moment, changed, comparators, counts_people, figures, home_history, trends
from carehomes.measures.disclosed import Told, gone_of
from carehomes.measures.explore import explore
from carehomes.measures.query import ask_sql
from carehomes.origins import original, origins
from carehomes.selection import Selection, place_of
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.statistics.disclosure import Sum, exposed
from carehomes.store import Store, open_store
from tests.access.conftest import Become
from tests.pages.conftest import Opened
from tests.unit.files import home_file, register_file
from ui.chart_card import Chart

Open = Callable[..., Opened]
WEEK = date(2020, 5, 24)
FIELDS = "home_id,pcn_code,clinical_lead,residents,residents_with_pcsp,residents_with_acp"
#: A PCN with a small count, and the one that keeps it from following: what is never told of them, by measure.
SMALL, BESIDE = "U10002", "U10003"
HOMES = {
    "01T": [("1-101", "U10001", "yes", 5911, 4000, 3000), ("1-102", SMALL, "yes", 1613, 3, 1200), ("1-103", BESIDE, "no", 1827, 1400, 900)],
    "01V": [("1-201", "U10004", "yes", 3003, 2000, 2), ("1-202", "", "yes", 3505, 2500, 1000)],
}
#: Numbers that stand for hidden counts alone: of SMALL and BESIDE, and of both parts of 01V.
HIDDEN = ("1,613", "1613", "1,827", "1827", "1,610", "3,003", "3003", "3,505", "3505")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two CCGs, their PCNs with a small count of residents each; two weeks."""
    store = open_store(tmp_path_factory.mktemp("beyond") / "store")
    homes = [(home, ccg, 9000) for ccg, rows in HOMES.items() for home, *_ in rows]
    first = WEEK - timedelta(weeks=1)
    day = {"decided_at": due_moment(first) - timedelta(days=9), "publish_after": False}
    receive(store, register_file(*homes), "register.csv", hints=Hints(effective=date(2020, 5, 1)), **day)
    for week in (first, WEEK):
        for ccg, rows in HOMES.items():
            content = home_file(week.isoformat(), ccg, FIELDS, *(",".join(map(str, row)) for row in rows))
            receipt = receive(
                store,
                content,
                f"{ccg}.csv",
                decided_at=due_moment(week),
                reasons={"*": "as told"},
                publish_after=week == WEEK and ccg == "01V",
            )
            assert receipt.outcome == "accepted", receipt.sentence
    return store


@pytest.fixture
def store(told: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same store, for tests that keep packs."""
    shutil.copytree(told.folder, tmp_path / "store")
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "store"))
    return open_store(tmp_path / "store")


def nothing_hidden_in(text: str) -> None:
    assert not [one for one in HIDDEN if one in text]


def rows_of(snapshot: Snapshot, **asked: object) -> pd.DataFrame:
    return figures(snapshot, WEEK, permitted=EVERYWHERE, **asked)  # type: ignore[arg-type]


def test_small_counts_of_people_and_what_they_follow_from_are_not_told(told: Store) -> None:
    team = open_snapshot(told)
    mine, theirs = rows_of(team), rows_of(team.for_others())
    people = {name for name, one in team.measures.items() if counts_people(one)}
    hidden = theirs[[SUPPRESSED in marks for marks in theirs["marks"]]]
    assert set(hidden["measure"]) == {"residents_with_pcsp", "residents_with_acp"} <= people
    assert hidden[["numerator", "whole", "share"]].isna().all(axis=None)
    plain = hidden[hidden["level"].isin(("pcn", "not aligned"))]
    assert {(row.code, row.within) for row in plain.itertuples()} >= {(SMALL, ""), (SMALL, "01T"), (BESIDE, "01T"), ("01V", "01V")}
    # A second measure over the same residents would tell how many there are.
    assert set(plain[plain["code"] == SMALL]["measure"]) == {"residents_with_pcsp", "residents_with_acp"}
    # All else stands: homes, CCGs, and the PCN that nothing follows from.
    rest = [name for name in mine if name not in ("numerator", "whole", "share", "marks")]
    pd.testing.assert_frame_equal(mine[rest], theirs[rest])
    kept = theirs[[SUPPRESSED not in marks for marks in theirs["marks"]]]
    pd.testing.assert_frame_equal(kept, mine.loc[kept.index])
    assert {"01T", "01V", "U10001"} <= set(kept[kept["measure"] == "residents_with_pcsp"]["code"])


def test_nothing_follows_by_subtraction() -> None:
    parts = {"A": (3, 50), "B": (40, 60), "C": (30, 33), "D": (20, 20)}
    whole = (sum(have for have, _ in parts.values()), sum(of for _, of in parts.values()))
    told = [Told("m", ("ccg", "X", ""), *whole), *(Told("m", ("pcn", code, "X"), *one) for code, one in parts.items())]
    gone = {code for _, code, _ in gone_of(told, 4)}
    assert {"A", "C"} <= gone < set(parts)
    values = {(one.area[1], what): n for one in told for what, n in (("h", one.have), ("o", one.of), ("l", one.of - one.have))}
    sums = [Sum((code, "o"), ((code, "h"), (code, "l"))) for code in (*parts, "X")]
    sums += [Sum(("X", what), tuple((code, what) for code in parts)) for what in "hol"]
    hidden = [key for key in values if key[0] in gone]
    assert not exposed(values, sums, hidden)


def test_the_only_part_of_a_ccg_is_told_and_what_does_not_add_up_is_not() -> None:
    ccg, part, other = ("ccg", "X", ""), ("pcn", "A", "X"), ("pcn", "B", "X")
    assert gone_of([Told("m", ccg, 2, 5), Told("m", part, 2, 5)], 4) == set()
    assert gone_of([Told("m", ccg, 90, 100), Told("m", part, 60, 80), Told("m", other, 60, 80)], 4) == {part, other}
    assert gone_of([Told("m", ccg, 20, 40), Told("m", part, 2, 20), Told("m", other, 18, 20)], 0) == set()


def test_views_of_homes_tell_no_people(told: Store) -> None:
    snapshot = open_snapshot(told).for_others()
    older = rows_of(snapshot, older=True, measures=["residents_with_pcsp"])
    assert older["numerator"].fillna(0).sum() == 0
    for by in ("size", "la", "pcn"):
        found = explore(snapshot, "residents_with_pcsp", by, WEEK, WEEK, level="england", code="E92000001", permitted=EVERYWHERE)
        nothing_hidden_in(found.parts.to_csv())
        assert found.whole["numerator"].tolist() == [9903]
        assert by == "pcn" or found.parts["numerator"].isna().all()


def test_weeks_comparators_and_causes_tell_none_either(told: Store) -> None:
    snapshot = open_snapshot(told).for_others()
    parts = [("pcn", code, "01T") for code in ("U10001", SMALL, BESIDE)]
    weekly = trends(snapshot, parts, WEEK - timedelta(weeks=1), WEEK, measures=["residents_with_acp"], permitted=EVERYWHERE)
    assert len(weekly) == 6 and weekly["numerator"].notna().sum() == 2
    for code in (SMALL, "U10001"):
        nothing_hidden_in(comparators(snapshot, WEEK, code, permitted=EVERYWHERE, measures=["residents_with_pcsp"], within="01T").to_csv())
    week = Moment(snapshot, WEEK)
    causes = changed(
        Moment(snapshot, WEEK - timedelta(weeks=1)),
        week,
        codes=["01T"],
        measures=["residents_with_pcsp", "named_lead"],
        permitted=EVERYWHERE,
    )
    assert [one.measure for one in causes] == ["named_lead"]
    assert origins(told, week, snapshot.measures["residents_with_pcsp"], "01T", permitted=EVERYWHERE).homes == ()
    said = home_history(snapshot, "1-102", WEEK, WEEK, permitted=EVERYWHERE)
    assert set(said["question"]) >= {"clinical_lead"} and not said["question"].str.contains("residents").any()
    assert ask_sql(snapshot, "select * from answers where question like 'residents%'", WEEK, WEEK, permitted=EVERYWHERE).frame.empty
    nothing_hidden_in(ask_sql(snapshot, "select * from figures", WEEK, WEEK, permitted=EVERYWHERE).frame.to_csv())


def drawn(opened: Opened) -> str:
    """All that a page shows, its charts too."""
    return opened.html + "".join(json.dumps(opened.figure(key), ensure_ascii=False) for key in opened.keys)


def files_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the files of a page would hold: of its cards, and of its own buttons."""
    found: list[str] = []
    made = Chart.__init__

    def recorded(chart: Chart, *args: Any, **told: Any) -> None:
        made(chart, *args, **told)
        if chart.rows is not None:
            found.append(csv_file(chart.notes, chart.rows).decode())

    def taken(store: Store, title: str, make: Callable[[], bytes], about: object) -> Callable[[], bytes]:
        found.append(make().decode("utf-8-sig", errors="replace"))
        return make

    monkeypatch.setattr(Chart, "__init__", recorded)
    monkeypatch.setattr("ui.downloads.taken", taken)
    return found


def test_the_team_is_told_them(open_page: Open, told: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files = files_of(monkeypatch)
    assert "1,613" in drawn(open_page(told, "care_plans", area="01T"))
    assert "1613" in "".join(files)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("", {}),
        ("care_plans", {"area": "01T"}),
        ("care_plans", {"ccg": "01T", "pcn": SMALL, "first": "1"}),
        ("area_profile", {"ccg": "01T", "pcn": SMALL}),
        ("explore", {"area": "01T", "measure": "residents_with_pcsp", "by": "pcn", "as": "heat"}),
        ("compare_areas", {"ccg": "01T", "pcn": SMALL, "measure": "residents_with_pcsp"}),
        ("what_changed", {"area": "01T", "measure": "residents_with_pcsp"}),
        ("where_from", {"ccg": "01T", "pcn": SMALL, "measure": "residents_with_pcsp"}),
        ("care_homes", {"area": "01T", "home": "1-102"}),
        ("returns", {}),
        ("follow_ups", {}),
    ],
)
def test_no_page_tells_one(open_page: Open, told: Store, monkeypatch: pytest.MonkeyPatch, page: str, address: dict[str, str]) -> None:
    taken = files_of(monkeypatch)
    opened = open_page(told, page, **address, **{"for": "others"})
    nothing_hidden_in(drawn(opened) + "".join(taken))
    assert "beyond the team" in opened.html.split("ch-foot")[1]
    assert all("for=others" in link for link in opened.links().values())


def test_a_card_and_its_files_say_c(open_page: Open, told: Store) -> None:
    opened = open_page(told, "care_plans", area="01T", **{"for": "others"})
    assert "[c] suppressed" in json.dumps(opened.figure(next(key for key in opened.keys if "areas" in key)))
    frame = rows_of(open_snapshot(told).for_others(), codes=["01T"], measures=["residents_with_pcsp"])
    lines = list(csv.DictReader(io.StringIO(csv_file([], frame).decode("utf-8-sig"))))
    assert {(one["code"], one["numerator"], one["share"]) for one in lines if one["within"]} >= {
        (SMALL, "[c]", "[c]"),
        ("U10001", "4000", "67.7"),
    }
    assert xlsx_file("t", [], frame)


@pytest.mark.parametrize("ending", ["csv", "html"])
def test_a_pack_tells_none_and_only_such_open_beyond(store: Store, monkeypatch: pytest.MonkeyPatch, become: Become, ending: str) -> None:
    snapshot = open_snapshot(store)
    chosen = Selection(WEEK, place_of(snapshot.areas, "01T"))
    team = keep(store, make_pack(store, snapshot, chosen, permitted=EVERYWHERE))
    made = keep(store, make_pack(store, snapshot.for_others(), chosen, permitted=EVERYWHERE))
    assert any(one in SORTS[ending].write(team).decode("utf-8-sig") for one in HIDDEN)
    nothing_hidden_in(SORTS[ending].write(made).decode("utf-8-sig"))
    assert find(store, team.id, beyond=4) is None and find(store, made.id, beyond=4)
    monkeypatch.setenv("CAREHOMES_VIEWERS", "beyond")
    hers = store.held_by(become(viewer="everywhere"))
    assert [one.id for one in packs(hers)] == [made.id] and find(hers, team.id) is None


def test_viewers_beyond_cannot_undo_it(
    open_page: Open, store: Store, become: Become, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREHOMES_VIEWERS", "beyond")
    become(viewer="everywhere")
    opened = open_page(store, "care_plans", ccg="01T", pcn=SMALL, **{"for": "team"})
    nothing_hidden_in(opened.html)
    assert "beyond the team" in opened.html.split("ch-foot")[1]
    assert "filter_for" not in {str(one.key) for one in opened.at.get("button_group")}
    assert main(["figures", "--week", WEEK.isoformat(), "--csv"]) == 0
    nothing_hidden_in(capsys.readouterr().out)
    mine = open_store(store.folder)
    assert mine.beyond_only and open_snapshot(mine).beyond == 4
    sent = origins(
        mine, Moment(open_snapshot(mine), WEEK), open_snapshot(mine).measures["named_lead"], "01T", permitted=EVERYWHERE
    ).returns[0]
    assert original(mine, sent, EVERYWHERE) is None
    become(submitter="everywhere")
    assert open_snapshot(open_store(store.folder)).beyond is None


def test_the_shell_takes_it_as_a_word(store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["figures", "--week", WEEK.isoformat(), "--beyond", "--json"]) == 0
    out = capsys.readouterr().out
    nothing_hidden_in(out)
    assert "counts of 1 to 4 residents or staff" in json.loads(out)["suppressed"]
    path = tmp_path / "pack.csv"
    assert main(["briefing", "--area", "01T", "--beyond", "--anyway", "--out", str(path)]) == 0
    nothing_hidden_in(path.read_text(encoding="utf-8-sig"))


def test_settings_that_cannot_be_read_are_said(monkeypatch: pytest.MonkeyPatch, told: Store) -> None:
    monkeypatch.setenv("CAREHOMES_SUPPRESS_TO", "few")
    with pytest.raises(ValueError, match="CAREHOMES_SUPPRESS_TO is 'few'"):
        open_snapshot(told).for_others()
    monkeypatch.setenv("CAREHOMES_SUPPRESS_TO", "0")
    snapshot = open_snapshot(told).for_others()
    assert not [one for marks in rows_of(snapshot)["marks"] for one in marks if one == SUPPRESSED]


def test_what_the_address_cannot_say_suppresses(open_page: Open, told: Store) -> None:
    opened = open_page(told, "care_plans", area="01T", **{"for": "everybody"})
    assert "The address is for “everybody”; it may say others." in opened.html
    nothing_hidden_in(drawn(opened))
    assert 'title="Take this filter away: beyond the team"' in opened.html
