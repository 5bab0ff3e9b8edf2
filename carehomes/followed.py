"""What a follow-up is about: a value of a return, a figure or a return is flagged as it stands, and told when it has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pyarrow.compute as pc

from carehomes.access import Permitted
from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.charts.readings import kind_of, readings
from carehomes.intake.cells import address, position
from carehomes.ledger.facts import read_facts
from carehomes.ledger.follow_ups import Flagged, FollowUp
from carehomes.ledger.journal import Version, versions
from carehomes.measures import figures
from carehomes.snapshots import Snapshot
from carehomes.store import Store

#: What a blank is told as.
NOTHING = "nothing"
#: The kinds of returns that somebody answers for.
_SENT = ("home", "area", "la")


class Ledger:
    """The returns of a store as they stood at one moment: what a flagged value said, and what it says by then."""

    def __init__(self, store: Store, as_at: datetime | None = None) -> None:
        """Read the journal once; ``as_at`` is a moment (aware, included), None now. Of returns whose every word its holder may see."""
        self._store = store
        told = [one for one in store.journal.entries() if one.kind in _SENT and (as_at is None or one.decided_at <= as_at)]
        gate = store.gate()
        entries = [one for one in told if store.permitted.may_open([one.submitter]) and not (gate and gate.holds(one))]
        found = versions(entries)
        self._by_number = {one.return_id: one for one in found}
        self._standing = {(one.kind, one.submitter, one.week): one for one in found if one.known_to is None and not one.nil}

    def value(
        self, submitter: str, week: date, field: str, *, kind: str = "home", home: str = "", pcn: str = "", part: str = ""
    ) -> Flagged:
        """Return what the return that stands says of a home, or of a PCN ('' the CCG itself), in ``field`` (a question's id) now.

        A blank is flagged too: then ``value`` is ''. Raises ``ValueError`` with a plain sentence where no return stands, or none of it is
        about the home.
        """
        version = self._standing.get((kind, submitter, week))
        if version is None:
            raise ValueError(f"No {kind} return of {submitter} stands for the {words.week(week)}. See: python -m carehomes returns.")
        rows = [row for row in self._facts(version) if (row["home_id"], row["pcn_code"]) == (home, pcn)]
        if not rows:
            raise ValueError(f"Return {version.return_id} says nothing of {home or pcn or 'the whole'}. Look at the code.")
        about = Flagged(submitter, week, kind=kind, return_id=version.return_id, home=home, pcn=pcn, field=field, part=part)
        said = next((row for row in rows if (row["field"], row["part"]) == (field, part)), None)
        return _placed(about, said) if said else about

    def cell(self, return_id: int, sheet: str, cell: str) -> Flagged:
        """Return what stands in a cell of a return; the return itself where nothing of that cell was taken.

        Raises ``ValueError`` where no home, area or LA return of that number was accepted.
        """
        about = self.whole(return_id)
        row, column = position(cell.strip().upper())
        for said in self._facts(self._by_number[return_id]):
            if (said["row"], said["column"]) == (row, column) and sheet in ("", said["sheet"]):
                return _placed(
                    Flagged(
                        about.submitter,
                        about.week,
                        kind=about.kind,
                        return_id=return_id,
                        home=said["home_id"],
                        pcn=said["pcn_code"],
                        field=said["field"],
                        part=said["part"],
                    ),
                    said,
                )
        return about

    def whole(self, return_id: int) -> Flagged:
        """Return a return itself as what is asked about. Raises ``ValueError`` as ``cell`` does."""
        version = self._by_number.get(return_id)
        if version is None or version.week is None:
            raise ValueError(f"No return of the number {return_id} was accepted. See: python -m carehomes returns.")
        return Flagged(version.submitter, version.week, kind=version.kind, return_id=return_id)

    def since(self, flagged: Flagged) -> str:
        """Return what became of a flagged value or return since, '' where nothing did."""
        seen = self._by_number.get(flagged.return_id)
        now = self._standing.get((flagged.kind, flagged.submitter, flagged.week))
        if seen is None or (now and now.return_id == seen.return_id):
            return ""
        if now is None:
            return "the return was withdrawn since"
        if not flagged.field:
            return f"sent again since, as return {now.return_id}"
        before, after = self._said(seen, flagged), self._said(now, flagged)
        if _meaning(before) == _meaning(after):
            return f"sent again since, still {_text(after)}"
        return f"changed since: {_text(before)} to {_text(after)}"

    def _said(self, version: Version, flagged: Flagged) -> dict[str, Any] | None:
        key = (flagged.home, flagged.pcn, flagged.field, flagged.part)
        names = ("home_id", "pcn_code", "field", "part")
        return next((row for row in self._facts(version) if tuple(row[name] for name in names) == key), None)

    def _facts(self, version: Version) -> list[dict[str, Any]]:
        if not version.facts:
            return []
        where = (
            (pc.field("kind") == version.kind)
            & (pc.field("submitter") == version.submitter)
            & (pc.field("week") == pc.scalar(version.week))
        )
        found: list[dict[str, Any]] = read_facts(self._store.facts, version.facts, where).to_pylist()
        return found


def _placed(about: Flagged, said: dict[str, Any]) -> Flagged:
    told = about.__dict__ | {"value": said["text"], "sheet": said["sheet"], "cell": address(said["row"], said["column"])}
    return Flagged(**told)


def _meaning(said: dict[str, Any] | None) -> tuple[Any, Any] | None:
    """Return what a cell says, however it is written: 3 and 3.0 are one, and a cell that says nothing is as a blank one."""
    return None if said is None or (said["answer"] is None and said["number"] is None) else (said["answer"], said["number"])


def _text(said: dict[str, Any] | None) -> str:
    return said["text"] if said and said["text"] else NOTHING


def figure(snapshot: Snapshot, week: date, measure: str, code: str, submitter: str, *, permitted: Permitted) -> Flagged:
    """Return the figure of ``measure`` in the area ``code`` as what is asked about, of the CCG ``submitter``.

    Raises ``ValueError`` with a plain sentence where there is no such figure.
    """
    told = _figure(snapshot, week, measure, code, permitted)
    if measure not in snapshot.measures or not told:
        raise ValueError(f"There is no figure of the measure {measure} for {code} in the {words.week(week)}. They are told by their ids.")
    return Flagged(submitter, week, told, measure=measure, area=code)


def submitter_of(areas: AreaList, code: str) -> str:
    """Return the CCG that answers for an area: itself, or that of a PCN. Raises ``ValueError`` for every other."""
    found = next((one.code for one in areas.path(code) if one.level == "ccg"), "") if areas.get(code) else ""
    if not found:
        raise ValueError(f"{code} is no CCG and no PCN: nobody sends its figures. Name one that sends a return.")
    return found


def _figure(snapshot: Snapshot, week: date, measure: str, code: str, permitted: Permitted) -> str:
    known = snapshot.measures.get(measure)
    if known is None or week not in snapshot.weeks:
        return ""
    found = figures(snapshot, week, permitted=permitted, codes=[code], measures=[measure])
    own = next((one for one in readings(found) if one.code == code and not one.within), None)
    return words.headline(own, kind_of(known), known.unit) if own else ""


def changes(store: Store, snapshot: Snapshot, found: Iterable[FollowUp], *, permitted: Permitted) -> dict[int, str]:
    """Return by number what became, since, of what each follow-up is about; '' where nothing did. It closes none.

    As at the moment of ``snapshot``. A figure is told as areas were then.
    """
    ledger = Ledger(store, snapshot.as_at)
    told = {}
    for one in found:
        about = one.flagged
        if not about.measure:
            told[one.number] = ledger.since(about)
            continue
        now = _figure(snapshot, about.week, about.measure, about.area, permitted) or words.NOT_AVAILABLE
        told[one.number] = f"changed since: {about.value} to {now}" if now != about.value else ""
    return told
