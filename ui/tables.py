"""Tables as real HTML, numbers to the right; and the same rows as a CSV file that says where it comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from carehomes.catalogue import Event, Measure
from carehomes.charts import areas, words
from carehomes.charts.compared import compare
from carehomes.charts.readings import Kind, Reading, kind_of, known
from carehomes.plain_cells import no_formula
from ui.text import esc


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether it holds numbers, and its width in percent where it matters."""

    label: str
    numeric: bool = False
    width: int = 0


def html_table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    whole: int = 0,
    scroll: bool = True,
    links: Mapping[str, str] | None = None,
) -> str:
    """Return a table whose first cell a row is its heading; the first ``whole`` rows are the area as a whole.

    ``links`` gives the address to which a heading leads, by its text.
    """
    head = "".join(
        f'<th scope="col"{" class=n" if one.numeric else ""}{f" style=width:{one.width}%" if one.width else ""}>{esc(one.label)}</th>'
        for one in columns
    )
    body = ""
    for place, row in enumerate(rows):
        link = (links or {}).get(row[0])
        head_cell = f'<a href="{esc(link)}" target="_self">{esc(row[0])}</a>' if link else esc(row[0])
        cells = [f'<th scope="row">{head_cell}</th>']
        cells += [f"<td{' class=n' if one.numeric else ''}>{esc(cell)}</td>" for one, cell in zip(columns[1:], row[1:], strict=True)]
        body += f"<tr{' class=whole' if place < whole else ''}>{''.join(cells)}</tr>"
    table = f'<table class="ch"><caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="ch-scroll" tabindex="0" role="region" aria-label="{esc(caption)}">{table}</div>' if scroll else table


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return "; ".join(f"{word}: {homes}" for word, homes in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(str(one) for one in value)
    return value if known(value) else ""


def csv_file(notes: Sequence[str], frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as CSV below its notes (lines that begin with #), no cell of text a formula."""
    text = io.StringIO()
    for note in notes:
        text.write("# " + note.replace("\r", " ").replace("\n", " ") + "\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(list(frame.columns))
    for row in frame.itertuples(index=False):
        writer.writerow([no_formula(_plain(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def notes_of(one: Reading) -> str:
    """Return what a reader must know of a row: its marks, and where totals stand for home rows."""
    source = {"area rows": "from an area row", "total": "from a CCG total", "mixed": "home rows and totals"}.get(one.source, "")
    carried = f"{words.count(one.carried)} carried {words.CARRIED}" if one.carried else ""
    return "; ".join(text for text in (*[mark for mark in one.marks if mark != "carried [e]"], source, carried) if text)


def figure_cells(one: Reading, measure: Measure, kind: Kind) -> list[str]:
    """Return the cells of a figure, after its area or week."""
    if kind == "homes":
        if one.yes is None:
            return [words.NOT_AVAILABLE] * 9 + [notes_of(one)]
        apart = one.level == "not attributed"
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


def areas_table(frame: pd.DataFrame, measure: Measure, links: Mapping[str, str] | None = None) -> str:
    """Return the areas of one measure, in the order of the chart, all of them; ``links`` as in ``html_table``.

    Areas are judged and ranked against the pooled share of those of the table that may be compared.
    """
    kind = kind_of(measure)
    extra = [Column("95% interval of answered", True), Column("Against the others", True), Column("Rank", True)] if kind == "homes" else []
    ordered = areas.ranked(frame, measure)
    beside = compare(ordered, measure)
    rows = []
    for one in ordered:
        cells = figure_cells(one, measure, kind)
        interval = areas.interval_words(one) if one.standing(kind) == "compared" else ""
        compared = [interval or words.NOT_AVAILABLE, *beside.told(one)] if extra else []
        rows.append([one.label, *cells[:-1], *compared, cells[-1]])
    columns = figure_columns(kind, measure.unit)
    return html_table(f"{measure.name}, by area", [Column("Area"), *columns[:-1], *extra, columns[-1]], rows, links=links)


def weeks_table(rows: Sequence[Reading], measure: Measure, *, provisional: Collection[date] = (), events: Sequence[Event] = ()) -> str:
    """Return one measure of one area, the newest week first; the weeks ``provisional`` are marked [p], those of ``events`` told."""
    kind = kind_of(measure)
    ordered = sorted((one for one in rows if one.measure == measure.id and one.week), key=lambda one: one.week or 0, reverse=True)
    cells = []
    for one in ordered:
        if one.week:
            *figure, told = figure_cells(one, measure, kind)
            marked = [f"{words.day(event.day)}: {event.name}" for event in events if event.week == one.week]
            notes = "; ".join(text for text in (told, *marked) if text)
            cells.append([words.day(one.week) + " [p]" * (one.week in provisional), *figure, notes])
    return html_table(f"{measure.name}, week by week", [Column("Week ending Sunday"), *figure_columns(kind, measure.unit)], cells)


def words_table(rows: Sequence[Reading], measure: Measure, order: Sequence[str]) -> str:
    """Return a ladder or a split: one row an area, one column a word."""
    found = [one for one in rows if one.measure == measure.id]
    used = [word for word in order if any(word in one.words for one in found)]
    cells = [[one.label, *(words.count(one.words.get(word, 0)) for word in used), words.count(one.silent), notes_of(one)] for one in found]
    columns = [Column("Area"), *(Column(word[:1].upper() + word[1:], True) for word in used), Column("Not answered", True), Column("Notes")]
    return html_table(f"{measure.name}, homes", columns, cells)
