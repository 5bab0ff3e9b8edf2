"""Laws that the witness's own figures must keep on made-up worlds, whatever the reading of the rules."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import WORLDS
from tests.worlds import make_world

from .catalogue import load_catalogue
from .compare import COUNTS, differences
from .figures import figures
from .reading import load_world
from .returned import returned

ADD_UP = COUNTS


def check_states(row: dict[str, Any]) -> None:
    """The states add up, nothing is negative outside the surplus row, and no share passes 100%."""
    if row["not_answered"] is not None:
        assert row["not_answered"] == row["blank"] + row["no_return"], row
    if row["yes"] is not None:
        assert row["denominator"] == row["yes"] + row["no"] + row["not_applicable"] + row["not_answered"], row
    if row["level"] == "not attributed":
        assert row["registered"] == 0 and row["share"] is None
        return
    assert all(row[name] is None or row[name] >= 0 for name in COUNTS), row
    assert row["not_in_return"] is None or row["not_in_return"] <= row["blank"], row
    for name in ("share", "share_high", "share_answered", "answered_share"):
        assert row[name] is None or row["measure"] == "oximeters_outstanding" or 0 <= row[name] <= 100, row
    assert row["homes_gave"] is None or row["homes_gave"] <= row["denominator"], row


@pytest.mark.parametrize("seed", range(2 * WORLDS))
def test_laws(seed: int, tmp_path: Path) -> None:
    """States add up; the parts of a CCG add up to it, CCGs to England, PCN parts to the PCN; now is a sum of then."""
    made = make_world(tmp_path, seed)
    world = load_world(tmp_path)
    for as_at in [None, *made.moments[:2]]:
        rows = figures(world, made.weeks[-1], as_at)
        found = {(r["measure"], r["level"], r["code"], r["within"]): r for r in rows}
        below: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in rows:
            check_states(row)
            for name in ADD_UP:
                amount = row[name] or 0
                if row["within"]:
                    below[row["measure"], "ccg", row["within"]][name] += amount
                if row["level"] == "pcn" and row["within"]:
                    below[row["measure"], "pcn", row["code"]][name] += amount
                if row["level"] == "ccg":
                    below[row["measure"], "england", "E92000001"][name] += amount
        for (measure, level, code), sums in below.items():
            whole = found[measure, level, code, ""]
            assert {n: whole[n] or 0 for n in ADD_UP} == {n: sums[n] for n in ADD_UP}, (measure, level, code)
        england = [r for r in rows if r["level"] == "england"]
        now = [r for r in figures(world, made.weeks[-1], as_at, "now") if r["level"] == "england"]
        assert differences(england, now) == []
        said = returned(world, made.weeks[-1], as_at)
        assert said["on_time"] <= said["n"] <= said["N"] and said["covered"] <= said["registered"]


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    """Worlds can be made again."""
    for name in ("one", "two"):
        make_world(tmp_path / name, 7)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two and len(one) > 3


def test_every_measure_is_counted(tmp_path: Path) -> None:
    """Every measure that is asked of everybody has its England row."""
    made = make_world(tmp_path, 1, "tiny")
    rows = figures(load_world(tmp_path), made.weeks[0])
    everybody = {one.id for one in load_catalogue().measures.values() if not one.optional}
    assert {r["measure"] for r in rows if r["level"] == "england"} >= everybody
