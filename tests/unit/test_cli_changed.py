"""``changed``: sentences for people, exact fractions for programs, plain sentences where something is off."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from carehomes.cli.main import main
from carehomes.store import Store


@pytest.fixture(autouse=True)
def _demo(demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(demo_store.folder))


def test_the_parts_of_the_document_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changed", "--week", "2020-08-09", "--json", "--behind", "--measure", "named_lead", "--measure", "oximeters_held"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["old"]["week"] == "2020-08-02" and document["demonstration"] is True
    lead, held = document["changes"]
    assert [one["cause"] for one in lead["causes"]] == ["answers", "returners", "revisions", "register"]
    assert sum(Fraction(one["count"]) for one in lead["causes"]) == lead["new"]["count"] - lead["old"]["count"]
    assert sum(Fraction(one["share"]) for one in lead["causes"]) == Fraction(lead["share_change"])
    for cause in lead["causes"]:
        assert sum(Fraction(one["count"]) for one in lead["behind"] if one["cause"] == cause["cause"]) == Fraction(cause["count"])
    assert held["share_change"] is None and held["causes"][0]["shown_points"] is None


def test_it_tells_what_was_planted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changed", "--week", "2020-08-30", "--measure", "named_lead"]) == 0
    told = capsys.readouterr().out
    assert "from 237 of 279 homes (84.9%) to 209 of 280 homes (74.6%); 28 fewer, 10.3 percentage points down." in told
    assert "NHS Fenmoor CCG (X06) did not return: −29, from 32 homes" in told
    asked = ["--week", "2020-06-07", "--against", "2020-06-07", "--against-as-at", "2020-06-09T12:00", "--area", "X02"]
    assert main(["changed", *asked, "--measure", "named_lead", "--behind"]) == 0
    told = capsys.readouterr().out
    assert "NHS Brackenshire CCG (X02) changed 3 answers." in told and "revisions: 1-99000" in told


def test_the_other_week_is_known_when_the_week_is(capsys: pytest.CaptureFixture[str]) -> None:
    """X04 sent its return of 12 July, withdrew it a day later, and sent another on the 15th."""
    asked = ["changed", "--week", "2020-07-19", "--against", "2020-07-12", "--area", "X04", "--measure", "named_lead", "--json"]
    assert main([*asked, "--as-at", "2020-07-14T12:00"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["old"]["as_at"] == document["new"]["as_at"] == "2020-07-14T11:00:00+00:00"
    assert document["changes"][0]["old"]["homes"] == 0


def test_a_withdrawn_return_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["changed", "--week", "2020-07-12", "--against", "2020-07-12", "--area", "X04", "--measure", "named_lead"]
    assert main([*asked, "--against-as-at", "2020-07-14T09:00", "--as-at", "2020-07-14T12:00"]) == 0
    told = capsys.readouterr().out
    assert "Revisions to what was told: −36 homes" in told
    assert "NHS Dunmere CCG (X04) withdrew its return: −36, from 44 homes." in told
    assert "did not return" not in told


@pytest.mark.parametrize(
    "asked", [["figures", "--as-at"], ["changed", "--as-at"], ["changed", "--against-as-at"], ["returns", "--who", "--as-at"]]
)
def test_a_moment_to_come_is_refused(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*asked, "2999-01-01T12:00", "--week", "2020-08-30"])
    said = capsys.readouterr()
    assert ended.value.code == 2 and "12pm Tuesday 1 January 2999 is still to come" in said.err and not said.out


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["--week", "2020-08-29"], "Sunday"),
        (["--week", "2020-08-30", "--measure", "testing_ladder"], "can be split"),
        (["--week", "2020-08-30", "--group", "g-nothing"], "There is no own group g-nothing"),
        (["--week", "2020-08-30", "--area", "Z99"], "Nothing is counted there"),
    ],
)
def test_what_cannot_be_compared_is_said(asked: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changed", *asked]) == 1
    said = capsys.readouterr()
    assert sentence in said.err and not said.out
