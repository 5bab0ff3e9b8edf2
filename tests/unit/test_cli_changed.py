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
