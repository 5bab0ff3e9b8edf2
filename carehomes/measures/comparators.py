"""Comparators: what an area is held beside - the rest of the areas above it, and areas like it. Never itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Group, group_of
from carehomes.measures.disclosed import SUPPRESSED
from carehomes.measures.figures import COLUMNS, COUNTS, figures, shares
from carehomes.snapshots import Snapshot, records
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.statistics import round_half_away

#: The levels of rows that are no area of their own.
REST, SIMILAR = "rest", "similar"
#: How many areas are called similar.
SIMILAR_COUNT = 10
PROFILE_COLUMNS = ("code", "name", "homes", "beds", "mean_beds", "older_homes", "distance")
_ABOVE = ("ccg", "region", "england")
#: Areas that are made of whole CCGs, or a part of them: what cuts across CCGs has no rest that could be counted.
_NESTED = ("region", "stp", "ccg", "pcn")
_VIEWS = ("la", "group")


def comparators(
    snapshot: Snapshot,
    week: date,
    code: str,
    *,
    permitted: Permitted,
    areas: str = "then",
    measures: Sequence[str] | None = None,
    within: str = "",
    older: bool = False,
    group: Group | None = None,
) -> pd.DataFrame:
    """Return an area and what it is held beside, columns of ``figures.COLUMNS``, a row a (measure, comparator).

    First the area's own rows, then level ``rest`` (the CCG of a PCN, the region, the whole - each less the area, its code that of the area
    above), then level ``similar`` (the pooled counts of ``similar``, code that of the area). A row without homes, or with the same homes as
    the one before, is left out. Shares are of the pooled counts, never means of shares (rule 14). ``within`` names the CCG under which a
    PCN is looked at; without it, the one that holds most of its homes. ``older`` limits every row to homes for older people. A local
    authority, or the own ``group`` of that code, is held beside the rest of the whole, both from home rows alone (rule 8).
    """
    chosen = [one for one in (measures or snapshot.measures) if one in snapshot.measures]
    ccgs = sorted({area.code for area in snapshot.areas.of_level("ccg")})
    frame = figures(snapshot, week, permitted=permitted, areas=areas, codes=[*ccgs, code], measures=chosen, older=older, group=group)
    own = frame[(frame["code"] == code) & (frame["within"] == "") & ~frame["level"].isin([REST, SIMILAR])]
    if own.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    level = str(own["level"].iloc[0])
    within = (within or _home_ccg(frame, code)) if level == "pcn" else ""
    rows = [own]
    before: set[str] = set()
    for name, above, kept in _rests(snapshot, frame, code, level, within) if level in _NESTED else ():
        # Where a region is the whole country, the rest of both is the same.
        rest = set(kept["code"] + "/" + kept["within"])
        if rest and rest != before:
            rows.append(_pooled(snapshot, kept, level=REST, code=above, name=name))
        before = rest
    if level in _VIEWS:
        top = snapshot.areas.top
        every = group_of(top.name, [top.code])
        whole = figures(snapshot, week, permitted=permitted, areas=areas, measures=chosen, older=older, group=every)
        others = pd.concat([whole[(whole["code"] == every.id) & (whole["within"] == "")], _less(own)])
        if (others.groupby("measure")["registered"].sum() > 0).any():
            rows.append(_pooled(snapshot, others, level=REST, code=top.code, name=f"Rest of {top.name}"))
    like = similar(snapshot, week, code, permitted=permitted, areas=areas)
    if level in _NESTED and not like.empty:
        kind = "PCN" if level == "pcn" else "CCG"
        told = f"{len(like)} {kind}{'s' if len(like) > 1 else ''} like {own['name'].iloc[0]}"
        found = figures(snapshot, week, permitted=permitted, areas=areas, codes=list(like["code"]), measures=chosen, older=older)
        kept = found[(found["level"] == level) & (found["within"] == "") & found["code"].isin(like["code"])]
        rows.append(_pooled(snapshot, kept, level=SIMILAR, code=code, name=told))
    together = pd.concat([one for one in rows if len(one)], ignore_index=True)
    place = {measure: number for number, measure in enumerate(chosen)}
    order = together["measure"].map(place).sort_values(kind="stable").index
    return together.loc[order].reset_index(drop=True).astype(dict.fromkeys(COUNTS, "Int64"))


def _less(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with every count taken away instead of added, so that a whole and they make the rest."""
    less = rows.copy()
    less[list(COUNTS)] = -less[list(COUNTS)]
    words = [{word: -homes for word, homes in one.items()} if isinstance(one, dict) else one for one in rows["words"]]
    less["words"] = pd.Series(words, index=less.index, dtype=object)
    return less


def _home_ccg(frame: pd.DataFrame, pcn: str) -> str:
    """Return the CCG that holds most of the homes of a PCN."""
    parts = frame[(frame["code"] == pcn) & (frame["within"] != "")].sort_values(["registered", "within"], ascending=[False, True])
    return str(parts["within"].iloc[0]) if len(parts) else ""


def _rests(snapshot: Snapshot, frame: pd.DataFrame, code: str, level: str, within: str) -> list[tuple[str, str, pd.DataFrame]]:
    """Return name, code and rows of each area above, less the area itself: whole CCGs, and for a PCN the other parts of its CCGs."""
    found = []
    path = snapshot.areas.path(within or code)
    # Parts of a CCG add up to it, rows that complete it included, so a CCG can be counted without one of its PCNs.
    split = set(frame[(frame["level"] == "pcn") & (frame["code"] == code)]["within"]) - {""} if level == "pcn" else set()
    whole = frame[(frame["level"] == "ccg") & (frame["within"] == "") & ~frame["code"].isin(split)]
    parts = frame[frame["within"].isin(split) & ~((frame["level"] == "pcn") & (frame["code"] == code))]
    for area in path:
        if area.level not in _ABOVE or area.code == code:
            continue
        inside = {one: _under(snapshot, one, area.code) and not _under(snapshot, one, code) for one in {*whole["code"], *split}}
        kept = pd.concat([whole[whole["code"].map(inside).astype(bool)], parts[parts["within"].map(inside).astype(bool)]])
        found.append((f"Rest of {area.name}", area.code, kept))
    return found


def _under(snapshot: Snapshot, ccg: str, code: str) -> bool:
    return any(one.code == code for one in snapshot.areas.path(ccg))


def _pooled(snapshot: Snapshot, rows: pd.DataFrame, *, level: str, code: str, name: str) -> pd.DataFrame:
    """Return one row a measure whose counts are the sums of those of ``rows``; one that no row has, or one does not tell, is missing."""
    pooled = []
    for measure, group in rows.groupby("measure", sort=False):
        kind = kind_of(snapshot.measures[str(measure)])
        counts = {one: int(group[one].sum()) if group[one].notna().any() else None for one in COUNTS}
        if any(SUPPRESSED in marks for marks in group["marks"]):
            # Of several, one that is not told would follow from their sum.
            counts |= {"numerator": None, "whole": None}
        sources = {part for part in group["source"] if part != "none"}
        figure: dict[str, Any] = {
            **records(group)[0],
            **counts,
            **{"level": level, "code": code, "name": name, "within": "", "compared": None},
            "source": sources.pop() if len(sources) == 1 else "mixed" if sources else "none",
            "marks": _marks(group, counts),
            "words": _words(group),
        }
        figure |= dict.fromkeys(("share", "share_low", "share_high", "share_answered", "answered_share"))
        percentages = shares(kind, counts, figure, snapshot.settings.compare_from)
        pooled.append({**figure, **percentages})
    return pd.DataFrame(pooled, columns=list(COLUMNS)).astype(dict.fromkeys(COUNTS, "Int64"))


def _marks(group: pd.DataFrame, counts: dict[str, int | None]) -> list[str]:
    """Return every mark of the rows; one that goes with a count is left out where, of the sum, nothing is left of that count."""
    gone = {mark for mark, count in (("reported as totals", "in_totals"), ("carried [e]", "carried")) if not counts[count]}
    return sorted({mark for marks in group["marks"] for mark in marks} - gone)


def _words(group: pd.DataFrame) -> dict[str, int] | None:
    told = [one for one in group["words"] if isinstance(one, dict)]
    found: dict[str, int] = {}
    for one in told:
        for word, homes in one.items():
            found[word] = found.get(word, 0) + homes
    return found if told else None


def similar(
    snapshot: Snapshot, week: date, code: str, *, permitted: Permitted, areas: str = "then", count: int = SIMILAR_COUNT
) -> pd.DataFrame:
    """Return the CCGs (or PCNs, for a PCN) most like ``code`` by number and size of registered homes in ``week``, the nearest first.

    Columns of ``PROFILE_COLUMNS``: homes, beds, mean beds of the homes whose beds the register says, homes for older people, and the
    distance: of the logarithm of homes and of mean beds, each in standard deviations over all areas of the level. Ties go by code; the
    area itself is left out, and never more than half of the others are called similar. Empty for other levels, without a
    register, or where the area has no registered homes.
    """
    every = profile(snapshot, week, "pcn" if _is_pcn(snapshot, code) else "ccg", permitted=permitted, areas=areas)
    rows = [row for row in records(every) if row["beds_known"]]
    own = next((row for row in rows if row["code"] == code), None)
    if own is None or len(rows) < 2:
        return pd.DataFrame(columns=list(PROFILE_COLUMNS))
    axes = [[math.log(row["homes"]) for row in rows], [row["beds"] / row["beds_known"] for row in rows]]
    spreads = [_spread(values) for values in axes]
    at = rows.index(own)
    for place, row in enumerate(rows):
        steps = [(values[place] - values[at]) / spread if spread else 0.0 for values, spread in zip(axes, spreads, strict=True)]
        row["distance"] = round_half_away(Fraction(math.hypot(*steps)), 2)
    others = sorted((row for row in rows if row is not own), key=lambda row: (row["distance"], row["code"]))
    return pd.DataFrame(others[: min(count, -(-len(others) // 2))], columns=list(PROFILE_COLUMNS))


def profile(snapshot: Snapshot, week: date, level: str, *, permitted: Permitted, areas: str = "then") -> pd.DataFrame:
    """Return how many homes of which size each area of ``level`` (ccg or pcn) has on the register of ``week``, by code.

    Columns of ``PROFILE_COLUMNS`` without the distance, and ``beds_known``: the homes whose beds the register says.
    """
    found = snapshot.query("register_profile", week=week, basis=areas, **permitted.parameters)
    found = found[found["pcn"] != ""] if level == "pcn" else found
    sums = found.groupby(level)[["homes", "beds", "beds_known", "older_homes"]].sum().reset_index().rename(columns={level: "code"})
    names = snapshot.pcn_names if level == "pcn" else {one.code: one.name for one in snapshot.areas.of_level("ccg")}
    sums["name"] = [names.get(code, code) for code in sums["code"]]
    sums["mean_beds"] = [
        round_half_away(Fraction(int(beds), int(known)), 1) if known else None
        for beds, known in zip(sums["beds"], sums["beds_known"], strict=True)
    ]
    return sums.sort_values("code", kind="stable").reset_index(drop=True)


def _is_pcn(snapshot: Snapshot, code: str) -> bool:
    area = snapshot.areas.get(code)
    return area is None or area.level == "pcn"


def _spread(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
