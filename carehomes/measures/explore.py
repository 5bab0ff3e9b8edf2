"""Explore: one measure in one area, by any breakdown, for any weeks. The rows of a breakdown add up to the figure of the area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.measures.figures import BEDLESS, COUNTS, Wanted, Words, figured, sums_of, sums_of_view
from carehomes.measures.views import homes_of_group
from carehomes.snapshots import Homes, Snapshot, records

#: What a row of a breakdown is: an area, homes of one word, or an own group.
Sort = Literal["areas", "homes", "groups"]
#: The code of homes that no word of the breakdown is known of.
NOT_KNOWN = "not known"
#: The level of the row that holds what the area has more than its homes say one by one (rule 8).
TOTALS = "totals"
_SUMMED = [name for name in COUNTS if name != "all"]
_FLAGS = [
    "from_home_rows", "from_area_rows", "from_total", "stated", "excess", "sum_of_parts", "first_register", "no_register", "rows_lacking",
]  # fmt: skip
_SIZES = ("1 to 10 beds", "11 to 24 beds", "25 to 49 beds", "50 beds or more")


@dataclass(frozen=True)
class Breakdown:
    """One way to break a figure down: its id, its name in words, and what homes are called of which nothing is known."""

    id: str
    name: str
    sort: Sort
    unknown: str = ""


BREAKDOWNS: dict[str, Breakdown] = {
    one.id: one
    for one in (
        Breakdown("region", "region", "areas"),
        Breakdown("stp", "STP", "areas"),
        Breakdown("ccg", "CCG", "areas"),
        Breakdown("pcn", "PCN", "areas"),
        Breakdown("la", "local authority", "homes", "No local authority known"),
        Breakdown("home_type", "type of home", "homes", "Type not told in a home row"),
        Breakdown("size", "size of home", "homes", "Number of beds not known"),
        Breakdown("lead_profession", "profession of the lead", "homes", "No profession told in a home row"),
        Breakdown("testing_status", "testing status", "homes", "No status told in a home row"),
        Breakdown("group", "own group", "groups"),
    )
}


def breakdowns_of(level: str) -> list[Breakdown]:
    """Return the breakdowns that an area of ``level`` has: the areas below it, all properties of homes, own groups for the whole."""
    below = {
        "england": ("region", "stp", "ccg", "pcn", "la"),
        "region": ("stp", "ccg", "pcn", "la"),
        "stp": ("ccg", "pcn", "la"),
        "ccg": ("pcn", "la"),
        "pcn": ("la",),
        "la": ("ccg", "pcn"),
        "group": ("ccg", "pcn", "la"),
    }[level]
    return [
        one
        for one in BREAKDOWNS.values()
        if one.id in below or (one.sort == "homes" and one.id != "la") or (one.sort == "groups" and level == "england")
    ]


@dataclass(frozen=True)
class Explored:
    """What was found: the area itself, a row a week, and its breakdown, a row a week and part, both in the one shape of figures.

    ``adds_up`` is False where parts may overlap (own groups). Parts have the level of their area, ``property`` or ``totals``.
    """

    whole: pd.DataFrame
    parts: pd.DataFrame
    adds_up: bool


def explore(
    snapshot: Snapshot,
    measure: str,
    by: str,
    first: date,
    last: date,
    *,
    level: str,
    code: str,
    permitted: Permitted,
    areas: str = "then",
    older: bool = False,
    group: Group | None = None,
    groups: Sequence[Group] = (),
    beds: bool = False,
) -> Explored:
    """Return ``measure`` of the area (``level``, ``code``; an own ``group`` by its id) by the breakdown ``by``, from ``first`` to ``last``.

    ``groups`` are the own groups that a breakdown by group shows; ``beds`` tells a measure that counts homes by their registered beds.
    Areas come from the prepared figures; properties of homes are counted home by home from their own rows (rule 8), and what the area has
    more - reported as totals - is a row of its own, so that the rows add up to the area.
    Raises ``KeyError`` for a breakdown or a measure that is not known.
    """
    sort = BREAKDOWNS[by].sort
    wanted = Wanted(first, last, areas, (code,), (snapshot.measures[measure].id,), permitted, older, group, beds, cut=level == "la")
    found = [_with_words(*one) for one in sums_of(snapshot, wanted)]
    everything = pd.concat([one for one in found if len(one)] or found[:1], ignore_index=True)
    whole = everything[(everything["level"] == level) & (everything["code"] == code) & (everything["within"] == "")]
    if sort == "areas":
        parts = _areas(snapshot, wanted, everything, by, level, code)
    elif sort == "homes":
        parts = _by_property(snapshot, wanted, by, level, code)
        parts = pd.concat([parts, _left(whole, parts)], ignore_index=True)
    else:
        parts = pd.DataFrame(columns=whole.columns)
    shown = [_figured(snapshot, wanted, parts)]
    for one in groups if sort == "groups" else ():
        asked = replace(wanted, group=one, codes=(one.id,))
        told = figured(snapshot, asked, sums_of(snapshot, asked))
        shown.append(told[(told["level"] == "group") & (told["within"] == "")])
    told = pd.concat([one for one in shown if len(one)] or shown[:1], ignore_index=True)
    return Explored(_figured(snapshot, wanted, whole), _named(snapshot, told, by), sort != "groups")


def words_of(snapshot: Snapshot, by: str) -> tuple[str, ...]:
    """Return the words of a breakdown by a property of homes in their own order, none for areas and groups."""
    if by == "size":
        return (*_SIZES, NOT_KNOWN)
    question = snapshot.questions.get(by)
    return (*question.states, NOT_KNOWN) if question else ()


def as_word(frame: pd.DataFrame, word: str, compare_from: int) -> pd.DataFrame:
    """Return the figures of a ladder or a split as those of homes that have ``word``: yes has it, no has another word.

    Silence and *not applicable* stay what they are; ``compare_from`` is the share in percent that must have answered (rule 4).
    """
    found = frame.copy()
    counted = [
        {key: homes for key, homes in (told or {}).items() if key not in ("not answered", "not applicable")} for told in frame["words"]
    ]
    found["yes"] = pd.array([one.get(word, 0) for one in counted], dtype="Int64")
    found["no"] = pd.array([sum(one.values()) - one.get(word, 0) for one in counted], dtype="Int64")
    found["all"] = found["denominator"] - found["not_applicable"].fillna(0)
    found["compared"] = (found["all"] > 0) & (100 * (found["yes"] + found["no"]) >= compare_from * found["all"])
    return found


def _with_words(sums: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return the sums with a column ``words``: the homes by word of each row, an empty dictionary for a measure without words."""
    keys = zip(sums["measure"], sums["week"], sums["level"], sums["code"], sums["within"], strict=True)
    return sums.assign(words=pd.Series([words.get(key, {}) for key in keys], index=sums.index, dtype=object))


def _figured(snapshot: Snapshot, wanted: Wanted, sums: pd.DataFrame) -> pd.DataFrame:
    words = {(row["measure"], row["week"], row["level"], row["code"], row["within"]): row["words"] for row in records(sums)}
    return figured(snapshot, wanted, [(sums.drop(columns="words"), words)])


def _counts_of(rows: pd.DataFrame) -> list[str]:
    """Return the columns that add up: of a figure in beds those of homes without a number of beds, too."""
    return [*_SUMMED, *(name for name in BEDLESS if name in rows)]


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows of one (week, level, code); counts that the measure has no use for stay missing."""
    if rows.empty:
        return rows
    keys = ["measure", "week", "level", "code", "within"]
    groups = rows.groupby(keys, sort=True, dropna=False)
    counts = groups[_counts_of(rows)].sum(min_count=1)
    flags = groups[_FLAGS].max()
    words = groups["words"].agg(_added)
    return pd.concat([counts, flags, words], axis=1).reset_index()


def _added(several: pd.Series) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in several:
        for word, homes in one.items():
            total[word] = total.get(word, 0) + homes
    return total


def _areas(snapshot: Snapshot, wanted: Wanted, everything: pd.DataFrame, by: str, level: str, code: str) -> pd.DataFrame:
    """Return the areas of the level ``by`` that the area is made of, what completes them with them."""
    completing = ("pcn", "not aligned", "not attributed")
    if level in ("la", "group"):
        # A view of homes brings its parts with it.
        rows = everything[everything["within"] == code]
        rows = rows[rows["level"].isin((by,) if by == "ccg" else completing)]
    else:
        known = snapshot.areas
        inside = "ccg" if by == "pcn" else by
        codes = [one.code for one in known.of_level(inside) if code in {above.code for above in known.path(one.code, wanted.areas)}]
        found = [_with_words(*one) for one in sums_of(snapshot, replace(wanted, codes=tuple(codes)))]
        rows = pd.concat(found, ignore_index=True) if found else everything.head(0)
        own = (rows["level"] == by) & (rows["within"] == "")
        rows = rows[rows["within"].isin(codes) & rows["level"].isin(completing) if by == "pcn" else own]
    # Homes of several CCGs that no PCN has are one row.
    plain = rows.assign(within="", code=rows["code"].where(rows["level"].isin(("ccg", "pcn", by)), ""))
    return _summed(plain)


def _by_property(snapshot: Snapshot, wanted: Wanted, by: str, level: str, code: str) -> pd.DataFrame:
    """Return the homes of the area by a property that each has, from their own rows."""
    view = replace(_homes_in(snapshot, wanted, level, code), by="property", of_home=by)
    found = _with_words(*sums_of_view(snapshot, view, replace(wanted, codes=None)))
    return found[(found["level"] == "property") & (found["within"] == "")]


def _homes_in(snapshot: Snapshot, wanted: Wanted, level: str, code: str) -> Homes:
    if level == "pcn":
        known = snapshot.areas
        before = {one.code for one in known.of_level("pcn") if wanted.areas == "now" and known.successor(one).code == code}
        return Homes(older=wanted.older, in_pcns=tuple(sorted(before | {code})))
    members = wanted.group or Group(code, (code,))
    return homes_of_group(snapshot.areas, members, wanted.areas, older=wanted.older)


def _left(whole: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return what the area has more than its homes say one by one, a row a week in which there is any: it may be less than nothing."""
    rows, counts = [], _counts_of(whole)
    for own in records(whole):
        told = parts[parts["week"] == own["week"]]
        more = {name: None if pd.isna(own[name]) else int(own[name]) - int(told[name].fillna(0).sum()) for name in counts}
        said = _added(told["words"]) if len(told) else {}
        words = {word: own["words"].get(word, 0) - said.get(word, 0) for word in {**own["words"], **said}}
        words = {word: homes for word, homes in words.items() if homes}
        # Silence that the homes tell apart (reported as totals) is a difference of words, not of counts.
        if words or any(
            more[name] for name in ("denominator", "yes", "no", "not_applicable", "not_answered", "numerator", "whole", "homes_gave")
        ):
            rows.append(own | more | dict.fromkeys(_FLAGS, 0) | {"level": TOTALS, "code": "", "within": "", "words": words})
    return pd.DataFrame(rows, columns=whole.columns).astype(dict.fromkeys(counts, "Int64"))


def _named(snapshot: Snapshot, parts: pd.DataFrame, by: str) -> pd.DataFrame:
    """Give properties their names and their order; areas stay in that of their names, what completes them last."""
    breakdown = BREAKDOWNS[by]
    if parts.empty:
        return parts
    names, levels = list(parts["name"]), list(parts["level"])
    for place, (level, code) in enumerate(zip(parts["level"], parts["code"], strict=True)):
        if level == "property":
            la = by == "la" and code != NOT_KNOWN
            levels[place] = "la" if la else level
            names[place] = breakdown.unknown if code == NOT_KNOWN else names[place] if la else code
    found = parts.assign(name=names, level=levels)
    order = {word: place for place, word in enumerate(words_of(snapshot, by))}
    last = {"not aligned": 2, "not attributed": 3, TOTALS: 3}
    found["_last"] = [last.get(level, int(code == NOT_KNOWN)) for level, code in zip(found["level"], found["code"], strict=True)]
    found["_order"] = [order.get(code, len(order)) for code in found["code"]]
    found = found.sort_values(["_last", "_order", "name", "code", "week"], kind="stable")
    return found.drop(columns=["_last", "_order"]).reset_index(drop=True)
