"""Titles say the finding: every number in one is held to the rows of the figures, and the title begins the alternative text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from carehomes.access import EVERYWHERE
from carehomes.charts import areas, ladder, split, trend
from carehomes.charts.areas import finding
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.measures import figures
from carehomes.measures import trend as weeks_of
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store
from tests.conftest import PAGES
from tests.pages.conftest import Opened

Open = Callable[..., Opened]
WEEK = date(2020, 8, 23)
#: ``62% (18 of 29)`` or ``18 of 29 homes (62%)``: share, part and whole in either order.
_SHARE_FIRST = re.compile(r"([\d.]+)% \(([\d,]+) of ([\d,]+)\)")
_COUNTS_FIRST = re.compile(r"([\d,]+) of ([\d,]+)[^(;,]*? \(([\d.]+)%\)")
#: A tab beside the first has a sentence of its own.
_BESIDE = ("_process_chart", "_way_to_the_target", "_boundaries")


def number(text: str) -> int:
    return int(text.replace(",", ""))


def told(sentence: str) -> list[tuple[str, int, int]]:
    """Return (share as it is written, part, whole) of every share in ``sentence``."""
    found = [(share, number(part), number(whole)) for share, part, whole in _SHARE_FIRST.findall(sentence)]
    return found + [(share, number(part), number(whole)) for part, whole, share in _COUNTS_FIRST.findall(sentence)]


def written(part: int, whole: int) -> str:
    """Return the share as the house writes it: whole percent below 1,000, else one decimal, halves away from zero."""
    tenfold = 1 if whole < 1000 else 10
    scaled = Fraction(100 * part * tenfold, whole)
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return str(rounded) if tenfold == 1 else f"{rounded // 10}.{rounded % 10}"


def counts(one: Reading, kind: str, *, answered: bool) -> tuple[int, int]:
    if kind == "homes":
        return one.yes or 0, one.answered if answered else one.all or 0
    return one.numerator or 0, one.whole or 0


@pytest.fixture(scope="module")
def snapshot(demo_store: Store) -> Snapshot:
    return open_snapshot(demo_store)


@pytest.fixture(params=[("X9", False), ("X99", False), ("X03", False), ("X06", False), ("U99012", False), ("X99", True)])
def selection(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """The whole, the region, a CCG, one that misses weeks, a PCN; and the region's homes for older people."""
    code, older = request.param
    return code, older


def test_a_trend_tells_its_first_and_last_week(snapshot: Snapshot, selection: tuple[str, bool]) -> None:
    code, older = selection
    checked = 0
    for measure in snapshot.measures.values():
        kind = kind_of(measure)
        if kind == "words":
            continue
        frame = weeks_of(snapshot, code, measures=[measure.id], permitted=EVERYWHERE, older=older)
        drawn = [one for one in readings(frame) if trend.point_value(one, kind) is not None]
        sentence = trend.finding(frame, measure)
        if not drawn:
            assert sentence.endswith("no week has an answer")
            continue
        ends = sorted(drawn, key=lambda one: one.week or WEEK)
        # Nothing is told across a break: the sentence begins at the last one.
        begins = max((one.week for one in measure.breaks if one.week <= (ends[-1].week or WEEK)), default=ends[0].week or WEEK)
        assert ("earlier weeks are not compared [b]" in sentence) == any((one.week or WEEK) < begins for one in ends)
        ends = [one for one in ends if (one.week or WEEK) >= begins]
        wanted = [ends[0], ends[-1]] if len(ends) > 1 else [ends[0]]
        if kind == "units":
            assert [number(text) for text in re.findall(r"(?:: |from |to )([\d,]+)", sentence)] == [one.numerator for one in wanted], (
                sentence
            )
        else:
            pairs = [counts(one, kind, answered=False) for one in wanted]
            assert told(sentence) == [(written(part, whole), part, whole) for part, whole in pairs], sentence
        for one in wanted:
            assert one.week and f"{one.week.day} {one.week:%B %Y}" in sentence
        checked += 1
    assert checked > 5


def extremes(rows: list[Reading], kind: str) -> tuple[Fraction, Fraction, int]:
    """Return the least and the most of the areas that may be compared, and how many may not."""
    there = [one for one in rows if one.level not in ("not aligned", "not attributed")]
    fit = [one for one in there if one.standing(kind) == "compared"]  # type: ignore[arg-type]
    shares = [Fraction(one.numerator or 0) if kind == "units" else Fraction(*counts(one, kind, answered=True)) for one in fit]
    return min(shares, default=Fraction(-1)), max(shares, default=Fraction(-1)), len(there) - len(fit)


@pytest.fixture(scope="module")
def of_the_week(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    """The figures of the week by measure."""
    return {one: figures(snapshot, WEEK, permitted=EVERYWHERE, measures=[one]) for one in snapshot.measures}


@pytest.mark.parametrize("within", ["", "X03", "X04", "X06"])
def test_areas_tell_the_least_and_the_most_that_may_be_compared(
    snapshot: Snapshot, of_the_week: dict[str, pd.DataFrame], within: str
) -> None:
    level = "pcn" if within else "ccg"
    compared = 0
    for measure in snapshot.measures.values():
        kind = kind_of(measure)
        if kind == "words":
            continue
        frame = of_the_week[measure.id]
        frame = frame[frame["within"] == within]
        frame = frame[frame["level"].isin((level, "not aligned", "not attributed"))] if within else frame[frame["level"] == level]
        rows = readings(frame)
        sentence = finding(rows, measure)
        assert areas.sentence(frame, measure).startswith(f"{sentence}."), measure.id
        low, high, left = extremes(rows, kind)
        cannot = re.search(r"(\d+) areas? cannot be compared", sentence)
        if low < 0:
            assert "can be compared" in sentence or "no areas" in sentence
            continue
        assert (int(cannot.group(1)) if cannot else 0) == left, sentence
        if kind == "units":
            found = [Fraction(number(text)) for text in re.findall(r"(?:: |from |to )([\d,]+) in ", sentence)]
        else:
            shares = told(sentence)
            assert all(share == written(part, whole) for share, part, whole in shares), sentence
            found = [Fraction(part, whole) for _, part, whole in shares]
            assert {(part, whole) for _, part, whole in shares} <= {counts(one, kind, answered=True) for one in rows}
        assert (found[0], found[-1]) == (low, high), sentence
        compared += 1
    assert compared or within == "X06"


def test_ladders_and_splits_tell_the_word_said_most(snapshot: Snapshot, selection: tuple[str, bool]) -> None:
    code, older = selection
    for measure in snapshot.measures.values():
        if kind_of(measure) != "words":
            continue
        frame = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=[code], measures=[measure.id], older=older)
        frame = frame[frame["within"] == ""]
        question = snapshot.questions[measure.question]
        sentence = (ladder if measure.shape == "ladder" else split).finding(frame, measure, question)
        said = readings(frame)[0].words if len(frame) else {}
        if not any(said.values()):
            assert sentence.endswith("no home has answered")
            continue
        word = re.search("“(.+)”", sentence)
        assert word is not None
        assert said[word.group(1)] == max(said.values())
        ((share, part, whole),) = told(sentence)
        assert (share, part, whole) == (written(part, whole), max(said.values()), sum(said.values())), sentence


@pytest.mark.parametrize(("place", "page"), list(enumerate(["", *PAGES])))
def test_the_title_of_a_card_begins_its_alternative_text(open_page: Open, demo_store: Store, place: int, page: str) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", area=("X04", "X99")[place % 2])
    titles = [html.unescape(text) for text in re.findall(r'<h2 class="ch-title">(.*?)</h2>', opened.html)]
    for chart in opened.at.get("plotly_chart"):
        if not str(chart.key).endswith(_BESIDE):
            alt = chart.proto.alt
            assert any(alt.startswith(title) and re.search(r"\d|no |none", title) for title in titles), (chart.key, alt, titles)


def test_shares_are_read_in_either_order() -> None:
    shares = told("from 62% (18 of 29) in A to 1,150 of 1,619 residents (71.0%)")
    assert shares == [("62", 18, 29), ("71.0", 1150, 1619)]
