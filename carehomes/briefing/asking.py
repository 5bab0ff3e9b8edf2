"""What the slides of a pack ask of a snapshot: the same questions as the pages, in the same words, each asked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.catalogue import Measure
from carehomes.charts import broken
from carehomes.charts.la_forms import Forms, forms_of
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.ledger import notes as kept
from carehomes.ledger.notes import Note
from carehomes.ledger.told_counts import told_counts
from carehomes.measures import Moment
from carehomes.measures.standing import KINDS
from carehomes.provenance import Provenance
from carehomes.selection import VIEWS, Selection, codes_of, own_and_parts, parts_level, split
from carehomes.snapshots import Snapshot
from carehomes.snapshots import catalogue_tables as tables
from carehomes.statistics import Change
from carehomes.store import Store

#: Asked for the slide of what needs attention, and beside the headlines.
_BESIDE = ("all_in_place", "nothing_in_place", "outbreak_unchecked", "missed_two_weeks")


class Together:
    """What selections that differ in their area alone ask at once: why a figure changed is worked out from all homes there are."""

    def __init__(self, codes: Sequence[str]) -> None:
        """Ask for the areas of ``codes`` at once."""
        self._codes = tuple(dict.fromkeys(codes))
        self._found: dict[tuple[str, ...], dict[tuple[str, str], ask.Change]] = {}

    def changed(self, old: Moment, new: Moment, code: str, measures: tuple[str, ...], **whose: Any) -> dict[str, ask.Change]:
        """Return the changes of ``measures`` in the area ``code`` by measure."""
        if measures not in self._found:
            found = ask.changed(old, new, codes=self._codes, measures=measures, **whose)
            self._found[measures] = {(one.code, one.measure): one for one in found}
        made = self._found[measures]
        return {one: made[code, one] for one in measures if (code, one) in made}


@dataclass(frozen=True)
class Brief:
    """One selection of one snapshot, for one reader: ``week`` is the selection's, which a pack always has."""

    store: Store
    snapshot: Snapshot
    selection: Selection
    permitted: Permitted
    week: date
    together: Together | None = None

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures in force in the week that a page would offer, in the order of the catalogue."""
        asked = ask.ccgs_asked(self.snapshot, self.week, list(self.snapshot.measures), permitted=self.permitted)
        inside = ask.ccgs_under(self.snapshot, self.selection.place.ccg or self.selection.place.code, self.selection.basis)
        return tuple(
            one
            for one in self.snapshot.offered.values()
            if one.since <= self.week
            and (one.until is None or self.week <= one.until)
            and (one.id not in asked or self.selection.place.level in VIEWS or bool(asked[one.id] & inside))
        )

    @cached_property
    def headlines(self) -> tuple[Measure, ...]:
        """The headline measures."""
        return tuple(one for one in self.measures if one.headline)

    @cached_property
    def counted(self) -> tuple[Measure, ...]:
        """The measures that have one figure: no ladders, no splits."""
        return tuple(one for one in self.measures if kind_of(one) != "words")

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The figures of every measure of the area, first, and of the areas that it is compared by."""
        codes = codes_of(self.snapshot.areas, self.selection)
        names = [one.id for one in self.measures] + [one for one in _BESIDE if one in self.snapshot.measures]
        frame = ask.figures(self.snapshot, self.week, codes=list(codes), measures=list(dict.fromkeys(names)), **self._whose())
        return own_and_parts(frame, self.snapshot.areas, self.selection)

    @cached_property
    def readings(self) -> tuple[dict[str, Reading], list[Reading]]:
        """The readings of the area by measure, and those of the areas that it is compared by."""
        return split(self.figures, self.selection)

    @property
    def own(self) -> dict[str, Reading]:
        """The readings of the area by measure."""
        return self.readings[0]

    @cached_property
    def trend(self) -> pd.DataFrame:
        """The area week by week, up to the week: every measure that has one figure."""
        names = [one.id for one in self.counted]
        frame = ask.trend(self.snapshot, self.selection.place.code, measures=names, **self._whose())
        return frame[frame["week"] <= self.week]

    @property
    def before(self) -> date:
        """The week before."""
        return self.week - timedelta(weeks=1)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The figures of the areas that the chosen one is compared by."""
        place = self.selection.place
        return self.figures[(self.figures["code"] != place.code) | (self.figures["within"] != "")]

    @cached_property
    def _weekly(self) -> dict[str, list[Reading]]:
        return {str(name): readings(rows) for name, rows in self.trend.groupby("measure", sort=False)}

    def weeks_of(self, measure: Measure) -> list[Reading]:
        """Return the readings of a measure in the area, week by week."""
        return self._weekly.get(measure.id, [])

    def matched(self, measure: Measure) -> Change | None:
        """What changed since the week before among the homes that answered twice; None where that is not known."""
        if self.selection.older or self.selection.place.level in VIEWS:
            return None
        place, basis = self.selection.place.code, self.selection.basis
        return ask.matched(self.snapshot, place, measure, permitted=self.permitted, areas=basis, week=self.week).get(self.week)

    @cached_property
    def returned(self) -> ask.Returned:
        """Who has returned; of a view of homes, among the CCGs that have homes in it."""
        place, basis = self.selection.place, self.selection.basis
        if place.level in VIEWS:
            inside = (self.figures["within"] == place.code) & (self.figures["level"] == "ccg") & (self.figures["registered"] > 0)
            ccgs = sorted(set(self.figures[inside]["code"]))
            return ask.returned_of(self.snapshot, self.week, ccgs, permitted=self.permitted)
        return ask.returned(self.snapshot, self.week, place.ccg or place.code, permitted=self.permitted, areas=basis)

    @cached_property
    def received(self) -> pd.DataFrame:
        """The returns received, those superseded and withdrawn too."""
        return ask.returns_received(self.snapshot, permitted=self.permitted)

    @cached_property
    def provisional(self) -> frozenset[date]:
        """The weeks that may still move."""
        return frozenset(ask.settling(self.snapshot, permitted=self.permitted).provisional)

    @cached_property
    def forms(self) -> Forms:
        """The councils' forms of the area, with what a person confirmed of the counts in their words."""
        place, basis = self.selection.place, self.selection.basis
        if place.level in VIEWS:
            expected = [place.code] if place.level == "la" else []
        else:
            expected = ask.la_expected(self.snapshot, self.week, place.ccg or place.code, permitted=self.permitted, areas=basis)
        every = ask.with_confirmed(ask.la_status(self.snapshot, permitted=self.permitted), told_counts(self.store, self.snapshot.as_at))
        return forms_of(every, expected, self.week)

    @cached_property
    def changed(self) -> dict[str, ask.Change]:
        """What changed since the week before and why, of the headlines; nothing where that week is not known."""
        asked = tuple(one.id for one in self.headlines if tables.kind_of(one) in KINDS)
        if self.before not in self.snapshot.weeks or not asked:
            return {}
        old, new = (Moment(self.snapshot, week) for week in (self.before, self.week))
        together = self.together or Together([self.selection.place.code])
        return together.changed(old, new, self.selection.place.code, asked, **self._whose())

    @cached_property
    def weekly(self) -> dict[str, pd.DataFrame]:
        """By measure, the answers of the areas compared, week by week up to the week, of the headlines that are processes."""
        level = parts_level(self.snapshot.areas, self.selection)
        _, below = self.readings
        codes = tuple(sorted({one.code for one in below if one.level == level}))
        found = {}
        for one in self.headlines if codes and not self.selection.older else ():
            if one.behaviour == "process" and kind_of(one) == "homes":
                frame = ask.weekly_answers(self.snapshot, level, codes, one.id, permitted=self.permitted, areas=self.selection.basis)
                found[one.id] = frame[frame["week"] <= self.week]
        return found

    @cached_property
    def noted(self) -> tuple[Note, ...]:
        """The notes of the week that concern the area or something in it."""
        place = self.selection.place
        found = [one for one in kept.notes(self.store, self.snapshot.as_at) if one.in_week(self.week)]
        told: dict[int, Note] = {}
        for measure in ("", *(one.id for one in self.measures)):
            ccg = place.ccg if place.level == "pcn" else ""
            here, within = kept.concerning(found, self.snapshot.areas, measure, place.code, ccg=ccg, basis=self.selection.basis)
            told |= {one.number: one for one in (*here, *within)}
        return tuple(told[number] for number in sorted(told))

    @cached_property
    def provenance(self) -> Provenance:
        """Where the figures come from, as on the pages."""
        here = next((one.registered for one in self.own.values()), None)
        return Provenance(self.snapshot, self.selection, self.returned, here=here)

    def rebases(self, measure: Measure, codes: Sequence[str]) -> dict[str, dict[date, str]]:
        """Return by area the weeks from which its limits begin anew, with the reason."""
        found = [one for one in kept.notes(self.store, self.snapshot.as_at) if kept.rebases([one], measure.id)]
        told, place = {}, self.selection.place
        # A PCN stands under the CCG that was chosen, or under which the chosen PCN stands.
        ccg = place.ccg if parts_level(self.snapshot.areas, self.selection) == "pcn" else ""
        for code in codes:
            here, _ = kept.concerning(found, self.snapshot.areas, measure.id, code, ccg=ccg, basis=self.selection.basis)
            told[code] = broken.anew(measure, here)
        return told

    def _whose(self) -> dict[str, Any]:
        chosen = self.selection
        return {"permitted": self.permitted, "areas": chosen.basis, "older": chosen.older, "group": chosen.group}
