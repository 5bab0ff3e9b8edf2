"""A pack made of a selection: every slide that has something to say, in their order, with the rows of figures behind them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from carehomes.access import Permitted
from carehomes.briefing import closing, compared, families, opening, why
from carehomes.briefing.asking import Brief, Together
from carehomes.briefing.content import Pack, Slide
from carehomes.charts import words
from carehomes.exports.cells import cell
from carehomes.ledger.arrangements import ALL_SLIDES, Arrangement
from carehomes.ledger.journal import moment_text
from carehomes.measures import Returned
from carehomes.selection import Selection
from carehomes.settings import briefing_from
from carehomes.snapshots import Snapshot
from carehomes.store import Store

_Made = Callable[[Brief], Slide | Sequence[Slide] | None]
#: The kinds of slides, in the order of a pack, with what they are called where one chooses them.
KINDS: dict[str, tuple[str, _Made]] = {
    "cover": ("Cover", opening.cover),
    "headline": ("Headlines", opening.headlines),
    "family": ("A slide for each family", families.families),
    "areas": ("Areas compared", compared.compared),
    "variation": ("Variation and assurance", compared.variation),
    "changed": ("What changed and why", why.changed),
    "attention": ("Needs attention", why.attend),
    "la": ("LA status", closing.la_status),
    "quality": ("Data quality", closing.quality),
    "definitions": ("Definitions", closing.definitions),
}


def check_kinds(kinds: Collection[str]) -> None:
    """Raise ``ValueError`` in a plain sentence where one of ``kinds`` is no kind of slides."""
    if unknown := [one for one in kinds if one not in KINDS]:
        raise ValueError(f"There are no slides called {words.listed(unknown)}. There are: {', '.join(KINDS)}.")


def make_pack(
    store: Store,
    snapshot: Snapshot,
    selection: Selection,
    *,
    permitted: Permitted,
    arranged: Arrangement = ALL_SLIDES,
    together: Together | None = None,
) -> Pack:
    """Return the pack of ``selection``, ``arranged`` as asked for: it keeps what it was made with, whatever becomes of the arrangement.

    ``together`` is of the packs that are made with it. Raises ``ValueError`` in a plain sentence where there is no week to tell of, or
    a kind is unknown.
    """
    if selection.week is None:
        raise ValueError("No return has been accepted yet, so there is nothing to brief about. Accept one first.")
    check_kinds(arranged.kinds)
    ccgs = snapshot.permitted.within(permitted.ccgs).ccgs
    if ccgs is not None and not ccgs:
        raise ValueError("You may see no area, so there is nothing to brief about.")
    brief = Brief(store, snapshot, selection, permitted, selection.week, together)
    made = [KINDS[kind][1](brief) for kind in (arranged.kinds or KINDS)]
    slides = [_under(one, arranged.subtitle) for one in chain.from_iterable([one] if isinstance(one, Slide) else one or () for one in made)]
    source = brief.provenance
    known = selection.as_at or snapshot.known_at
    frame = brief.figures
    return Pack(
        title=arranged.title or "Care home support: weekly progress",
        area=selection.label,
        week=selection.week.isoformat(),
        made=moment_text(known) if known else "",
        mark=" · ".join(source.marks),
        footer=(*source.lines, source.stamp),
        params=tuple(selection.params().items()),
        file_name=source.file_name("briefing", "pptx").removesuffix(".pptx"),
        slides=tuple(slides),
        columns=tuple(str(name) for name in frame.columns),
        figures=tuple(tuple(cell(value) for value in row) for row in frame.itertuples(index=False)),
        ccgs=tuple(sorted(ccgs or ())),
        beyond=snapshot.beyond or 0,
    )


def _under(slide: Slide, subtitle: str) -> Slide:
    """Return the cover with an own ``subtitle`` before what it says beneath its title; any other slide as it is."""
    return replace(slide, under=f"{subtitle} · {slide.under}") if subtitle and slide.kind == "cover" else slide


def too_few(returned: Returned, week: date) -> str:
    """Return '' where enough have returned for a briefing (``briefing_from``), else a plain sentence that says how many."""
    wanted = briefing_from()
    if 100 * returned.n >= wanted * returned.expected:
        return ""
    told = f"{words.count(returned.n)} of {words.plural(returned.expected, 'CCG')}"
    return f"Only {told} returned for the {words.week(week)}; a briefing wants {wanted}%."
