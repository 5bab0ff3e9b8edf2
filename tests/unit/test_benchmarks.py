"""What benchmarks say of what they measured: ratios, promises kept and missed, one table for the README, lines through points."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks import __main__ as every
from benchmarks import growth
from benchmarks.costs import HEAD, Cost, number_text, put_into
from benchmarks.growing import Growing
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("cost", "told"),
    [
        (
            Cost("a page", 240, "one chart", 8, "ms", 120),
            "| a page | 240 ms | one chart: 8.00 ms | 30.0 times | at most 120 ms | **missed by 2.00 times** |",
        ),
        (Cost("a page", 120, "one chart", 8, "ms", 120), "| a page | 120 ms | one chart: 8.00 ms | 15.0 times | at most 120 ms | kept |"),
        (
            Cost("a week", 9, "calamine", 1, promised=8, times=True),
            "| a week | 9.00 s | calamine: 1.00 s | 9.00 times | at most 8.00 times | **missed by 1.12 times** |",
        ),
        (
            Cost("reruns", 5, unit="a second", promised=20, least=True),
            "| reruns | 5.00 a second |  |  | at least 20.0 a second | **missed by 4.00 times** |",
        ),
        (Cost("reruns", 25, unit="a second", promised=20, least=True), "| reruns | 25.0 a second |  |  | at least 20.0 a second | kept |"),
        (Cost("errors", 0, unit="errors", promised=0), "| errors | 0 errors |  |  | at most 0 errors | kept |"),
        (Cost("errors", 3, unit="errors", promised=0), "| errors | 3.00 errors |  |  | at most 0 errors | **missed** |"),
        (Cost("a search", 0.5, "lower-casing", 0.25, "ms"), "| a search | 0.500 ms | lower-casing: 0.250 ms | 2.00 times |  |  |"),
    ],
)
def test_a_line_says_what_was_promised_and_by_how_much_it_was_missed(cost: Cost, told: str) -> None:
    assert cost.line == told
    assert cost.line.count("|") == HEAD.splitlines()[0].count("|")


def test_a_part_takes_its_own_place_in_the_table_and_leaves_the_others() -> None:
    first = {
        "search": ["| **Search** (`x`), 1 May 2020 | | | | | |", "| a | b |"],
        "pages": ["| **Pages** (`y`), 1 May 2020 | | | | | |", "| **kept** | d |"],
    }
    table = every.whole_table(first)
    assert every.parts_of(f"\n{table}\n") == {"pages": first["pages"], "search": first["search"]}
    assert every.parts_of("no table yet") == {}
    again = every.heading("pages", ["--store", "{store}"], date(2020, 5, 2))
    assert again == "| **Pages** (`python -m benchmarks.pages --store FOLDER`), 2 May 2020 | | | | | |"
    put = every.whole_table(every.parts_of(table) | {"pages": [again]})
    assert put.splitlines() == [*HEAD.splitlines(), again, *first["search"]]


def test_numbers_have_the_digits_that_say_something() -> None:
    assert [number_text(one) for one in (0, 0.0123, 1.236, 12.36, 123.6, 1234.5)] == ["0", "0.012", "1.24", "12.4", "124", "1,234"]


def test_every_part_is_a_benchmark_and_the_table_goes_between_the_marks_of_the_readme() -> None:
    for name in every._SHORT:
        assert (PROJECT / "benchmarks" / f"{name}.py").exists()
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for name in ("speed", "growth"):
        put = put_into(readme, name, "the table")
        assert "\nthe table\n" in put and put_into(put, name, "the table") == put
    with pytest.raises(ValueError, match="to put the table between"):
        put_into("no marks", "speed", "the table")


def test_a_part_that_fails_costs_the_others_nothing() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--store", "no-such-folder", "--only", "search,nothing"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2 and "nothing" in ran.stderr


def test_a_line_is_fitted_and_told_with_what_more_would_need() -> None:
    points = growth.Points("home-weeks")
    for millions in (1, 2, 3):
        points.add(millions * 1e6, weeks=10 * millions, answers=25e6 * millions, take=2.0 + 3 * millions)
    told = list(growth.table(points, {"take": ("weeks taken in", "s")}))
    assert told[-1] == "| weeks taken in, s | 5.00 | 8.00 | 11.0 | 2.00 + 3.00 | 92.0 s | 902 s |"
    assert told[2] == "| weeks | 10 | 20 | 30 | | | |"
    drawn = growth.drawing(points, {"take": ("weeks taken in", "s")})
    assert drawn.count("<circle") == 3 and "weeks taken in (s)" in drawn


def test_england_grows_week_by_week(tmp_path: Path) -> None:
    growing = Growing(open_store(tmp_path / "store"), 2, 300)
    rows = growing.grow(2)
    growing.publish()
    snapshot = open_snapshot(growing.store)
    assert snapshot.weeks == growing.weeks and rows > 300
