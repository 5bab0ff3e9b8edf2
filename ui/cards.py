"""Headline cards: counts first, then the share, then what silence leaves open."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carehomes.catalogue import Measure
from carehomes.charts import broken, words
from carehomes.charts.readings import Reading, kind_of
from carehomes.charts.template import BLUE, INK, every_week
from carehomes.charts.trend import point_value
from ui.behind import Behind
from ui.text import block, esc


def target_words(measure: Measure) -> str:
    """Return ``Target: all, by 15 May 2020``, or ''."""
    if measure.target is None:
        return ""
    text = "Target: all" if measure.target == 100 else f"Target: {measure.target}%"
    return f"{text}, by {words.day(measure.target_date)}" if measure.target_date else text


def _bar(one: Reading) -> str:
    whole = max(one.all or 0, (one.yes or 0) + (one.no or 0) + one.silent, 1)
    yes, silent = 100 * (one.yes or 0) / whole, 100 * one.silent / whole
    told = f"{words.headline(one, 'homes', one.counted)}; {words.silence(one)}"
    return (
        f'<div class="ch-bar" role="img" aria-label="{esc(told)}" title="{esc(told)}"><span class="ch-yes" style="width:{yes:.1f}%"></span>'
        f'<span class="ch-hatch" style="width:{silent:.1f}%"></span></div>'
    )


def spark(rows: Sequence[Reading], measure: Measure, week: date | None, alt: str) -> str:
    """Return a small line of the weeks as an image: gaps where a week has no answer, the target dashed, a dot for ``week``.

    A break parts it, with a thin line between the weeks.

    An image, since Streamlit takes drawn markup out of HTML; its text is the product's own.
    """
    kind = kind_of(measure)
    by_week = {one.week: one for one in rows if one.week and one.measure == measure.id}
    weeks = every_week(list(by_week))
    values = [point_value(by_week[each], kind) if each in by_week else None for each in weeks]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    wide, high, pad = 240, 44, 6
    low, top = (min(known), max([*known, float(measure.target or 0)])) if kind != "units" else (0.0, max(known))
    span = max(top - low, 10.0 if kind != "units" else 1.0)

    def at(place: int, value: float) -> tuple[float, float]:
        return pad + (wide - 2 * pad) * place / max(1, len(values) - 1), high - pad - (high - 2 * pad) * (value - low) / span

    parted = {weeks.index(one.week) for one in broken.breaks_in(measure, weeks)}
    pieces, run = [], []
    for place, value in enumerate([*values, None]):
        if run and (value is None or place in parted):
            pieces.append(" ".join(f"{x:.1f},{y:.1f}" for x, y in run))
            run = []
        if value is not None:
            run.append(at(place, value))
    lines = "".join(f'<polyline points="{piece}" fill="none" stroke="{BLUE}" stroke-width="2.5"/>' for piece in pieces)
    dot = ""
    value = point_value(by_week[week], kind) if week in by_week else None
    if value is not None and week:
        x, y = at(weeks.index(week), value)
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{BLUE}"/>'
    target = ""
    if measure.target is not None and kind != "units":
        _, y = at(0, float(measure.target))
        target = f'<line x1="0" x2="{wide}" y1="{y:.1f}" y2="{y:.1f}" stroke="{INK}" stroke-dasharray="4 3" stroke-width="1"/>'
    for place in sorted(parted):
        x = (at(place - 1, 0)[0] + at(place, 0)[0]) / 2
        target += f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{high}" stroke="{INK}" stroke-dasharray="6 2 1.5 2" stroke-width="1"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" preserveAspectRatio="none">{target}{lines}{dot}</svg>'
    code = base64.b64encode(drawing.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{code}" alt="{esc(alt)}">'


@dataclass(frozen=True)
class _Told:
    """A figure as a card tells it: the big number, what stands beside it, and HTML below."""

    big: str
    beside: tuple[str, ...] = ()
    below: str = ""


def _small(*lines: str) -> str:
    return "".join(f'<p class="small">{esc(line)}</p>' for line in lines if line)


def _homes(one: Reading, compact: bool) -> _Told:
    if one.standing("homes") == "not available":
        why = "No home here has a number of beds in the register" if one.bedless else "It needs home rows, and totals were returned"
        return _Told(words.NOT_AVAILABLE, (), _small(why, words.bedless(one)))
    counts = words.headline(one, "homes", one.counted)
    if one.standing("homes") == "not applicable":
        return _Told(words.NOT_APPLICABLE, (), _small("It applies to no home here", words.bedless(one)))
    if not one.answered:
        nobody = f"none of {words.things(one.all or 0, one)} answered"
        return _Told(words.NOT_AVAILABLE, (nobody,), _small(words.silence(one), words.bedless(one)))
    span = words.span(one.yes, (one.yes or 0) + one.silent, one.all)
    among = f"{words.share(one.answered, one.all)} answered; {words.share(one.yes, one.answered)} of them yes"
    if one.counted == "beds" and not compact:
        answered = f"{words.count(one.answered)} of {words.count(one.all)} beds"
        among = f"{answered} in homes that answered; {words.share(one.yes, one.answered)} of those yes"
    silence = words.silence(one)
    if compact and one.blank and (one.no_return or one.in_totals):
        totals = f" ({words.count(one.in_totals)} in totals)" if one.in_totals else ""
        none = f", {words.count(one.no_return)} no return" if one.no_return else ""
        silence = f"Not answered: {words.count(one.blank)} blank{totals}{none}"
    return _Told(words.share(one.yes, one.all), (counts, span), _bar(one) + _small(silence, among, words.bedless(one)))


def _others(one: Reading, measure: Measure) -> _Told:
    kind = kind_of(measure)
    if one.suppressed:
        why = "Suppressed: a small count of people, or one that it follows from"
        return _Told(words.SUPPRESSED, (), _small(why, words.gave(one, kind)))
    if not one.homes_gave:
        return _Told(words.NOT_AVAILABLE, (), _small("No home gave " + ("both counts" if kind == "people" else "a count")))
    if kind == "people":
        counts = words.headline(one, kind, measure.unit)
        return _Told(words.share(one.numerator, one.whole), (counts,), _small(words.gave(one, kind), "people: no range"))
    unit = f"{measure.unit} of {words.count(one.whole)} needed" if one.whole else measure.unit
    return _Told(words.count(one.numerator), (unit,), _small(words.gave(one, kind)))


def moved(step: str, counts: str, icon: str = "") -> str:
    """Return what a compact card says of the change since the week before: the step, its counts, an icon as HTML."""
    return f'<p class="small ch-moved">{icon}<span><b>{esc(step)}</b> {esc(counts)}</span></p>'


def card(
    one: Reading | None,
    measure: Measure,
    *,
    title: str = "",
    link: str = "",
    trend: str = "",
    extra: str = "",
    change: str = "",
    lead: Behind | None = None,
) -> str:
    """Return one headline card as HTML; a short ``title`` makes it compact.

    ``trend`` is an image made by ``spark``, ``change`` what ``moved`` makes. Its name leads to ``link``, its counts to what stands
    behind them (``lead``).
    """
    if one is None:
        told = _Told(words.NOT_AVAILABLE, (), _small("No figure for this week"))
    else:
        told = _homes(one, bool(title)) if kind_of(measure) == "homes" else _others(one, measure)
    first, *rest = [esc(text) for text in told.beside] or [""]
    beside = (lead.around(first) if lead and first else first) + "".join(f"<small>{text}</small>" for text in rest)
    tail = [target_words(measure), extra]
    if one and one.carried:
        tail.append(f"{words.things(one.carried, one)} carried {words.CARRIED}")
    if one and one.not_applicable and kind_of(measure) == "homes":
        tail.append(f"{words.things(one.not_applicable, one)} not applicable")
    after = _small(" · ".join(text for text in tail if text))
    name = esc(measure.name)
    tight = " tight" if title and any(len(text) > 18 for text in told.beside) else ""
    shown = esc(title) or name
    shown = f'<a href="{esc(link)}" target="_self">{shown}</a>' if link else shown
    return (
        f'<div class="ch-kpi{tight}" role="group" aria-label="{name}"><h2 title="{name}">{shown}</h2>'
        f'<div class="row"><span class="big">{esc(told.big)}</span><span class="counts">{beside}</span></div>'
        f"{told.below}{after}{change}{trend}</div>"
    )


def draw_cards(cards: Sequence[str], most: int = 5) -> None:
    """Draw headline cards, at most five a row."""
    if cards:
        # Where one card needs smaller type, its neighbours take it too.
        tight = " tight" if any('class="ch-kpi tight"' in each for each in cards) else ""
        block(f'<div class="ch-kpis{tight}" style="--n:{min(most, len(cards))}">{"".join(cards)}</div>')
