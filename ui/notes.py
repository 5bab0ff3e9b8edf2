"""Notes and events beside the charts that they concern: their letters on a trend, in words beneath, in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from carehomes.catalogue import Measure
from carehomes.charts import broken, noted, words
from carehomes.ledger import notes as kept
from carehomes.ledger.notes import Note
from ui.frame import Page
from ui.navigation import address
from ui.text import esc

#: Letters that one line of the Overview holds.
_LINE = 130


def notes_of(page: Page, measure: str, week: date | None = None) -> tuple[list[Note], list[Note]]:
    """Return the notes that hold for a measure of the chosen area, and those of areas within it; with ``week`` only those about it."""
    place = page.selection.place
    found = [one for one in kept.notes(page.store, page.snapshot.as_at) if week is None or one.in_week(week)]
    ccg = place.ccg if place.level == "pcn" else ""
    return kept.concerning(found, page.snapshot.areas, measure, place.code, ccg=ccg, basis=page.selection.basis)


def notes_told(page: Page, found: Sequence[Note], letters: int = 0) -> tuple[str, ...]:
    """Return the notes in words, the first ``letters`` of them with the letter that they have on the chart."""
    names = {one.id: one.name for one in page.snapshot.measures.values()}
    lines = [noted.told(one, page.snapshot.areas, names) for one in found]
    return tuple(f"{noted.letter(place)}. {line}" if place < letters else line for place, line in enumerate(lines))


def notes_of_week(page: Page, measure: str) -> tuple[str, ...]:
    """Return what is noted, of a measure, of the week shown: in the chosen area and within it."""
    here, within = notes_of(page, measure, page.selection.week)
    return notes_told(page, [*here, *within])


def notes_line(page: Page, measures: Sequence[Measure]) -> str:
    """Return one line of HTML that tells the newest note on ``measures`` in the chosen area, how many more there are, and where; or ''."""
    found = {one.number: one for measure in measures for one in notes_of(page, measure.id)[0]}
    if not found:
        return ""
    newest = max(found.values(), key=lambda one: (one.last, one.first, one.number))
    told = notes_told(page, [newest])[0]
    more = f" and {words.count(len(found) - 1)} more" if len(found) > 1 else ""
    link = f'<a href="{esc(address(page.selection.params(), "notes"))}" target="_self">Notes and events</a>'
    return f'<p class="ch-muted" title="{esc(told)}"><b>Note:</b> {esc(words.shorten(told, _LINE))}{more} ({link})</p>'


def notes_of_form(page: Page, code: str, week: date) -> tuple[str, ...]:
    """Return what is noted of every measure in the local authority ``code`` in ``week``, in words."""
    found = [one for one in kept.notes(page.store, page.snapshot.as_at) if one.in_week(week)]
    here, _ = kept.concerning(found, page.snapshot.areas, "", code, basis=page.selection.basis)
    return notes_told(page, here)


def rebases_of(page: Page, measure: Measure, ccg_of: Mapping[str, str]) -> dict[str, dict[date, str]]:
    """Return by area the weeks from which its limits begin anew, with the reason: breaks of the measure, and notes of the area.

    ``ccg_of`` are the areas, each with the CCG that it stands under (a PCN), or its own code.
    """
    found = [one for one in kept.notes(page.store, page.snapshot.as_at) if kept.rebases([one], measure.id)]
    areas, basis = page.snapshot.areas, page.selection.basis
    told = {}
    for code, ccg in ccg_of.items():
        here, _ = kept.concerning(found, areas, measure.id, code, ccg=ccg if ccg != code else "", basis=basis)
        told[code] = broken.anew(measure, here)
    return told
