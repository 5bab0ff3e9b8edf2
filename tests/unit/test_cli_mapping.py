"""Mapping from a shell: said once with accept --map, listed, forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from carehomes.cli.main import main

STRANGER = "CCG,01T\nWeek ending,{week}\nRef,Lead clinician named,People living here,Colour (a=b)\n1-101,Yes,20,red\n1-102,No,12,blue\n"
MAPPED = ("--map", "Ref=home_id", "--map", "Lead clinician named=clinical_lead", "--map", "People living here=Number of residents")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.csv"
    path.write_text(STRANGER.format(week="17/05/2020"))
    return path


@pytest.fixture
def second(tmp_path: Path) -> Path:
    path = tmp_path / "second.csv"
    path.write_text(STRANGER.format(week="24/05/2020"))
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_stranger_is_mapped_once_and_goes_through_the_next_week(first: Path, second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "accept", first)
    assert (code, '--map "Ref=home_id"' in out, '"People living here", "Colour (a=b)"' in out) == (3, True, True)
    code, out, _ = run(capsys, "accept", first, *MAPPED, "--map", "Colour (a=b)=")
    assert code == 0
    assert 'Remembered: 1  home return of 01T, 4 headers: "Ref" is home_id' in out
    assert "Accepted: home return of 01T for the week ending Sunday 17 May 2020, 2 rows." in out
    code, out, _ = run(capsys, "accept", second)
    assert (code, "Accepted: home return of 01T for the week ending Sunday 24 May 2020, 2 rows." in out) == (0, True)
    # The same said again, as a script would, changes nothing.
    assert run(capsys, "accept", second, *MAPPED)[0] == 0
    code, out, _ = run(capsys, "mapping", "list")
    assert (code, out.count("\n"), '"Colour (a=b)" is left out' in out) == (0, 1, True)


def test_changing_reads_the_same_file_anew(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "accept", first, *MAPPED)[0] == 0
    assert "is already there, word for word" in run(capsys, "accept", first)[1]
    code, _, err = run(capsys, "accept", first, "--map", "Ref=home_name")
    assert (code, "\"Ref\" is remembered as 'home_id' (mapping 1)." in err) == (1, True)
    code, out, _ = run(capsys, "mapping", "change", "1", "People living here=staff")
    assert (code, 'Remembered: 2  home return of 01T, 4 headers: "Ref" is home_id' in out) == (0, True)
    assert "It takes the place of the one accepted on" in run(capsys, "accept", first)[1]
    assert "is already there, word for word" in run(capsys, "accept", first)[1]


def test_forgetting(first: Path, second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No mapping is remembered yet." in run(capsys, "mapping", "list")[1]
    assert run(capsys, "accept", first, *MAPPED)[0] == 0
    code, out, _ = run(capsys, "mapping", "forget", "1")
    assert (code, out.startswith("Forgotten: 1  home return of 01T")) == (0, True)
    assert run(capsys, "accept", second)[0] == 3
    code, _, err = run(capsys, "mapping", "forget", "1")
    assert (code, "There is no mapping 1 to forget." in err) == (1, True)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Reff=home_id", 'No column without a question is called "Reff".'),
        ("Ref=home_identity", "There is no question 'home_identity'. Did you mean home_id"),
        ("home_id", 'Write --map "HEADER=QUESTION"'),
    ],
)
def test_a_mapping_that_cannot_be_is_said_and_nothing_is_loaded(
    said: str, sentence: str, first: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "accept", first, "--map", said)
    assert (code, sentence in err) == (1, True)
    assert "No mapping is remembered yet." in run(capsys, "mapping", "list")[1]
