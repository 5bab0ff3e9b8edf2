"""Where the figures of a page come from, told the same way under every page and in every file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carehomes.charts import words
from carehomes.charts.covered import MEANING
from carehomes.exports import SHORTHAND
from carehomes.measures import Returned
from carehomes.selection import OLDER, VIEWS, Selection
from carehomes.settings import marking
from carehomes.snapshots import Snapshot

DEMONSTRATION = "DEMONSTRATION DATA: an invented region, no real place or home"
PREVIEW = "PREVIEW, NOT PUBLISHED"
STATUS = "management information, provisional, not for onward publication"
_FROM_HOME_ROWS = "from home rows alone"
_IN_BEDS = "homes told in beds covered"
_BEYOND = "beyond the team [c]"


@dataclass(frozen=True)
class Provenance:
    """What every footer and file says of its figures, in the order that never changes (STYLE.md).

    ``source`` names the returns; ``week`` and ``denominator`` are said where they are not the page's week and register;
    ``here`` is how many registered homes the page counts; ``asked`` says of whom an optional question is asked; ``received`` tells of
    other returns than those of CCGs who sent them.
    """

    snapshot: Snapshot
    selection: Selection
    returned: Returned | None
    source: str = "weekly CCG returns"
    week: date | None = None
    denominator: str = ""
    here: int | None = None
    asked: str = ""
    received: str = ""

    @property
    def shown_week(self) -> date | None:
        """Return the week that the figures are of."""
        return self.week or self.selection.week

    @property
    def marks(self) -> list[str]:
        """Return what stands above all else: the handling marking, that the week is not published, that the region is invented."""
        preview = [PREVIEW] * self.snapshot.unpublished(self.shown_week)
        return [*([marking()] if marking() else []), *preview, *([DEMONSTRATION] if self.snapshot.demonstration else [])]

    @property
    def stamp(self) -> str:
        """Return ``snapshot 000131``; of a past moment the last decision known then, which later decisions do not move."""
        return f"as known by decision {self.snapshot.entry}" if self.selection.as_at else f"snapshot {self.snapshot.name}"

    @property
    def _known_at(self) -> datetime | None:
        return self.selection.as_at or self.snapshot.known_at

    @property
    def lines(self) -> list[str]:
        """Return the parts of the footer."""
        register = self.snapshot.register_label(self.selection.week) if self.selection.week else "no register"
        if self.here is not None and (self.selection.place.level != "england" or self.selection.older):
            register += f", {words.count(self.here)} of them counted here"
        found = [
            f"Source: {self.source}",
            words.week(self.shown_week),
            f"data as at {words.moment(self._known_at)}",
            self.received or returned_words(self.returned, self.selection),
            f"denominator: {self.denominator or register}",
            *([self.asked] if self.asked else []),
            STATUS,
        ]
        return [*found, *self._views]

    @property
    def _views(self) -> list[str]:
        """What is unlike the plain figures of an area as it was then."""
        level = self.selection.place.level
        found = [OLDER] * self.selection.older
        found += [_IN_BEDS] * self.selection.in_beds
        found += [_BEYOND] * (self.snapshot.beyond is not None)
        by_home = self.selection.in_beds or self.selection.older or level in VIEWS
        found += [_FROM_HOME_ROWS] * (by_home and not self.received)
        return found + ["areas as now"] * (self.selection.basis == "now")

    def notes(self, title: str) -> list[str]:
        """Return the header lines of a file: the mark, the title, where it comes from, and what the shorthand means."""
        group = self.selection.group
        members = [f"Own group {group.id}: {group.members}"] if group else []
        beds = [MEANING] if self.selection.in_beds else []
        beyond = [] if self.snapshot.beyond is None else [beyond_words(self.snapshot.beyond)]
        return [*self.marks, title, self.selection.label, *members, *self.lines, self.stamp, *beds, *beyond, SHORTHAND]

    def picture_name(self, what: str) -> str:
        """Return the name of a picture, without its ending: that of the file of the same rows."""
        return self.file_name(what).removesuffix(".csv")

    def file_name(self, what: str, ending: str = "csv") -> str:
        """Return ``care-home-support_named_lead_ccg-X01_week-2020-05-17_as-at-2020-05-20.csv``.

        In beds, beyond the team, homes for older people only, areas as now and a demonstration are said.
        """
        place = self.selection.place
        code = "".join(letter for letter in place.code if letter.isalnum())
        area = place.level if place.level == "england" else f"{place.level}-{code}"
        area += "_in-beds" * self.selection.in_beds
        area += "_beyond" * (self.snapshot.beyond is not None)
        area += "_older-people" * self.selection.older + "_areas-now" * (self.selection.basis == "now")
        week = f"_week-{self.shown_week.isoformat()}" if self.shown_week else ""
        known = self._known_at.astimezone(words.LONDON).date().isoformat() if self._known_at else "none"
        mark = "_demonstration" if self.snapshot.demonstration else ""
        return f"care-home-support_{what}_{area}{week}_as-at-{known}{mark}.{ending}"


def beyond_words(small: int) -> str:
    """Return what is not told beyond the team, where ``small`` is the largest small count of people (0: none is), in sentences."""
    if not small:
        return "Beyond the team: what single homes said in counts of people is not told; no count of an area is suppressed."
    return (
        f"Beyond the team: counts of 1 to {small} residents or staff below CCG level are suppressed [c], and with them what they would "
        "follow from: others of the same CCG, shares and steps. People of a council, an own group, homes for older people or homes by a "
        "property are not told. Totals of CCGs, homes and equipment are told as ever."
    )


def short(mark: str) -> str:
    """Return a mark in its first words: ``DEMONSTRATION DATA``."""
    return mark.partition(":")[0]


def whose(selection: Selection) -> str:
    """Return which CCGs are meant where they are not those of the area: those with homes in the authority or group."""
    return " with homes in it" if selection.place.level in VIEWS else ""


def covering(one: Returned, selection: Selection) -> str:
    """Return ``, covering 86% of homes``, '' where that is not known; what covers all homes says nothing of some."""
    every = " of every kind" if selection.older else ""
    return f", covering {words.share(one.covered, one.registered)} of homes{every}" if one.registered else ""


def returned_words(one: Returned | None, selection: Selection) -> str:
    """Return ``returns received 5 of 6 CCGs, covering 86% of homes``."""
    if one is None:
        return f"returns received {words.NOT_AVAILABLE}"
    return f"returns received {one.n} of {words.plural(one.expected, 'CCG')}{whose(selection)}{covering(one, selection)}"
