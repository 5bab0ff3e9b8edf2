"""The own questions of each family as charts: homes per lead, why check-ins were missed, oximeters by area, eligibility and retests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.charts import bars, words
from carehomes.charts.bars import Series
from carehomes.measures import HomesSaid, sql_behind
from carehomes.measures import own_questions as own
from carehomes.selection import Basis
from carehomes.snapshots import Snapshot
from ui.chart_card import Chart
from ui.frame import Page
from ui.home_lists import homes_listed
from ui.kept import kept
from ui.navigation import address
from ui.oximeters_card import oximeters_by_area
from ui.remembered import remembered
from ui.tables import Column, html_table
from ui.text import esc

#: Reasons are written by hand: more of them than this are one bar, and all of them in the table.
_MOST_REASONS, _OTHERS = 8, "other reasons"
_TESTING = ("testing_status", "whole_home_test_date")
_ROWS = "Counted from homes' own rows alone: what an area reported as totals says nothing of single homes."


@remembered(256)
def _homes(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    week: date,
    code: str,
    questions: tuple[str, str],
    basis: Basis,
    older: bool,
    group: Group | None,
    by_ccg: bool,
    homes: frozenset[str] | None,
    permitted: Permitted,
) -> tuple[HomesSaid, ...]:
    asked = {"areas": basis, "older": older, "group": group, "by_ccg": by_ccg, "homes": homes}
    return ask.area_answers(_snapshot, week, code, *questions, permitted=permitted, **asked)


def own_charts(page: Page, families: Sequence[str], wanted: tuple[str, ...]) -> list[Chart]:
    """Return the charts of the own questions of ``families``; ``wanted`` are the measures that the page asks for."""
    return _charts(page, tuple(families), wanted)


@kept
def _charts(page: Page, families: tuple[str, ...], wanted: tuple[str, ...]) -> list[Chart]:
    week = page.selection.week
    if week is None:
        return []
    frame = page.asked.figures(page.selection, wanted)
    made = [each for family in families for each in _OF_FAMILY.get(family, ())]
    found = [make(page, week, frame) for make in made]
    return [one for one in found if one]


def _said(
    page: Page, week: date, one: str = "", other: str = "", *, by_ccg: bool = False, homes: frozenset[str] | None = None
) -> tuple[HomesSaid, ...]:
    """Return the homes of the chosen area (or of them ``homes``) by what they say to two questions."""
    chosen = page.selection
    key = (str(page.store.folder), page.snapshot.key, page.snapshot)
    view = (chosen.basis, chosen.older, chosen.group, by_ccg, homes)
    return _homes(*key, week, chosen.place.code, (one, other), *view, page.permitted)


def _by_rows(page: Page, homes: Sequence[HomesSaid]) -> str:
    rows = own.counted(one for one in homes if one.has_row)
    return f"{page.selection.label}: {words.count(rows)} of {words.plural(own.counted(homes), 'home')} with a row of their own"


def _meaning(*lines: str) -> str:
    return '<div class="ch-dl">' + "".join(f"<p>{esc(line)}</p>" for line in lines) + "</div>"


def _counted(
    key: str,
    title: str,
    under: str,
    counts: Mapping[str, int],
    unit: str,
    meaning: str,
    *,
    hatched: str = "",
    link: str = "",
    none: str = "",
) -> Chart:
    """Return a card of one bar a word; ``link`` is where the words of the table lead to, ``none`` is told where there is no bar."""
    whole = sum(count for word, count in counts.items() if word != hatched)

    def told(word: str, count: int) -> str:
        return words.count(count) if word == hatched else f"{words.count(count)} ({words.share(count, whole)})"

    drawn = _pooled(counts, hatched)
    texts = tuple(told(word, count) for word, count in drawn.items())
    names = [words.shorten(word) for word in drawn]
    rows = [
        [words.capital(word), words.count(count), words.NOT_AVAILABLE if word == hatched else words.share(count, whole)]
        for word, count in counts.items()
    ]
    columns = [Column(words.capital(unit)), Column("Count", True), Column("Share", True)]
    return Chart(
        key=key,
        title=title,
        figure=bars.chart(names, [Series(unit, tuple(drawn.values()), texts)], unit, hatched=hatched, none=none),
        alt=f"{title}. {under}. {words.capital(unit)}: " + ", ".join(map(" ".join, zip(drawn, texts, strict=True))) + ".",
        table=html_table(title, columns, rows, links={row[0]: link for row in rows} if link else None),
        rows=pd.DataFrame({"word": list(counts), "count": list(counts.values())}),
        about=meaning,
        sql=sql_behind([], ["area_answers"]),
        under=under,
    )


def _pooled(counts: Mapping[str, int], hatched: str) -> dict[str, int]:
    """Return what is drawn: where there are more than ``_MOST_REASONS`` words, those after are one; ``hatched`` stays by itself."""
    named = [word for word in counts if word != hatched]
    if len(named) <= _MOST_REASONS:
        return dict(counts)
    kept = {word: counts[word] for word in named[: _MOST_REASONS - 1]}
    rest = sum(counts[word] for word in named[_MOST_REASONS - 1 :])
    return kept | {_OTHERS: rest + kept.get(_OTHERS, 0)} | {word: count for word, count in counts.items() if word == hatched}


def _leads(page: Page, week: date, frame: pd.DataFrame) -> Chart | None:
    homes = _said(page, week, "clinical_lead", "lead_name", by_ccg=True)
    counts = own.homes_per_lead(homes)
    named = own.counted(own.named(homes))
    with_lead = own.counted(one for one in homes if one.one == "yes")
    leads = sum(counts.values())
    most = counts[own.LEAD_BANDS[-1]]
    under = f"{words.plural(named, 'home')} name a lead, {words.count(with_lead - named)} more have one without a name"
    meaning = _meaning(
        "Homes whose own row says yes to a named clinical lead, by the name that it gives. One name in one CCG is one lead; the same name "
        "in two CCGs is taken for two people. Names are never shown: a keyed code stands for each.",
        _ROWS,
    )
    held = words.plural(most, "of them holds", "of them hold")
    title = f"Homes per lead: {words.plural(leads, 'lead')}, {held} 6 or more" if leads else "Homes per lead: no home names one"
    return _counted("homes_per_lead", title, f"{_by_rows(page, homes)}. {under}", counts, "leads", meaning)


def _missed(page: Page, week: date, frame: pd.DataFrame) -> Chart | None:
    listed = homes_listed(page, week, ("missed_two_weeks",), page.asked.ccgs(page.selection)).get("missed_two_weeks")
    if listed is None:
        return None
    homes = _said(page, week)
    counts = own.reasons(_said(page, week, "checkin_reason_none", homes=listed))
    here = sum(counts.values())
    link = address(page.selection.params() | {"list": "missed_two_weeks"}, "care_homes")
    meaning = (
        _meaning(
            "Homes that were not checked in with this week and the week before, both said by their own rows, by the reason that they "
            "give for this week. A reason of the table leads to the homes by name.",
            _ROWS,
        )
        + f'<p><a href="{esc(link)}" target="_self">The homes missed two weeks running, by name</a></p>'
    )
    # Where no home has a row nobody is on the list, and nobody knows who should be.
    told = words.plural(here, "home") if any(one.has_row for one in homes) else "no home has a row of its own"
    title = f"Missed two weeks running, and why: {told}"
    under = _by_rows(page, homes) + ". The table leads to them by name" * bool(here)
    none = "No home says that it was missed in both weeks" if any(one.has_row for one in homes) else ""
    return _counted("missed_why", title, under, counts, "homes", meaning, hatched=own.NOT_ANSWERED, link=link, none=none)


def _eligibility(page: Page, week: date, frame: pd.DataFrame) -> Chart | None:
    question = page.snapshot.questions.get("testing_status")
    if question is None:
        return None
    homes = _said(page, week, *_TESTING)
    bands = own.rungs(homes, question.states)
    names = [word for word in (*question.states, own.NOT_ANSWERED) if any(counts[word] for counts in bands.values())]
    whole = {band: sum(counts.values()) for band, counts in bands.items()}
    top = question.words[-1]
    reached = ", ".join(f"{words.count(counts[top])} of {words.count(whole[band])} {band}" for band, counts in bands.items())
    title = f"{top}, by eligibility: {reached}" if bands else "Testing by eligibility: no home is known"
    series = [
        Series(
            f"{words.capital(band)} ({words.count(whole[band])})",
            tuple(counts[word] for word in names),
            tuple(f"{words.count(counts[word])} ({words.share(counts[word], whole[band])})" for word in names),
        )
        for band, counts in bands.items()
    ]
    cells = [[words.capital(word), *(one.texts[place] for one in series)] for place, word in enumerate(names)]
    told = "; ".join(f"{one.name}: " + ", ".join(f"{word} {text}" for word, text in zip(names, one.texts, strict=True)) for one in series)
    return Chart(
        key="testing_eligibility",
        title=title,
        figure=bars.chart(names, series, "homes"),
        alt=f"{title}, {page.selection.label}. {told}.",
        table=html_table(title, [Column("Status"), *(Column(one.name, True) for one in series)], cells),
        rows=pd.DataFrame(
            [{"band": band, "status": word, "homes": counts[word]} for band, counts in bands.items() for word in names],
            columns=["band", "status", "homes"],
        ),
        about=_meaning(
            "Testing came first to homes for older people and people with dementia, and on 7 June 2020 to every home for adults. Homes are "
            "told by the register's band for older people; a share is of all homes of the band, those that did not answer among them.",
            _ROWS,
        ),
        sql=sql_behind([], ["area_answers"]),
        under=_by_rows(page, homes),
    )


def _retests(page: Page, week: date, frame: pd.DataFrame) -> Chart | None:
    if week < own.RETEST_FROM:
        return None
    homes = _said(page, week, *_TESTING)
    meaning = _meaning(
        f"From {words.day(own.RETEST_FROM)} residents are tested every {own.RETEST_DAYS} days. A home is due from the day after the "
        f"{own.RETEST_DAYS}th day since its last whole-home test, and overdue when {own.RETEST_TOLERANCE} days more have gone by (the "
        "tolerance), as at the Sunday of the week. A home without a date, or with one after that Sunday, is not known. Homes not eligible "
        "yet stand apart.",
        "Staff are tested every week: the date of the last whole-home test cannot tell whether they were.",
        _ROWS,
    )
    counts = own.retests(homes, week)
    under = f"{_by_rows(page, homes)}. At {words.day(week)}, {own.RETEST_DAYS} days after the last whole-home test"
    title = f"Residents' retests: {words.plural(counts['retest overdue'], 'home')} overdue, {words.count(counts['retest due'])} due"
    return _counted("retests", title, under, counts, "homes", meaning)


_Make = Callable[[Page, date, pd.DataFrame], Chart | None]
_OF_FAMILY: dict[str, tuple[_Make, ...]] = {
    "clinical_lead": (_leads,),
    "weekly_checkin": (_missed,),
    "pulse_oximeters": (oximeters_by_area,),
    "testing": (_eligibility, _retests),
}
