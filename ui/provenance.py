"""Where the figures of a page come from, told the same way under every page and in every file."""

from __future__ import annotations

from carehomes.charts import words
from carehomes.measures import Returned
from carehomes.snapshots import Snapshot
from ui.selection import Selection

DEMONSTRATION = "DEMONSTRATION DATA: an invented region, no real place or home"
STATUS = "management information, provisional, not for onward publication"


def returned_words(one: Returned | None) -> str:
    """Return ``returns received 5 of 6 CCGs, covering 86% of homes``."""
    if one is None:
        return f"returns received {words.NOT_AVAILABLE}"
    return f"returns received {one.n} of {words.plural(one.expected, 'CCG')}, covering {words.share(one.covered, one.registered)} of homes"


def lines(snapshot: Snapshot, selection: Selection, returned: Returned | None, source: str = "weekly CCG returns") -> list[str]:
    """Return the parts of the footer, in the order that never changes (STYLE.md)."""
    register = snapshot.register_label(selection.week) if selection.week else "no register"
    found = [
        f"Source: {source}",
        words.week(selection.week),
        f"data as at {words.moment(snapshot.known_at)}",
        returned_words(returned),
        f"denominator: {register}",
        STATUS,
    ]
    if selection.basis == "now":
        found.append("areas as now")
    return found


def stamp(snapshot: Snapshot) -> str:
    """Return ``snapshot 000131``."""
    return f"snapshot {snapshot.name}"


def file_name(what: str, snapshot: Snapshot, selection: Selection, ending: str = "csv") -> str:
    """Return ``care-home-support_named_lead_ccg-X01_week-2020-05-17_as-at-2020-05-20.csv``."""
    area = selection.place.level if selection.place.level == "england" else f"{selection.place.level}-{selection.place.code}"
    week = f"_week-{selection.week.isoformat()}" if selection.week else ""
    known = snapshot.known_at.date().isoformat() if snapshot.known_at else "none"
    mark = "_demonstration" if snapshot.demonstration else ""
    return f"care-home-support_{what}_{area}{week}_as-at-{known}{mark}.{ending}"


def notes(title: str, snapshot: Snapshot, selection: Selection, returned: Returned | None) -> list[str]:
    """Return the header lines of a file: the mark, the title, where it comes from, and what the shorthand means."""
    mark = [DEMONSTRATION] if snapshot.demonstration else []
    return [
        *mark,
        title,
        selection.place.label,
        *lines(snapshot, selection, returned),
        stamp(snapshot),
        "Shorthand: [x] not available; [e] carried forward; [p] provisional. Blank cells: the measure has no use for the column.",
    ]
