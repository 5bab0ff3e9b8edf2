"""Tables as real HTML, numbers to the right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from carehomes.catalogue import Event, Measure
from carehomes.charts import areas, broken, words
from carehomes.charts.compared import compare
from carehomes.charts.readings import Kind, Reading, kind_of
from carehomes.measures.figures import WITHOUT_BEDS
from ui.behind import Behind, Key
from ui.terms import heading
from ui.text import esc


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether it holds numbers, its width in percent where it matters, and whether it holds sentences."""

    label: str
    numeric: bool = False
    width: int = 0
    wide: bool = False


def html_table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    whole: int = 0,
    scroll: bool = True,
    links: Mapping[str, str] | None = None,
    figures: Mapping[tuple[int, int], Behind] | None = None,
) -> str:
    """Return a table whose first cell a row is its heading; the first ``whole`` rows are the area as a whole.

    It scrolls in a box of its own, or (``scroll`` False) shows all rows. ``links`` gives the address to which a heading leads, by its
    text; ``figures`` where a cell leads, by its row and column from 0.
    """
    leads = figures or {}
    head = "".join(f'<th scope="col"{_look(one)}>{heading(one.label)}</th>' for one in columns)
    body = ""
    for place, row in enumerate(rows):
        link = (links or {}).get(row[0])
        head_cell = f'<a href="{esc(link)}" target="_self">{esc(row[0])}</a>' if link else esc(row[0])
        cells = [f'<th scope="row">{head_cell}</th>']
        for across, (one, cell) in enumerate(zip(columns[1:], row[1:], strict=True), start=1):
            lead = leads.get((place, across))
            cells.append(f"<td{' class=n' if one.numeric else ''}>{lead.around(esc(cell)) if lead else esc(cell)}</td>")
        body += f"<tr{' class=whole' if place < whole else ''}>{''.join(cells)}</tr>"
    table = f'<table class="ch"><caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    # A table of all its rows too is wider than a phone: the region in which it scrolls is reached by the keyboard.
    return f'<div class="{"ch-scroll" if scroll else "ch-wide"}" tabindex="0" role="region" aria-label="{esc(caption)}">{table}</div>'


def _look(one: Column) -> str:
    kind = " class=n" if one.numeric else " class=wide" if one.wide else ""
    return kind + (f" style=width:{one.width}%" if one.width else "")


def notes_of(one: Reading) -> str:
    """Return what a reader must know of a row: its marks, and where totals stand for home rows."""
    source = {"area rows": "from an area row", "total": "from a CCG total", "mixed": "home rows and totals"}.get(one.source, "")
    carried = f"{words.count(one.carried)} carried {words.CARRIED}" if one.carried else ""
    marks = [mark for mark in one.marks if mark not in ("carried [e]", WITHOUT_BEDS)]
    return "; ".join(text for text in (*marks, words.bedless(one), source, carried) if text)


def figure_cells(one: Reading, measure: Measure, kind: Kind) -> list[str]:
    """Return the cells of a figure, after its area or week."""
    if kind == "homes":
        if one.yes is None:
            return [words.NOT_AVAILABLE] * 9 + [notes_of(one)]
        apart = one.level in ("not attributed", "totals")
        return [
            words.count(one.yes),
            words.count(one.no),
            words.count(one.blank),
            words.count(one.no_return),
            words.count(one.not_applicable),
            words.count(one.all),
            words.NOT_AVAILABLE if apart else words.share(one.yes, one.all),
            words.NOT_AVAILABLE if apart else words.span(one.yes, (one.yes or 0) + one.silent, one.all).removeprefix("range "),
            words.NOT_AVAILABLE if apart or not one.answered else words.share(one.yes, one.answered),
            "; ".join(text for text in (_standing_words(one, kind), notes_of(one)) if text),
        ]
    gave = f"{words.count(one.homes_gave)} of {words.count(one.homes)}"
    if one.suppressed:
        return [*[words.SUPPRESSED] * (3 if kind == "people" else 1), gave, notes_of(one)]
    if kind == "people":
        return [words.count(one.numerator), words.count(one.whole), words.share(one.numerator, one.whole), gave, notes_of(one)]
    return [words.count(one.numerator if one.homes_gave else None), gave, notes_of(one)]


def _standing_words(one: Reading, kind: Kind) -> str:
    standing = one.standing(kind)
    if standing == "answers only":
        return "answers, not homes"
    return standing if standing in ("too few answered", "no return", "not applicable") else ""


def figure_columns(kind: Kind, unit: str) -> list[Column]:
    """Return the columns of ``figure_cells``."""
    if kind == "homes":
        labels = ["Yes", "No", "Blank", "No return", "Not applicable", "All", "Share of all", "Range", "Share of answered"]
        return [*(Column(label, True) for label in labels), Column("Notes")]
    if kind == "people":
        return [Column("With", True), Column("Of", True), Column("Share", True), Column("Homes that gave both", True), Column("Notes")]
    return [Column(unit.capitalize(), True), Column("Homes that gave a count", True), Column("Notes")]


def areas_table(
    frame: pd.DataFrame, measure: Measure, links: Mapping[str, str] | None = None, figures: Mapping[Key, Behind] | None = None
) -> str:
    """Return the areas of one measure, in the order of the chart, all of them; ``links`` as in ``html_table``.

    The first figure of a row leads to what stands behind it, by ``figures``.

    Areas are judged and ranked against the pooled share of those of the table that may be compared; in beds they are not.
    """
    kind = kind_of(measure)
    extra = (
        [Column("95% interval of answered", True), Column("Against the others", True), Column("Rank", True)]
        if kind == "homes" and measure.unit != "beds"
        else []
    )
    ordered = areas.ranked(frame, measure)
    beside = compare(ordered, measure) if extra else None
    rows = []
    for one in ordered:
        cells = figure_cells(one, measure, kind)
        interval = areas.interval_words(one) if one.standing(kind) == "compared" else ""
        compared = [interval or words.NOT_AVAILABLE, *beside.told(one)] if beside else []
        rows.append([one.label, *cells[:-1], *compared, cells[-1]])
    columns = figure_columns(kind, measure.unit)
    keys = [(one.level, one.code, one.measure) for one in ordered]
    leads = {
        (place, 1): lead
        for place, key in enumerate(keys)
        if (lead := (figures or {}).get(key)) and rows[place][1] not in (words.NOT_AVAILABLE, words.SUPPRESSED)
    }
    told = [Column("Area"), *columns[:-1], *extra, columns[-1]]
    return html_table(f"{measure.name}, by area", told, rows, links=links, figures=leads)


def weeks_table(
    rows: Sequence[Reading],
    measure: Measure,
    *,
    provisional: Collection[date] = (),
    events: Sequence[Event] = (),
    before: Mapping[str, Mapping[date, str]] | None = None,
    after: Mapping[str, Mapping[date, str]] | None = None,
    leads: Mapping[str, str] | None = None,
) -> str:
    """Return one measure of one area, the newest week first; the weeks ``provisional`` are marked [p], those of ``events`` told.

    The first week after a break is marked [b], with what changed.

    ``before`` and ``after`` the figures stand more columns, by their heading: what each week has there in words. ``leads`` gives by week
    (ISO) where it leads.
    """
    kind = kind_of(measure)
    ahead, more = before or {}, after or {}
    ordered = sorted((one for one in rows if one.measure == measure.id and one.week), key=lambda one: one.week or 0, reverse=True)
    cells, links = [], {}
    for one in ordered:
        if one.week:
            name = broken.week_told(measure, one.week) + " [p]" * (one.week in provisional)
            if link := (leads or {}).get(one.week.isoformat()):
                links[name] = link
            *figure, told = figure_cells(one, measure, kind)
            marked = [f"{words.day(event.day)}: {event.name}" for event in events if event.week == one.week]
            marked += [f"{words.BROKEN} {each.short}" for each in measure.breaks if each.week == one.week]
            cells.append(
                [
                    name,
                    *(found.get(one.week, words.NOT_AVAILABLE) for found in ahead.values()),
                    *figure,
                    "; ".join(text for text in (told, *marked) if text),
                    *(found.get(one.week, words.NOT_AVAILABLE) for found in more.values()),
                ]
            )
    extra = [[Column(label, wide=True) for label in found] for found in (ahead, more)]
    columns = [Column("Week ending Sunday"), *extra[0], *figure_columns(kind, measure.unit), *extra[1]]
    return html_table(f"{measure.name}, week by week", columns, cells, links=links)


def words_table(rows: Sequence[Reading], measure: Measure, order: Sequence[str]) -> str:
    """Return a ladder or a split: one row an area, one column a word."""
    found = [one for one in rows if one.measure == measure.id]
    used = [word for word in order if any(word in one.words for one in found)]
    cells = [[one.label, *(words.count(one.words.get(word, 0)) for word in used), words.count(one.silent), notes_of(one)] for one in found]
    columns = [Column("Area"), *(Column(word[:1].upper() + word[1:], True) for word in used), Column("Not answered", True), Column("Notes")]
    return html_table(f"{measure.name}, homes", columns, cells)
