"""Comparators: the rest never holds the area itself, and adds up with it to the whole; similar areas are the nearest ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas import group_of
from carehomes.measures import comparators, figures, profile, similar
from carehomes.measures.figures import COLUMNS, COUNTS
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store

WEEK = date(2020, 8, 23)
#: A PCN with homes of two CCGs, and one within a single CCG that gave totals.
ACROSS, WITHIN = "U99008", "U99012"


@pytest.fixture(scope="module")
def snapshot(demo_store: Store) -> Iterator[Snapshot]:
    opened = open_snapshot(demo_store)
    yield opened
    opened.close()


def counts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("measure")[list(COUNTS)].fillna(0).astype(int)


@pytest.mark.parametrize("code", ["X01", "X03", "X06", "XQ1", ACROSS, WITHIN])
def test_an_area_and_the_rest_are_the_whole_in_every_count(snapshot: Snapshot, code: str) -> None:
    found = comparators(snapshot, WEEK, code, permitted=EVERYWHERE)
    assert list(found.columns) == list(COLUMNS)
    whole = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=["X9"])
    rest = found[(found["level"] == "rest") & (found["code"] == "X99")]
    own = found[found["code"].eq(code) & ~found["level"].isin(["rest", "similar"])]
    together = counts(own).add(counts(rest), fill_value=0)
    pd.testing.assert_frame_equal(together.loc[counts(whole).index], counts(whole), check_dtype=False)


def test_shares_are_of_the_pooled_counts(snapshot: Snapshot) -> None:
    found = comparators(snapshot, WEEK, "X01", permitted=EVERYWHERE, measures=["named_lead"])
    rest = found[found["level"] == "rest"].iloc[0]
    others = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=["X02", "X03", "X04", "X05", "X06"], measures=["named_lead"])
    others = others[others["level"] == "ccg"]
    assert rest["name"] == "Rest of Demonstration region" and rest["yes"] == others["yes"].sum()
    assert rest["share"] == round(100 * others["yes"].sum() / others["all"].sum(), 1)
    assert rest["share_answered"] == round(100 * others["yes"].sum() / (others["yes"].sum() + others["no"].sum()), 1)
    assert rest["source"] == "mixed" and rest["compared"] == (rest["answered_share"] >= 80)


def test_words_of_splits_and_ladders_are_pooled(snapshot: Snapshot) -> None:
    found = comparators(snapshot, WEEK, "X01", permitted=EVERYWHERE, measures=["testing_ladder"])
    whole = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=["X9"], measures=["testing_ladder"])["words"].iloc[0]
    own, rest = (found[found["level"] == level]["words"].iloc[0] for level in ("ccg", "rest"))
    assert {word: own.get(word, 0) + rest.get(word, 0) for word in whole} == whole


def test_each_area_has_its_own_comparators(snapshot: Snapshot) -> None:
    def told(code: str, **asked: str) -> list[tuple[str, str]]:
        found = comparators(snapshot, WEEK, code, permitted=EVERYWHERE, measures=["named_lead"], **asked)
        return list(zip(found["level"], found["code"], strict=True))

    assert told("X9") == [("england", "X9")]
    assert told("X99") == [("region", "X99")]
    assert told("XQ1") == [("stp", "XQ1"), ("rest", "X99")]
    # The region is the whole country here: the rest of both is said once.
    assert told("X01") == [("ccg", "X01"), ("rest", "X99"), ("similar", "X01")]
    assert told(WITHIN) == [("pcn", WITHIN), ("rest", "X03"), ("rest", "X99"), ("similar", WITHIN)]
    assert told(ACROSS, within="X03")[1] == ("rest", "X03")
    assert told(ACROSS)[1] == ("rest", "X02")
    assert told("nowhere") == []


def test_the_rest_of_a_ccg_is_its_other_parts(snapshot: Snapshot) -> None:
    found = comparators(snapshot, WEEK, ACROSS, permitted=EVERYWHERE, measures=["named_lead"], within="X03")
    rest = found[found["code"] == "X03"].iloc[0]
    parts = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=["X03"], measures=["named_lead"])
    parts = parts[(parts["within"] == "X03") & (parts["code"] != ACROSS)]
    assert rest["yes"] == parts["yes"].sum() and rest["denominator"] == parts["denominator"].sum()


def test_similar_areas_are_the_nearest_and_never_the_area_itself(snapshot: Snapshot) -> None:
    found = similar(snapshot, WEEK, "X05", permitted=EVERYWHERE)
    assert list(found["code"])[:2] == ["X03", "X02"] and len(found) == 3
    assert list(found["distance"]) == sorted(found["distance"])
    pcns = similar(snapshot, WEEK, WITHIN, permitted=EVERYWHERE)
    assert len(pcns) == 10 and WITHIN not in set(pcns["code"])
    assert len(similar(snapshot, WEEK, WITHIN, permitted=EVERYWHERE, count=3)) == 3
    pd.testing.assert_frame_equal(pcns, similar(snapshot, WEEK, WITHIN, permitted=EVERYWHERE))
    for code in ("X99", "XE0001", "nowhere"):
        assert similar(snapshot, WEEK, code, permitted=EVERYWHERE).empty


def test_the_pooled_similar_areas_are_those_listed(snapshot: Snapshot) -> None:
    found = comparators(snapshot, WEEK, "X05", permitted=EVERYWHERE, measures=["named_lead"])
    pooled = found[found["level"] == "similar"].iloc[0]
    like = similar(snapshot, WEEK, "X05", permitted=EVERYWHERE)
    assert pooled["name"] == "3 CCGs like NHS Eastlow CCG" and pooled["registered"] == like["homes"].sum()


def test_a_profile_counts_the_register(snapshot: Snapshot) -> None:
    found = profile(snapshot, WEEK, "ccg", permitted=EVERYWHERE).set_index("code")
    registered = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=list(found.index), measures=["named_lead"])
    registered = registered[registered["level"] == "ccg"].set_index("code")["registered"]
    assert found["homes"].to_dict() == registered.to_dict()
    assert (found["older_homes"] <= found["homes"]).all() and (found["older_homes"] > 0).all()


def test_only_permitted_areas_are_seen(snapshot: Snapshot) -> None:
    two = Permitted(frozenset({"X01", "X02"}))
    found = comparators(snapshot, WEEK, "X01", permitted=two, measures=["named_lead"])
    rest = found[found["level"] == "rest"].iloc[0]
    other = figures(snapshot, WEEK, permitted=two, codes=["X02"], measures=["named_lead"])
    assert rest["yes"] == other[other["level"] == "ccg"]["yes"].iloc[0]
    assert list(similar(snapshot, WEEK, "X01", permitted=two)["code"]) == ["X02"]


@pytest.mark.parametrize("older", [False, True])
def test_a_local_authority_and_a_group_are_held_beside_the_rest_of_the_whole(snapshot: Snapshot, older: bool) -> None:
    week = snapshot.weeks[-1]
    top = snapshot.areas.top
    every = group_of(top.name, [top.code])
    whole = figures(snapshot, week, permitted=EVERYWHERE, older=older, group=every)
    whole = whole[whole["level"] == "group"].set_index("measure")
    group = group_of("Two", [snapshot.areas.open_ccgs(week)[0].code])
    for code, own_group in ((snapshot.areas.of_level("la")[0].code, None), (group.id, group)):
        found = comparators(snapshot, week, code, permitted=EVERYWHERE, older=older, group=own_group)
        own, rest = (found[found["level"] == level].set_index("measure") for level in ("group" if own_group else "la", "rest"))
        for name in COUNTS:
            together = own[name].fillna(0) + rest[name].reindex(own.index).fillna(0)
            assert together.to_list() == whole[name].reindex(own.index).fillna(0).to_list(), name
        assert set(found["homes"]) == {"older people" if older else "all"}
