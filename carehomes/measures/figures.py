"""Figures: one row a (measure, area), the one shape that pages, files and the command line read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.catalogue import Measure
from carehomes.measures.disclosed import SUPPRESSED, disclosed
from carehomes.measures.views import ALL_HOMES, BEDS, HOMES, OLDER_PEOPLE, homes_of_group, homes_of_las
from carehomes.snapshots import Homes, Snapshot, open_beds, open_view, plain, records
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
BEDLESS = ("bedless", "bedless_answered", "bedless_yes")
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
    """What is asked of a snapshot: weeks, areas as then or now, codes (None: every area), measures, which homes, in homes or in beds.

    ``parts``: with each area what adds up to it, the parts of a CCG or of a view. ``cut``: all rows are of a view.
    """

    first: date
    last: date
    areas: str
    codes: tuple[str, ...] | None
    measures: tuple[str, ...]
    permitted: Permitted
    older: bool
    group: Group | None
    beds: bool = False
    parts: bool = True
    cut: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        asked: dict[str, Any] = {"first": self.first, "last": self.last, "basis": self.areas, "measures": list(self.measures)}
        codes = {"codes": sorted(self.codes or ()), "every_code": self.codes is None, "parts": self.parts}
        return asked | self.permitted.parameters | codes


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
    parts: bool = True,
) -> pd.DataFrame:
    """Return the figures of ``week``: every measure (or ``measures``) of every area, or of ``codes`` with the parts of a CCG.

    ``parts`` False leaves out the rows that add up to an area (the parts of a CCG, those within a view). ``areas`` is ``then`` or ``now``
    (rule 8). ``codes`` may name local authorities; ``older`` limits every figure to homes for older people; ``group`` asks for an own group
    alone; ``beds`` tells the measures that count homes by the homes' registered beds, from home rows alone. Columns of ``COLUMNS``; counts
    are ``Int64``, percentages floats or None.
    """
    asked = _question(snapshot, week, week, areas, codes, measures, permitted, older, group, beds)
    return _figures(snapshot, replace(asked, parts=parts))


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
    asked = replace(asked, parts=bool(within))
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
    wanted = set(parts)
    asked = replace(asked, parts=any(within for _, _, within in parts))

    def only(sums: pd.DataFrame) -> pd.DataFrame:
        areas = zip(sums["level"].tolist(), sums["code"].tolist(), sums["within"].tolist(), strict=True)
        return sums[[one in wanted for one in areas]]

    return _figures(snapshot, asked, only)


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
    """Return sums (rows of ``queries/reports/figures.sql``, with their homes by word) as figures: the one shape.

    Every figure leaves through here: beyond the team without small counts of people.
    """
    cut = asked.cut or asked.older or asked.group is not None
    shown = ((disclosed(snapshot, sums, areas=asked.areas, permitted=asked.permitted, cut=cut), words) for sums, words in found)
    told = [_figures_of(snapshot, asked, sums.reset_index(drop=True), words) for sums, words in shown if len(sums)]
    if not told:
        return pd.DataFrame(columns=list(COLUMNS))
    frame = told[0] if len(told) == 1 else pd.concat(told, ignore_index=True)
    place = {measure: number for number, measure in enumerate(snapshot.measures)}
    order = sorted(range(len(frame)), key=list(zip(map(place.get, frame["measure"]), frame["week"], strict=True)).__getitem__)
    return frame if order == list(range(len(frame))) else frame.take(order).reset_index(drop=True)


def _figures_of(snapshot: Snapshot, asked: Wanted, sums: pd.DataFrame, words: Words) -> pd.DataFrame:
    # Column by column: a row at a time costs a page more than the query.
    rows = {str(name): plain(sums[name]) for name in sums}
    columns: dict[str, Any] = {name: sums[name].array for name in ("measure", "week", "level", "code", "within")}
    columns |= {name: sums[name].astype("Int64").array for name in COUNTS if name in sums}
    shown, everything = _percentages(snapshot, rows)
    columns["all"] = pd.array(everything, dtype="Int64")
    columns |= {name: np.array(shown[name], dtype=float) for name in _SHARES} | {"compared": shown["compared"]}
    in_beds_too = [asked.beds and in_beds(snapshot.measures[one]) for one in rows["measure"]]
    apart = {name: _told_apart(rows.get(name), in_beds_too) for name in BEDLESS}
    columns |= {name: pd.array(values, dtype="Int64") for name, values in apart.items()}
    columns["name"] = _names(snapshot, asked, rows)
    columns["homes"] = [OLDER_PEOPLE if asked.older else ALL_HOMES] * len(sums)
    columns["counted"] = [BEDS if beds else HOMES for beds in in_beds_too]
    columns["source"] = [_source(told) for told in zip(*(rows[name] for name in _FROM), strict=True)]
    columns["marks"] = _marks(rows, apart["bedless"])
    columns["words"] = np.array([*_words_told(snapshot, rows, words), None], dtype=object)[:-1]
    return pd.DataFrame({name: columns[name] for name in COLUMNS})


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


def _told_apart(counted: list[Any] | None, beds: Sequence[bool]) -> list[int | None]:
    """Return the homes without a number of beds where a row is told in beds; None elsewhere."""
    return [(one or 0) if told else None for one, told in zip(counted or [None] * len(beds), beds, strict=True)]


#: The columns that say what was counted, each with its name.
_FROM = {"from_home_rows": "home rows", "from_area_rows": "area rows", "from_total": "total"}


def _source(told: Sequence[Any]) -> str:
    found = [name for name, there in zip(_FROM.values(), told, strict=True) if there]
    return found[0] if len(found) == 1 else ("mixed" if found else "none")


_SHARES = ("share", "share_low", "share_high", "share_answered", "answered_share")
_OF_SHARES = ("denominator", "not_applicable", "yes", "no", "not_answered", "numerator", "whole")


def _percentages(snapshot: Snapshot, rows: Mapping[str, list[Any]]) -> tuple[dict[str, list[Any]], list[int | None]]:
    """Return the columns of percentages and ``compared``, and ``all``."""
    shown: dict[str, list[Any]] = {name: [] for name in (*_SHARES, "compared")}
    everything: list[int | None] = []
    limit = snapshot.settings.compare_from
    kinds = {one: kind_of(snapshot.measures[one]) for one in set(rows["measure"])}
    for measure, level, *numbers in zip(rows["measure"], rows["level"], *(rows[name] for name in _OF_SHARES), strict=True):
        kind, counts = kinds[measure], dict(zip(_OF_SHARES, numbers, strict=True))
        figure: dict[str, Any] = {}
        if level not in _ANSWERS_ONLY:
            figure |= shares(kind, counts, figure, limit)
        elif kind in ("homes", "composite", "ladder"):
            figure["all"] = (counts["denominator"] or 0) - (counts["not_applicable"] or 0)
        everything.append(figure.get("all"))
        for name, values in shown.items():
            values.append(figure.get(name))
    return shown, everything


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


def _names(snapshot: Snapshot, asked: Wanted, rows: Mapping[str, list[Any]]) -> list[str]:
    # The names of PCNs are of no use where none is told.
    pcns = snapshot.pcn_names if "pcn" in rows["level"] else {}
    own = {"group": asked.group.name} if asked.group else {}
    told = zip(rows["level"], rows["code"], rows["week"], strict=True)
    return [own.get(level) or _name(snapshot, level, code, week, pcns) for level, code, week in told]


def _name(snapshot: Snapshot, level: str, code: str, week: date, pcns: Mapping[str, str]) -> str:
    if level in _LEVEL_NAMES:
        return _LEVEL_NAMES[level]
    area = snapshot.areas.get(code)
    if level == "pcn":
        gone = area is not None and area.closed is not None and area.closed < week
        return pcns.get(code, code) + (" (closed)" if gone else "")
    return area.name if area else code


def _marks(rows: Mapping[str, list[Any]], bedless: list[int | None]) -> list[list[str]]:
    """Return the marks of each row."""
    texts = (*_MARKS.values(), "reported as totals", "carried [e]", WITHOUT_BEDS, "not available from totals", SUPPRESSED)
    # What the remainder was raised to is the CCG's mark: its denominator is no longer the register's.
    raised = [level != "not aligned" and one for level, one in zip(rows["level"], rows["sum_of_parts"], strict=True)]
    told = {"suppressed": [False] * len(raised), **rows, "sum_of_parts": raised, "bedless": bedless}
    columns = (told[name] for name in (*_MARKS, "in_totals", "carried", "bedless", "rows_lacking", "suppressed"))
    return [[text for text, there in zip(texts, row, strict=True) if there] if any(row) else [] for row in zip(*columns, strict=True)]


def _words_told(snapshot: Snapshot, rows: Mapping[str, list[Any]], words: Words) -> list[dict[str, int] | None]:
    """Return the homes by word of each row of a ladder or a split, in the order of the question; None for all others."""
    keys = zip(rows["measure"], rows["week"], rows["level"], rows["code"], rows["within"], strict=True)
    worded = {one for one in set(rows["measure"]) if kind_of(snapshot.measures[one]) in ("ladder", "split")}
    return [_in_order(snapshot, snapshot.measures[key[0]], words.get(key, {})) if key[0] in worded else None for key in keys]


def _in_order(snapshot: Snapshot, measure: Measure, found: dict[str, int]) -> dict[str, int]:
    question = snapshot.questions[measure.question]
    order = (*question.states, "not answered")
    return {word: found[word] for word in order if word in found}
