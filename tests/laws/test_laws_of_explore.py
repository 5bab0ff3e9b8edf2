"""Laws of Explore: the rows of every breakdown add up to the area, and each says what plain Python counts of the same homes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from carehomes.access import EVERYWHERE
from carehomes.measures.explore import BREAKDOWNS, NOT_KNOWN, Explored, breakdowns_of, explore
from carehomes.measures.figures import BEDLESS
from carehomes.snapshots import records
from tests.laws.ground import HOME_ROWS_ONLY, ONE_REGISTER, SEEDS, Loaded, Worlds, added, counts, law, plain
from tests.oracle import Members, differences, views
from tests.oracle.answers import word_of
from tests.oracle.catalogue import QUERIES, load_catalogue

MEASURES = ("named_lead", "residents_with_pcsp", "oximeters_held", "testing_ladder", "lead_profession")


def ask(loaded: Loaded, measure: str, by: str, level: str, code: str, areas: str = "then", **how: Any) -> Explored:
    """A breakdown over the last two weeks."""
    weeks = loaded.snapshot.weeks[-2:]
    return explore(loaded.snapshot, measure, by, weeks[0], weeks[-1], level=level, code=code, permitted=EVERYWHERE, areas=areas, **how)


def places(loaded: Loaded) -> list[tuple[str, str]]:
    """An area of every level that a world has."""
    areas, made = loaded.snapshot.areas, loaded.made
    above = [(one.level, one.code) for one in reversed(areas.path(made.ccgs[0]))]
    return [*above, ("pcn", made.pcns[0]), ("la", made.las[0])]


def words_added(rows: list[dict[str, Any]]) -> dict[str, int]:
    """The homes by word of several rows."""
    words: dict[str, int] = defaultdict(int)
    for row in rows:
        for word, homes in (row["words"] or {}).items():
            words[word] += homes
    return {word: homes for word, homes in words.items() if homes}


@law
@given(seed=SEEDS)
def test_every_breakdown_adds_up_to_its_area(seed: int, worlds: Worlds) -> None:
    """Counts and homes by word, week by week, in every area, as then and as now, of all homes or older people's, in homes and in beds."""
    loaded = worlds.of(seed, **ONE_REGISTER)
    turn = seed
    for level, code in places(loaded):
        for by in (one.id for one in breakdowns_of(level) if one.sort != "groups"):
            # Each with another measure, so that in every level each measure has its turn.
            turn += 1
            measure = MEASURES[turn % len(MEASURES)]
            how = {"areas": ("then", "now")[turn % 2], "older": turn % 3 == 0, "beds": turn % 4 < 2}
            found = ask(loaded, measure, by, level, code, **how)
            parts = defaultdict(list)
            for row in records(found.parts):
                parts[row["week"]].append(plain(row))
            for whole in map(plain, records(found.whole)):
                assert added(parts[whole["week"]]) == counts(whole), (level, code, by, measure, how)
                assert words_added(parts[whole["week"]]) == words_added([whole]), (level, code, by, measure, how)
                for apart in BEDLESS:
                    assert sum(row[apart] or 0 for row in parts[whole["week"]]) == (whole[apart] or 0), (level, code, by, measure, how)
            assert found.adds_up


@law
@given(seed=SEEDS)
def test_nothing_is_left_where_every_home_tells_itself(seed: int, worlds: Worlds) -> None:
    loaded = worlds.of(seed, **HOME_ROWS_ONLY)
    top = loaded.snapshot.areas.top.code
    for place, by in enumerate(one.id for one in BREAKDOWNS.values() if one.sort == "homes"):
        measure = MEASURES[(seed + place) % len(MEASURES)]
        assert "totals" not in set(ask(loaded, measure, by, "england", top).parts["level"]), (by, measure)


def homes_by(loaded: Loaded, week: date, by: str) -> dict[str, list[str]]:
    """The registered homes of a week by a property, from the files."""
    questions = load_catalogue(QUERIES).questions
    found: dict[str, list[str]] = defaultdict(list)
    for home in loaded.known.register(week).homes.values():
        if by == "la":
            word = home.la
        elif by == "size":
            beds = home.beds
            sizes = ((50, "50 beds or more"), (25, "25 to 49 beds"), (11, "11 to 24 beds"), (0, "1 to 10 beds"))
            word = "" if beds is None else next(word for least, word in sizes if beds >= least)
        else:
            states = (*questions[by].words, *getattr(questions[by], "side_words", ()))
            word = word_of(loaded.known.row_that_counts(home.id, week) or {}, by, states)
        found[word or NOT_KNOWN].append(home.id)
    return found


@pytest.mark.parametrize("by", ["la", "size", "lead_profession", "testing_status"])
@law
@given(seed=SEEDS)
def test_each_row_says_what_plain_python_counts_of_its_homes(seed: int, worlds: Worlds, by: str) -> None:
    loaded = worlds.of(seed, **ONE_REGISTER)
    top = loaded.snapshot.areas.top.code
    week = loaded.snapshot.weeks[-1]
    homes = homes_by(loaded, week, by)
    for measure in MEASURES[seed % 2 :: 2]:
        found = ask(loaded, measure, by, "england", top).parts
        rows = [row for row in records(found[found["week"] == week]) if row["level"] != "totals"]
        assert {row["code"] for row in rows} == set(homes), (by, measure)
        for row in rows:
            members = Members(row["code"], (), tuple(homes[row["code"]]))
            expected = [one for one in views(loaded.world, week, group=members) if one["measure"] == measure and not one["within"]]
            assert differences(expected, [row | {"level": "group"}]) == [], (by, measure, row["code"])
