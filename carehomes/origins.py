"""Where a figure comes from: its homes and totals, each to its return, file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow.compute as pc

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.catalogue import Measure
from carehomes.intake.cells import address
from carehomes.ledger.archive import fetch
from carehomes.ledger.facts import read_facts
from carehomes.measures.disclosed import told_by_causes
from carehomes.measures.standing import Answer, HomeAt, Moment, Part, PartFigure, Standing, standing
from carehomes.snapshots import Snapshot, records
from carehomes.store import Store

#: Looks at the week before too (rule 11).
_TWO_WEEKS = "missed_two_weeks"


@dataclass(frozen=True)
class Cell:
    """A cell that a figure was counted from: the return, where it stands (``sheet`` '' in a CSV file) and its text as it stood."""

    return_id: int
    week: date
    sheet: str
    at: str
    field: str
    text: str


@dataclass(frozen=True)
class Origin:
    """A home (or a total: ``home`` '') of a figure: what it says, and the cells that say so."""

    home: str
    ccg: str
    pcn: str
    says: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sent:
    """A return behind a figure: who sent it (the organisation), when it was received and accepted, its file, and what was found in it."""

    return_id: int
    kind: str
    submitter: str
    week: date | None
    received_at: datetime
    accepted_at: datetime
    state: str
    sha256: str
    file_name: str
    reason: str
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Origins:
    """Everything behind one figure."""

    homes: tuple[Origin, ...]
    totals: tuple[Origin, ...]
    returns: tuple[Sent, ...]


def origins(
    store: Store,
    moment: Moment,
    measure: Measure,
    code: str,
    *,
    permitted: Permitted,
    areas: str = "then",
    la: str = "",
    older: bool = False,
    group: Group | None = None,
) -> Origins:
    """Return what is behind the figure of ``measure`` in the area ``code`` (or the local authority ``la``, or an own ``group``).

    Every home counted there is listed, also those that are silent; the returns are those that a cell of it stands in. Beyond the team
    nothing is, where the measure counts people, and no return has its findings.
    """
    if not told_by_causes(moment.snapshot, measure):
        return Origins((), (), ())
    stood = standing(moment, [measure.id], permitted=permitted, areas=areas, la=la, older=older, group=group)
    answers = stood.counted(measure.id)
    counted = stood.homes_of(measure.id)
    inside = [home for home, place in counted.items() if stood.cut or code in stood.codes(place.part)]
    told = _totals(stood, measure.id, code)
    found = _Found(store, moment, measure, permitted, frozenset(inside), frozenset(one.part for one in told))
    homes = tuple(_of_home(home, counted[home], answers.get(home), found) for home in inside)
    totals = tuple(_of_total(one, found) for one in told)
    named = sorted({cell.return_id for one in (*homes, *totals) for cell in one.cells})
    return Origins(homes, totals, found.sent(named))


def original(store: Store, sent: Sent, permitted: Permitted) -> bytes | None:
    """Return the file of ``sent`` as it was received; None to those who may not see every return in it, or not yet, or what homes said."""
    inside = [one for one in store.journal.entries() if one.action == "accepted" and one.sha256 == sent.sha256]
    gate, seen = store.gate(), permitted.within(store.permitted.ccgs)
    if store.beyond_only:
        return None
    hidden = gate is not None and any(gate.holds(one) for one in inside)
    return fetch(store.archive, sent.sha256) if sent.sha256 and seen.may_open({one.submitter for one in inside}) and not hidden else None


def _totals(stood: Standing, measure: str, code: str) -> list[PartFigure]:
    """Return the figures of parts that totals answer for."""
    return [
        one
        for one in stood.parts.get(measure, ())
        if code in stood.codes(one.part) and one.source in ("area rows", "total") and one.said.homes
    ]


def _of_home(home: str, place: HomeAt, answer: Answer | None, found: _Found) -> Origin:
    ccg, pcn = place.part
    if answer is None:
        silent = "blank" if place.has_row else "not in the return" if place.returned else "no return"
        return Origin(home, ccg, pcn, silent, ())
    says = answer.word + (" [e]" if answer.carried else "")
    return Origin(home, ccg, pcn, says, found.of_home(home, carried=answer.carried))


def _of_total(one: PartFigure, found: _Found) -> Origin:
    ccg, pcn = one.part
    says = f"{one.said.homes:,} answered in a total" + (" [e]" if one.carried else "")
    return Origin("", ccg, pcn, says, found.of_total(ccg, pcn, carried=one.carried))


class _Found:
    """The cells of a measure's questions in every return that may stand behind these homes and parts; a facts file is read once."""

    def __init__(
        self,
        store: Store,
        moment: Moment,
        measure: Measure,
        permitted: Permitted,
        inside: frozenset[str],
        parts: frozenset[Part],
    ) -> None:
        snapshot, week = moment.snapshot, moment.week
        self._week, self._two = week, measure.id == _TWO_WEEKS
        self._snapshot, self._permitted = snapshot, permitted
        span: dict[str, Any] = {"first": week - timedelta(days=7 * max(snapshot.settings.carry_weeks, 1)), "last": week}
        every = records(snapshot.query("home_sources", **span, **permitted.parameters))
        homes = [row for row in every if str(row["home_id"]) in inside]
        every = records(snapshot.query("area_sources", **span, **permitted.parameters))
        totals = [row for row in every if (str(row["ccg"]), str(row["pcn"])) in parts]
        fields = {measure.question, measure.whole, measure.base, *measure.questions} - {""}
        self._files = _files(snapshot, {int(row["return_id"]) for row in (*homes, *totals)}, permitted)
        cells = {number: _cells(store, row, fields) for number, row in self._files.items()}
        self._homes: dict[str, list[tuple[Cell, ...]]] = {}
        for row in homes:
            self._put(self._homes, str(row["home_id"]), cells.get(int(row["return_id"]), {}).get(("home", str(row["home_id"]))))
        self._totals: dict[tuple[str, str], list[tuple[Cell, ...]]] = {}
        for row in totals:
            key = (str(row["ccg"]), str(row["pcn"]))
            self._put(self._totals, key, cells.get(int(row["return_id"]), {}).get(("area", key[1])))

    @staticmethod
    def _put(into: dict[Any, list[tuple[Cell, ...]]], key: Any, cells: Sequence[Cell] | None) -> None:
        if cells:
            into.setdefault(key, []).append(tuple(cells))

    def of_home(self, home: str, *, carried: bool) -> tuple[Cell, ...]:
        """Return the cells of a home, the newest week first: this week's, or the newest where it is carried."""
        return self._chosen(self._homes.get(home, []), carried)

    def of_total(self, ccg: str, pcn: str, *, carried: bool) -> tuple[Cell, ...]:
        """Return the cells of the total of a PCN ('': of the CCG itself)."""
        return self._chosen(self._totals.get((ccg, pcn), []), carried)

    def _chosen(self, weeks: Sequence[tuple[Cell, ...]], carried: bool) -> tuple[Cell, ...]:
        if carried:
            return next((cells for cells in weeks if cells[0].week < self._week), ())
        oldest = self._week - timedelta(days=7) if self._two else self._week
        return tuple(cell for cells in weeks for cell in cells if cell.week >= oldest)

    def sent(self, named: Sequence[int]) -> tuple[Sent, ...]:
        """Return the returns ``named`` with what was found in them."""
        asked = {"returns": list(named), **self._permitted.parameters}
        findings: dict[int, list[dict[str, Any]]] = {}
        # What was found in a return is told with what single homes said.
        team = self._snapshot.beyond is None
        for row in records(self._snapshot.query("return_findings", **asked)) if team else ():
            findings.setdefault(int(row["return_id"]), []).append(row)
        return tuple(_sent(self._files[number], findings.get(number, [])) for number in named if number in self._files)


def _files(snapshot: Snapshot, numbers: Iterable[int], permitted: Permitted) -> dict[int, dict[str, Any]]:
    found = snapshot.query("return_files", returns=sorted(numbers), **permitted.parameters)
    return {int(row["return_id"]): row for row in records(found)}


def _cells(store: Store, row: Mapping[str, Any], fields: Iterable[str]) -> dict[tuple[str, str], list[Cell]]:
    """Return the cells of one return by its homes (``home``, ID) or its PCNs (``area``, code)."""
    if not row["facts"]:
        return {}
    where = (
        (pc.field("kind") == row["kind"])
        & (pc.field("submitter") == row["submitter"])
        & (pc.field("week") == pc.scalar(row["week"]))
        & pc.field("field").isin(sorted(fields))
    )
    found: dict[tuple[str, str], list[Cell]] = {}
    for fact in read_facts(store.facts, row["facts"], where).to_pylist():
        if fact["answer"] is None and fact["number"] is None:
            continue
        key = (row["kind"], fact["home_id"] if row["kind"] == "home" else fact["pcn_code"])
        field = f"{fact['field']}, {fact['part']}" if fact["part"] else fact["field"]
        cell = Cell(int(row["return_id"]), row["week"], fact["sheet"], address(fact["row"], fact["column"]), field, fact["text"])
        found.setdefault(key, []).append(cell)
    return found


def _sent(row: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> Sent:
    return Sent(
        return_id=int(row["return_id"]),
        kind=row["kind"],
        submitter=row["submitter"],
        week=row["week"],
        received_at=row["received_at"].to_pydatetime().replace(tzinfo=UTC),
        accepted_at=row["known_from"].to_pydatetime().replace(tzinfo=UTC),
        state=row["state"],
        sha256=row["sha256"],
        file_name=row["file_name"],
        reason=row["reason"],
        findings=tuple(findings),
    )
