"""Figures: one row a (measure, area), the one shape that pages, files and the command line read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.catalogue import Measure
from carehomes.measures.views import ALL_HOMES, BEDS, HOMES, OLDER_PEOPLE, homes_of_group, homes_of_las
from carehomes.snapshots import Homes, Snapshot, open_beds, open_view, records
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.statistics import percent, percent_range

#: The columns of a figure, in order (ARCHITECTURE.md says what each means).
COLUMNS: tuple[str, ...] = (
    "measure", "week", "level", "code", "name", "within", "homes", "registered", "denominator", "yes", "no", "not_applicable",
    "not_answered", "blank", "not_in_return", "in_totals", "no_return", "carried", "all", "share", "share_low", "share_high",
    "share_answered", "answered_share", "compared", "numerator", "whole", "homes_gave", "source", "marks", "words", "counted", "bedless",
    "bedless_answered", "bedless_yes",
)  # fmt: skip
COUNTS: tuple[str, ...] = (
    "registered", "denominator", "yes", "no", "not_applicable", "not_answered", "blank", "not_in_return", "in_totals", "no_return",
    "carried", "all", "numerator", "whole", "homes_gave",
)  # fmt: skip
#: Of a figure told in beds, homes without a number of beds: they are in none of the other counts.
_BEDLESS = ("bedless", "bedless_answered", "bedless_yes")
_MARKS = {
    "stated": "stated homes",
    "excess": "excess homes",
    "sum_of_parts": "sum of parts",
    "first_register": "first register",
    "no_register": "no register",
}
#: The mark of a figure in beds that leaves homes apart.
WITHOUT_BEDS = "homes without a number of beds"
#: Homes by word of a (measure, week, level, code, within).
Words = dict[tuple[str, date, str, str, str], dict[str, int]]
#: An area as a row of figures names it: level, code, within.
Part: TypeAlias = tuple[str, str, str]
#: Rows that hold answers and not homes: counts, no share.
_ANSWERS_ONLY = ("not attributed", "totals")
_LEVEL_NAMES = {"totals": "Reported as totals", "not aligned": "Not aligned to a PCN", "not attributed": "Not attributed to a PCN"}


@dataclass(frozen=True)
class Wanted:
    """What is asked of a snapshot: weeks, areas as then or now, codes (None: every area), measures, which homes, in homes or in beds."""

    first: date
    last: date
    areas: str
    codes: tuple[str, ...] | None
    measures: tuple[str, ...]
    permitted: Permitted
    older: bool
    group: Group | None
    beds: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        asked: dict[str, Any] = {"first": self.first, "last": self.last, "basis": self.areas, "measures": list(self.measures)}
        return asked | self.permitted.parameters | {"codes": sorted(self.codes or ()), "every_code": self.codes is None}


def figures(
    snapshot: Snapshot,
    week: date,
    *,
    permitted: Permitted,
    areas: str = "then",
    codes: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
    older: bool = False,
    group: Group | None = None,
    beds: bool = False,
) -> pd.DataFrame:
    """Return the figures of ``week``: every measure (or ``measures``) of every area, or of ``codes`` with the parts of a CCG.

    ``areas`` is ``then`` or ``now`` (rule 8). ``codes`` may name local authorities; ``older`` limits every figure to homes for older
    people; ``group`` asks for an own group alone; ``beds`` tells the measures that count homes by the homes' registered beds, from home
    rows alone. Columns of ``COLUMNS``; counts are ``Int64``, percentages floats or None.
    """
    return _figures(snapshot, _question(snapshot, week, week, areas, codes, measures, permitted, older, group, beds))


def trend(
    snapshot: Snapshot,
    code: str,
    *,
    measures: Sequence[str],
    permitted: Permitted,
    within: str = "",
    areas: str = "then",
    older: bool = False,
    group: Group | None = None,
    beds: bool = False,
) -> pd.DataFrame:
    """Return the figures of one area (or local authority, or own ``group`` by its id) for every week, one row a (measure, week).

    Columns of ``COLUMNS``. A week in which the area has no figure has no row: it is a gap.
    """
    if not snapshot.weeks:
        return pd.DataFrame(columns=list(COLUMNS))
    asked = _question(snapshot, snapshot.weeks[0], snapshot.weeks[-1], areas, [code], measures, permitted, older, group, beds)
    found = _figures(snapshot, asked, lambda sums: sums[(sums["code"] == code) & (sums["within"] == within)])
    return found.sort_values(["measure", "week"]).reset_index(drop=True)


def trends(
    snapshot: Snapshot,
    parts: Collection[Part],
    first: date,
    last: date,
    *,
    measures: Sequence[str],
    permitted: Permitted,
    areas: str = "then",
    older: bool = False,
    group: Group | None = None,
    beds: bool = False,
) -> pd.DataFrame:
    """Return the figures of many areas for the weeks from ``first`` to ``last``, one row a (measure, week, area), by measure and week.

    ``parts`` are areas as rows of figures name them: level, code, within. Columns of ``COLUMNS``; a week without a figure has no row.
    """
    codes = sorted({within or code for _, code, within in parts})
    asked = _question(snapshot, first, last, areas, codes, measures, permitted, older, group, beds)
    wanted = pd.MultiIndex.from_tuples(sorted(set(parts)), names=["level", "code", "within"])
    return _figures(snapshot, asked, lambda sums: sums[pd.MultiIndex.from_frame(sums[["level", "code", "within"]]).isin(wanted)])


def _question(
    snapshot: Snapshot,
    first: date,
    last: date,
    areas: str,
    codes: Sequence[str] | None,
    measures: Sequence[str] | None,
    permitted: Permitted,
    older: bool,
    group: Group | None,
    beds: bool,
) -> Wanted:
    chosen = tuple(one for one in (measures or snapshot.measures) if one in snapshot.measures)
    return Wanted(first, last, areas, None if codes is None else tuple(codes), chosen, permitted, older, group, beds)


def _figures(snapshot: Snapshot, asked: Wanted, only: Callable[[pd.DataFrame], pd.DataFrame] = lambda sums: sums) -> pd.DataFrame:
    # What else a CCG's code brings with it goes before it costs anything.
    return figured(snapshot, asked, ((only(sums), words) for sums, words in sums_of(snapshot, asked)))


def figured(snapshot: Snapshot, asked: Wanted, found: Iterable[tuple[pd.DataFrame, Words]]) -> pd.DataFrame:
    """Return sums (rows of ``queries/reports/figures.sql``, with their homes by word) as figures: the one shape."""
    told = [(row, words) for sums, words in found for row in records(sums)]
    # The names of PCNs are of no use where none is told.
    names = snapshot.pcn_names if any(row["level"] == "pcn" for row, _ in told) else {}
    rows = [_figure(snapshot, row, words, names, asked) for row, words in told]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    if frame.empty:
        return frame
    place = {measure: number for number, measure in enumerate(snapshot.measures)}
    frame["_order"] = frame["measure"].map(place)
    frame = frame.sort_values(["_order", "week"], kind="stable").drop(columns="_order").reset_index(drop=True)
    return frame.astype(dict.fromkeys((*COUNTS, *_BEDLESS), "Int64"))


def in_beds(measure: Measure) -> bool:
    """Return whether ``measure`` can be told in beds: it counts homes in four states. Others stay as they are."""
    return kind_of(measure) in ("homes", "composite")


def sums_of(snapshot: Snapshot, asked: Wanted) -> Iterator[tuple[pd.DataFrame, Words]]:
    """Yield the sums and the words of the areas asked for: prepared ones, and those of views of homes (rule 8)."""
    told = tuple(one for one in asked.measures if asked.beds and in_beds(snapshot.measures[one]))
    others = tuple(one for one in asked.measures if one not in told)
    if others:
        yield from _sums_of(snapshot, replace(asked, measures=others, beds=False))
    if told:
        yield from _sums_of(snapshot, replace(asked, measures=told))


def _sums_of(snapshot: Snapshot, asked: Wanted) -> Iterator[tuple[pd.DataFrame, Words]]:
    if asked.group:
        view = homes_of_group(snapshot.areas, asked.group, asked.areas, older=asked.older)
        yield sums_of_view(snapshot, view, replace(asked, codes=(asked.group.id,)))
        return
    las = tuple(one.code for one in snapshot.areas.of_level("la") if asked.codes is None or one.code in asked.codes)
    others = None if asked.codes is None else tuple(code for code in asked.codes if code not in las)
    if others is None or others:
        plain = replace(asked, codes=others)
        yield sums_of_view(snapshot, Homes(older=True), plain) if asked.older else _sums_of_areas(snapshot, plain)
    if las:
        yield sums_of_view(snapshot, homes_of_las(las, older=asked.older), replace(asked, codes=las))


def sums_of_view(snapshot: Snapshot, homes: Homes, asked: Wanted) -> tuple[pd.DataFrame, Words]:
    """Return the sums of a view of homes, with their homes by word."""
    measures = list(asked.measures)
    with open_view(snapshot, homes, asked.first, asked.last, measures=measures, permitted=asked.permitted, beds=asked.beds) as view:
        return _of(snapshot, view.query, asked)


def _sums_of_areas(snapshot: Snapshot, asked: Wanted) -> tuple[pd.DataFrame, Words]:
    if not asked.beds:
        return _of(snapshot, snapshot.query, asked)
    with open_beds(snapshot) as view:
        return _of(snapshot, view.query, asked)


def _of(snapshot: Snapshot, query: Callable[..., pd.DataFrame], asked: Wanted) -> tuple[pd.DataFrame, Words]:
    # Only ladders and splits have words: nothing else is asked for them.
    worded = any(kind_of(snapshot.measures[one]) in ("ladder", "split") for one in asked.measures)
    sums = query("figures", **asked.parameters)
    if asked.beds:
        sums = sums.merge(query("bedless", **asked.parameters), how="left", on=["measure", "week", "level", "code", "within"])
    return sums, _words(query("words", **asked.parameters)) if worded else {}


def _words(found: pd.DataFrame) -> Words:
    by_area: Words = {}
    for row in records(found):
        key = (row["measure"], row["week"], row["level"], row["code"], row["within"])
        by_area.setdefault(key, {})[row["word"]] = int(row["homes"])
    return by_area


def _number(value: Any) -> int | None:
    if type(value) is int:
        return value
    return None if value is None or pd.isna(value) else int(value)


def _source(row: dict[str, Any]) -> str:
    found = [
        name for name, column in (("home rows", "from_home_rows"), ("area rows", "from_area_rows"), ("total", "from_total")) if row[column]
    ]
    return found[0] if len(found) == 1 else ("mixed" if found else "none")


def _figure(
    snapshot: Snapshot,
    row: dict[str, Any],
    words: Words,
    names: dict[str, str],
    asked: Wanted,
) -> dict[str, Any]:
    measure = snapshot.measures[row["measure"]]
    kind = kind_of(measure)
    counts = {name: _number(row.get(name)) for name in COUNTS}
    told_in_beds = asked.beds and in_beds(measure)
    apart = {name: (_number(row.get(name)) or 0) if told_in_beds else None for name in _BEDLESS}
    figure: dict[str, Any] = {
        **{name: row[name] for name in ("measure", "week", "level", "code", "within")},
        "name": asked.group.name if asked.group and row["level"] == "group" else _name(snapshot, row, names),
        "homes": OLDER_PEOPLE if asked.older else ALL_HOMES,
        **counts,
        **apart,
        "compared": None,
        "source": _source(row),
        "marks": _marks(row, counts | apart),
        "words": _in_order(snapshot, measure, words.get((row["measure"], row["week"], row["level"], row["code"], row["within"]), {}))
        if kind in ("ladder", "split")
        else None,
        "counted": BEDS if told_in_beds else HOMES,
    }
    percentages = dict.fromkeys(("share", "share_low", "share_high", "share_answered", "answered_share"))
    if row["level"] not in _ANSWERS_ONLY:
        percentages |= shares(kind, counts, figure, snapshot.settings.compare_from)
    elif kind in ("homes", "composite", "ladder"):
        figure["all"] = (counts["denominator"] or 0) - (counts["not_applicable"] or 0)
    return {**figure, **percentages}


def shares(kind: str, counts: dict[str, int | None], figure: dict[str, Any], limit: int) -> dict[str, float | None]:
    """Add ``all`` and ``compared`` to ``figure`` and return the percentages (rules 3, 4 and 9)."""
    if kind == "people":
        return {"share": percent(counts["numerator"] or 0, counts["whole"] or 0)}
    if kind == "stock":
        return {}
    whole = (counts["denominator"] or 0) - (counts["not_applicable"] or 0)
    figure["all"] = whole
    if kind in ("ladder", "split"):
        return {}
    yes, no, silent = (counts[name] or 0 for name in ("yes", "no", "not_answered"))
    figure["compared"] = whole > 0 and 100 * (yes + no) >= limit * whole
    low, high = percent_range(yes, silent, whole)
    return {
        "share": percent(yes, whole),
        "share_low": low,
        "share_high": high,
        "share_answered": percent(yes, yes + no),
        "answered_share": percent(yes + no, whole),
    }


def _name(snapshot: Snapshot, row: dict[str, Any], names: dict[str, str]) -> str:
    if row["level"] in _LEVEL_NAMES:
        return _LEVEL_NAMES[str(row["level"])]
    if row["level"] == "pcn":
        pcn = snapshot.areas.get(row["code"])
        gone = pcn is not None and pcn.closed is not None and pcn.closed < row["week"]
        return names.get(str(row["code"]), str(row["code"])) + (" (closed)" if gone else "")
    area = snapshot.areas.get(row["code"])
    return area.name if area else str(row["code"])


def _marks(row: dict[str, Any], counts: dict[str, int | None]) -> list[str]:
    # What the remainder was raised to is the CCG's mark: its denominator is no longer the register's.
    own = {"sum_of_parts"} if row["level"] == "not aligned" else set()
    marks = [text for column, text in _MARKS.items() if row[column] and column not in own]
    if counts["in_totals"]:
        marks.append("reported as totals")
    if counts["carried"]:
        marks.append("carried [e]")
    if counts["bedless"]:
        marks.append(WITHOUT_BEDS)
    if row["rows_lacking"]:
        marks.append("not available from totals")
    return marks


def _in_order(snapshot: Snapshot, measure: Measure, found: dict[str, int]) -> dict[str, int]:
    question = snapshot.questions[measure.question]
    order = (*question.states, "not answered")
    return {word: found[word] for word in order if word in found}
