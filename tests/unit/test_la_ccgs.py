"""A council's form beside its CCGs' returns: what stands beside what, what the demonstration says, and every word that is told of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.catalogue import la_pairs, load_la_pairs, load_measures
from carehomes.charts import la_ccgs as told
from carehomes.cli.main import main
from carehomes.demo import FOLDER
from carehomes.intake.desk import receive
from carehomes.measures import Beside, Shared, Statement, Told, figures, la_beside_ccgs, la_border_homes, la_homes_told, la_status
from carehomes.measures.la_ccgs import nearest_week
from carehomes.measures.local_authorities import la_items
from carehomes.settings import queries_folder
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.store import Store, open_store

FORM_WEEK, MAY = date(2020, 8, 30), date(2020, 5, 31)
MEASURES = load_measures(queries_folder() / "measures")


# What stands beside what


def test_every_pair_is_an_action_of_the_form_and_a_measure_that_counts_homes() -> None:
    for pair in la_pairs():
        assert pair.item in la_items()
        assert kind_of(MEASURES[pair.measure]) == "homes"
        assert pair.unlike.endswith(".")
    assert {"5.1", "3.2", "4.2", "2.2", "2.3"} <= {pair.item for pair in la_pairs()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[pair]]\nitem = "5.1"\nmeasure = "named_lead"', "is not a list of pairs"),
        ('[[pair]]\nitem = "5.1"\nmeasure = "named_lead"\nunlike = " "', "does not say where the two are unlike"),
        ('[[pair]]\nitem = "5.1"\nmeasure = "named_lead"\nunlike = "Both."\n' * 2, "stands twice"),
        ("[[pair", "is not a list of pairs"),
    ],
)
def test_a_list_of_pairs_that_cannot_be_read_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pairs.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        load_la_pairs(path)


# The demonstration


@pytest.fixture(scope="module")
def snapshot(demo_store: Store) -> Snapshot:
    return open_snapshot(demo_store)


def _found(snapshot: Snapshot, week: date | None = None, areas: str = "then") -> dict[str, Beside]:
    forms = la_status(snapshot, permitted=EVERYWHERE)
    return {one.la: one for one in la_beside_ccgs(snapshot, forms, week, permitted=EVERYWHERE, areas=areas)}


def _of(beside: Beside) -> dict[str, Statement]:
    return {one.measure.id: one for one in beside.statements}


def test_each_form_stands_beside_the_week_nearest_its_own(snapshot: Snapshot) -> None:
    found = _found(snapshot)
    assert {la: (one.form_week, one.week, one.total, one.registered) for la, one in found.items()} == {
        "XE0001": (MAY, MAY, 110, 110),
        "XE0002": (FORM_WEEK, FORM_WEEK, 90, 92),
        "XE0003": (FORM_WEEK, FORM_WEEK, None, 79),
    }
    states = {la: {one.pair.item: (one.state, one.least) for one in beside.statements} for la, beside in found.items()}
    assert states["XE0001"] == {
        "5.1": ("cannot be told", 0),
        "3.2": ("form says more", 34),
        "4.2": ("form is silent", 0),
        "2.2": ("form says more", 11),
        "2.3": ("cannot be told", 0),
    }
    assert states["XE0002"]["2.2"] == ("CCGs say more", 9)
    assert states["XE0003"]["3.2"] == ("CCGs say more", 30)
    # One of its two CCGs has not returned for that week: silence could explain anything.
    assert states["XE0003"]["5.1"] == ("cannot be told", 0)
    assert [(one.ccg, one.returned) for one in found["XE0003"].shared] == [("X05", True), ("X06", False)]


def test_a_chosen_week_takes_the_place_of_the_nearest(snapshot: Snapshot) -> None:
    week = date(2020, 8, 23)
    found = _found(snapshot, week)
    assert {one.week for one in found.values()} == {week}
    assert found["XE0001"].form_week == MAY
    assert all(one.returned for one in found["XE0003"].shared)
    assert (found["XE0003"].statements[0].told.yes, found["XE0003"].statements[0].told.no_return) == (61, 0)
    assert nearest_week([date(2020, 5, 17), date(2020, 5, 31)], date(2020, 5, 24)) == date(2020, 5, 17)
    assert nearest_week([date(2020, 5, 17)], date(2020, 4, 5)) == date(2020, 5, 17)


def test_what_ccgs_say_adds_up_to_the_figure_of_the_council(snapshot: Snapshot) -> None:
    for la, beside in _found(snapshot).items():
        wanted = [one.measure.id for one in beside.statements]
        frame = figures(snapshot, beside.week, permitted=EVERYWHERE, codes=[la], measures=wanted)
        own = {row["measure"]: row for row in frame[frame["level"] == "la"].to_dict("records")}
        for measure, one in _of(beside).items():
            counted = own[measure]
            assert (one.told.yes, one.told.no, one.told.not_applicable) == (counted["yes"], counted["no"], counted["not_applicable"])
            assert (one.told.silent, one.told.no_return, one.told.carried) == (
                counted["not_answered"],
                counted["no_return"],
                counted["carried"],
            )
            assert one.told.in_totals == counted["in_totals"]
            assert one.told.homes == beside.registered == sum(shared.homes for shared in beside.shared)
            assert {ccg: told_.homes for ccg, told_ in one.by_ccg.items()} == {shared.ccg: shared.homes for shared in beside.shared}


def test_the_answers_are_those_of_the_ccg_s_own_file(snapshot: Snapshot) -> None:
    # X05 has homes in XE0003 alone; its file has field names under a title block.
    lines = (FOLDER / f"returns/{MAY}/x05-home-return.csv").read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("week_ending,"))
    register = (FOLDER / "register/register_2020-05-01.csv").read_text(encoding="utf-8").splitlines()
    listed = {row["Location ID"] for row in csv.DictReader(register) if row["Care home?"] == "Y"}
    said = Counter(row["clinical_lead"].strip().lower() for row in csv.DictReader(lines[start:]) if row["home_id"] in listed)
    one = _of(_found(snapshot, MAY)["XE0003"])["named_lead"].by_ccg["X05"]
    assert (one.yes, one.no) == (said["yes"], said["no"]) == (28, 14)


def test_homes_across_a_border(snapshot: Snapshot) -> None:
    found = _found(snapshot)
    assert [(one.ccg, one.homes, one.of_ccg, one.elsewhere, one.border) for one in found["XE0002"].shared] == [
        ("X04", 53, 53, 0, ""),
        ("X03", 39, 44, 5, "another STP"),
    ]
    homes = la_border_homes(snapshot, list(found.values()), permitted=EVERYWHERE)
    assert len(homes) == sum(one.across for one in found.values()) == 39
    assert set(homes["ccg"]) == {"X03"} and set(homes["la"]) == {"XE0002"}
    assert la_border_homes(snapshot, [found["XE0003"]], permitted=EVERYWHERE).empty


def test_each_home_says_what_the_council_s_counts_add_up(snapshot: Snapshot) -> None:
    beside = _found(snapshot)["XE0001"]
    found = la_homes_told(snapshot, beside.week, beside.la, [*_of(beside)], permitted=EVERYWHERE)
    for measure, one in _of(beside).items():
        counted = Counter(found[measure].values())
        assert (counted["yes"], counted["no"], counted["not applicable"]) == (one.told.yes, one.told.no, one.told.not_applicable)


def test_a_council_without_a_home_on_the_register_has_nothing_beside_it(snapshot: Snapshot) -> None:
    forms = la_status(snapshot, permitted=EVERYWHERE).assign(la_code="XE0009")
    assert la_beside_ccgs(snapshot, forms, permitted=EVERYWHERE) == []
    assert la_beside_ccgs(snapshot, forms.iloc[:0], permitted=EVERYWHERE) == []


def test_areas_as_now_and_few_permitted(snapshot: Snapshot) -> None:
    assert _found(snapshot, areas="now")["XE0001"].statements[0].told == _found(snapshot)["XE0001"].statements[0].told
    forms = la_status(snapshot, permitted=EVERYWHERE)
    few = la_beside_ccgs(snapshot, forms, permitted=Permitted(frozenset({"X01"})))
    assert [(one.la, [shared.ccg for shared in one.shared]) for one in few] == [("XE0001", ["X01"])]


def test_what_a_person_confirmed_is_the_total_of_that_action_alone(snapshot: Snapshot) -> None:
    forms = la_status(snapshot, permitted=EVERYWHERE).assign(of_homes=None)
    forms.loc[(forms["la_code"] == "XE0003") & (forms["item"] == "5.1"), "of_homes"] = 79
    beside = next(one for one in la_beside_ccgs(snapshot, forms, permitted=EVERYWHERE) if one.la == "XE0003")
    assert {one.pair.item: one.total for one in beside.statements} == {"5.1": 79, "3.2": None, "4.2": None, "2.2": None, "2.3": None}
    assert beside.total is None


def test_an_optional_question_stands_beside_the_form_where_a_ccg_is_asked(demo_store: Store, tmp_path: Path) -> None:
    own = open_store(Path(shutil.copytree(demo_store.folder, tmp_path / "own")))
    lines = (FOLDER / f"returns/{MAY}/x01-home-return.csv").read_text(encoding="utf-8").splitlines()
    content = "\n".join([f"{lines[0]},thermometers_held", *(f"{line},{'' if place % 2 else 2}" for place, line in enumerate(lines[1:]))])
    assert receive(own, content.encode(), "x01.csv", reasons={"*": "a test"}).outcome == "accepted"
    found = _found(open_snapshot(own))
    one = _of(found["XE0001"])["homes_with_thermometer"]
    assert one.by_ccg["X01"] == Told(yes=28, blank=28)
    assert (one.told.not_asked, one.told.silent, one.told.homes, one.counted) == (54, 82, 110, 85)
    assert one.state == "cannot be told"
    assert "28 blank, 54 not asked" in told.by_ccgs(one.told)
    # Of the other councils' homes no CCG is asked.
    assert "homes_with_thermometer" not in _of(found["XE0002"])


# In words


def _statement(counted: int | None, total: int | None, by_ccg: Mapping[str, Told], *, exempt: bool = False) -> Statement:
    pair = la_pairs()[0]
    every = Told(*(sum(getattr(one, name) for one in by_ccg.values()) for name in Told.__dataclass_fields__))
    return Statement("LA", pair, la_items()[pair.item], MEASURES[pair.measure], counted, exempt, total, every, by_ccg)


ALL = Told(yes=48, no=59, blank=3)


@pytest.mark.parametrize(
    ("counted", "total", "one", "state", "verdict", "why"),
    [
        (
            85,
            110,
            ALL,
            "form says more",
            "at least 34 homes differ",
            "the form counts 85 and the CCGs say no of 59: of 110 homes at least 34 must be both",
        ),
        (
            41,
            90,
            Told(yes=44, no=46, blank=2),
            "CCGs say more",
            "at least 1 home differs",
            "the CCGs say yes of 44 and the form counts 41, less 2 homes that the register has more than the form",
        ),
        (
            31,
            None,
            Told(yes=34, no=45),
            "CCGs say more",
            "at least 3 homes differ",
            "the CCGs say yes of 34 and the form counts 31; the form gives no total, so it is taken to be about the homes of the register",
        ),
        (
            52,
            111,
            Told(yes=48, no=57, blank=2, not_applicable=3),
            "cannot be told",
            "cannot be told",
            "the form counts 4 more than the CCGs say yes of; 2 homes that did not answer the CCGs, 3 homes to which it does not apply and "
            "1 home that the form has more than the register could explain it",
        ),
        (
            47,
            109,
            Told(yes=48, no=62),
            "cannot be told",
            "cannot be told",
            "the CCGs say yes of 1 more; the register has 1 home more than the form, which could explain it",
        ),
        (48, 110, ALL, "same number", "the same number", "both count 48; whether they are the same homes is not known"),
        (None, 110, ALL, "form is silent", "the form is silent", "the form leaves the action blank"),
    ],
)
def test_what_can_be_said_and_why(counted: int | None, total: int | None, one: Told, state: str, verdict: str, why: str) -> None:
    found = _statement(counted, total, {"X": one})
    assert (found.state, told.verdict(found), told.because(found)) == (state, verdict, why)


def test_an_action_that_does_not_apply_is_told_as_such() -> None:
    found = _statement(None, 110, {"X": ALL}, exempt=True)
    assert (told.by_form(found), told.because(found)) == ("[z] not applicable", "the form says that it does not apply")
    assert told.by_form(_statement(None, 110, {"X": ALL})) == "[x] not answered"
    assert told.by_form(_statement(1, None, {"X": ALL})) == "1 home, no total"


def test_silence_is_told_apart() -> None:
    one = Told(yes=1, blank=2, in_totals=3, no_return=4, not_asked=5, carried=1)
    assert told.by_ccgs(one) == (
        "1 yes, 0 no, 14 not answered (2 blank, 3 told only in totals, 4 no return, 5 not asked) of 15 homes; 1 of the answers carried [e]"
    )


def test_the_share_of_one_ccg_is_bound_by_what_is_left_of_all() -> None:
    one = _statement(108, 110, {"X": Told(yes=1, no=4), "Y": Told(yes=105)})
    few = one.unlike_of(one.by_ccg["X"])
    assert few is not None and few.refused == 2
    beside = Beside("LA", "Here", MAY, MAY, 110, 110, (one,), ())
    text = told.message(beside, Shared("LA", "X", 5, 5, "", returned=True), "There CCG (X)", {})
    assert "Of the homes that you share: 1 yes, 4 no of 5 homes; at least 2 of these differ." in text


def test_every_number_of_the_sentence_is_drawn(snapshot: Snapshot) -> None:
    found = list(_found(snapshot).values())
    chart, text = told.chart(found), told.sentence(found, "Here")
    pairs = told.held(found)
    yes, silent, exempt, no = chart.data[:4]
    mark = chart.data[-1]
    assert len(pairs) == 14 and list(mark.y) == list(range(14))
    for row, (beside, one) in enumerate(pairs):
        bars = [int(bar.x[row]) for bar in (yes, silent, exempt, no)]
        assert bars == [one.told.yes, one.told.silent, one.told.not_applicable, one.told.no]
        assert sum(bars) == beside.registered
        name = f"{beside.label}, {one.action.item} {one.action.short} beside {one.measure.short}: "
        part = text[text.rindex(name) :].split(f": {told.verdict(one)}")[0]
        said = re.search(r"the form (\d+)", part)
        assert said and int(said.group(1)) == mark.x[row] == one.counted
        assert f"{bars[0]} yes, {bars[3]} no" in part
        assert f"of {beside.registered} homes" in part
        assert told.verdict(one) in chart.layout.annotations[row].text
    # A line of so many homes as must differ, where any must.
    line = next(one for one in chart.data if one.name == "Homes that must differ")
    lengths = [last - first for first, last in zip(line.x[::3], line.x[1::3], strict=True)]
    assert lengths == [one.least for _, one in pairs if one.least] == [34, 30, 11, 9, 3]
    assert text.startswith(
        "Here: 5 of 14 statements differ for certain, most 3.2 Equipment in Brackenvale (demonstration) (XE0001), at least 34 homes; "
        "2 of them by forms without a total, taken to be about the register's homes; 9 cannot be told. "
    )
    assert "Brackenvale (demonstration) (XE0001), 4.2 Training on equipment beside Staff trained: the form [x] not answered" in text


def test_nothing_to_hold_and_nothing_that_differs() -> None:
    beside = Beside("LA", "Here", MAY, MAY, 110, 110, (_statement(48, 110, {"X": ALL}),), ())
    assert told.finding([beside], "There") == "There: none of 1 statement differs for certain; the others say the same number"
    silent = replace(beside, statements=(_statement(None, 110, {"X": ALL}),))
    assert told.finding([silent], "There") == "There: no action of a form stands beside an answer of a CCG"
    assert told.sentence([], "There") == "There: no action of a form stands beside an answer of a CCG."
    assert told.chart([silent]).layout.annotations[0].text == "No action of a form stands beside an answer of a CCG"
    assert told.frame([]).empty
    assert told.frame([silent])["at_least_differ"].isna().all()


def test_lists_weeks_and_who_shares_what_are_told() -> None:
    beside = Beside("LA", "Here", MAY, FORM_WEEK, 90, 92, (), ())
    assert told.lists(beside) == "the form has 2 homes fewer than the register (90 and 92)"
    assert told.lists(replace(beside, total=93)) == "the form has 1 home more than the register (93 and 92)"
    assert told.lists(replace(beside, total=92)) == "form and register both have 92 homes"
    assert told.lists(replace(beside, total=None)) == "the form gives no total; the register lists 92 homes"
    assert told.weeks(beside) == "form of the week ending Sunday 31 May 2020, returns of 30 August 2020, 13 weeks later"
    assert told.weeks(replace(beside, week=MAY)) == "form and returns of the week ending Sunday 31 May 2020"
    assert told.weeks(replace(beside, week=date(2020, 5, 24))).endswith("returns of 24 May 2020, 1 week earlier")
    shared = Shared("LA", "X", 39, 44, "another STP", returned=False)
    assert told.shared_words(beside, shared, "There CCG (X)") == (
        "39 of the 92 homes of Here (LA) are in There CCG (X), which has 5 more elsewhere; it is of another STP; "
        "it sent no return for 30 August 2020"
    )


def test_the_message_names_both_and_the_homes_told_as_no() -> None:
    one = _statement(85, 110, {"X": Told(yes=24, no=23, blank=1), "Y": Told(yes=24, no=36, blank=2)})
    same = _statement(48, 110, {"X": ALL})
    beside = Beside("LA", "Here", MAY, MAY, 110, 110, (one, same), ())
    shared = Shared("LA", "X", 48, 48, "", returned=True)
    homes = [f"Home {number} (1-{number})" for number in range(23)]
    text = told.message(beside, shared, "There CCG (X)", {one.measure.id: homes})
    assert text.startswith("To: Here (LA); There CCG (X)\nSubject: Care home support: the 48 homes that you share\n")
    assert "5.1 Clinical lead beside Named lead: at least 34 homes differ" in text
    assert "Of the homes that you share: 24 yes, 23 no, 1 not answered (1 blank) of 48 homes." in text
    assert "The return says no of: Home 0 (1-0);" in text and "Home 9 (1-9) and 13 more, which the list has." in text
    silent = told.message(beside, replace(shared, returned=False), "There CCG (X)", {one.measure.id: homes})
    assert "No return came; an earlier one, carried [e], says no of: Home 0 (1-0);" in silent and "The return says" not in silent
    # What says the same number is nothing to talk about.
    assert text.count("beside Named lead") == 1
    assert told.to_settle(beside) == [one]


# From a shell


def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, store: Store, *arguments: str) -> tuple[int, str]:
    monkeypatch.setenv("CAREHOMES_STORE", str(store.folder))
    code = main(["form", "beside", *arguments])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_shell_tells_the_same(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, demo_store: Store) -> None:
    code, out = _run(capsys, monkeypatch, demo_store)
    assert code == 0 and "at least 34 homes differ" in out and len(out.splitlines()) == 16
    code, out = _run(capsys, monkeypatch, demo_store, "--json", "--la", "xe0001", "--returns", "2020-08-23")
    rows = json.loads(out)["statements"]
    assert [(row["item"], row["form_counts"], row["ccg_week"]) for row in rows if row["item"] == "4.2"] == [("4.2", None, "2020-08-23")]
    assert {row["la"] for row in rows} == {"XE0001"}
    code, out = _run(capsys, monkeypatch, demo_store, "--returns", "2020-01-05")
    assert code == 1 and "No return of the week 2020-01-05 is known." in out
    assert "No form has homes of the register beside it." in _run(capsys, monkeypatch, demo_store, "--la", "E08000014")[1]


def test_a_shell_with_nothing_in_the_store_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    assert _run(capsys, monkeypatch, store) == (0, "No form has homes of the register beside it.\n")
