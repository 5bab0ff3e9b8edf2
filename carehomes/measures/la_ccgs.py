"""A council's form beside the returns of the CCGs that share its homes: how far the two must differ, and who shares which homes.

A form counts homes and names none; CCGs tell home by home. The register says which homes are the council's (rule 8: home rows alone).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from carehomes.access import Permitted
from carehomes.catalogue import LaPair, Measure, la_pairs
from carehomes.measures.figures import figures
from carehomes.measures.local_authorities import Item, la_items, name_of
from carehomes.measures.registers import register_homes
from carehomes.measures.standing import Moment, standing
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import Unlike, least_unlike

#: How a form's count stands to what the CCGs say: the first two differ for certain.
State = Literal["form says more", "CCGs say more", "cannot be told", "same number", "form is silent"]
#: What border lies between a council and a CCG that has homes in it; '' none.
Border = Literal["", "another STP", "another region"]
BORDER_COLUMNS = ("home_id", "name", "la", "la_name", "ccg", "ccg_name", "stp", "region", "border", "postcode")


@dataclass(frozen=True)
class Told:
    """What CCGs say of registered homes to one measure, in homes.

    Silence is told apart: ``blank`` in a return, told only ``in_totals``, of a CCG with ``no_return``, of one that is ``not_asked``.
    ``carried`` of the answers are of an earlier week (rule 10).
    """

    yes: int = 0
    no: int = 0
    not_applicable: int = 0
    blank: int = 0
    in_totals: int = 0
    no_return: int = 0
    not_asked: int = 0
    carried: int = 0

    @property
    def silent(self) -> int:
        """Homes of which nothing is known."""
        return self.blank + self.in_totals + self.no_return + self.not_asked

    @property
    def homes(self) -> int:
        """All of the homes."""
        return self.yes + self.no + self.not_applicable + self.silent


@dataclass(frozen=True)
class Statement:
    """One action of one council's form beside one measure of its CCGs' returns.

    ``counted`` of ``total`` homes by the form (None: blank; ``exempt``: it says that the action does not apply), ``told`` of the homes
    of the register there; ``by_ccg`` the same for each CCG that shares them.
    """

    la: str
    pair: LaPair
    action: Item
    measure: Measure
    counted: int | None
    exempt: bool
    total: int | None
    told: Told
    by_ccg: Mapping[str, Told]

    @property
    def unlike(self) -> Unlike | None:
        """On how many homes the two differ at the least; None where the form says nothing."""
        return self.unlike_of(self.told)

    def unlike_of(self, told: Told) -> Unlike | None:
        """Return the same for some of the homes, told by ``told``."""
        if self.counted is None:
            return None
        return least_unlike(self.counted, self.total, yes=told.yes, no=told.no, homes=self.told.homes)

    @property
    def least(self) -> int:
        """Homes on which the two differ at the least, 0 where that is not known."""
        return self.unlike.least if self.unlike else 0

    @property
    def state(self) -> State:
        """How the form's count stands to what the CCGs say."""
        found = self.unlike
        if found is None:
            return "form is silent"
        if found.least:
            return "form says more" if found.refused else "CCGs say more"
        return "same number" if self.counted == self.told.yes else "cannot be told"


@dataclass(frozen=True)
class Shared:
    """A CCG that shares homes with a council: ``homes`` of them, of ``of_ccg`` that it has in all; ``returned`` for the week, or not."""

    la: str
    ccg: str
    homes: int
    of_ccg: int
    border: Border
    returned: bool

    @property
    def elsewhere(self) -> int:
        """Homes of the CCG that are another council's."""
        return self.of_ccg - self.homes


@dataclass(frozen=True)
class Beside:
    """A council's form and the CCGs' returns of ``week``: ``total`` homes by the form (None: blank), ``registered`` by the register."""

    la: str
    name: str
    form_week: date
    week: date
    total: int | None
    registered: int
    statements: tuple[Statement, ...]
    shared: tuple[Shared, ...]

    @property
    def label(self) -> str:
        """Name and code."""
        return f"{self.name} ({self.la})"

    @property
    def across(self) -> int:
        """Homes whose CCG lies across a border."""
        return sum(one.homes for one in self.shared if one.border)


def nearest_week(weeks: Sequence[date], to: date) -> date:
    """Return the week of ``weeks`` that is nearest ``to``; of two as near, the earlier."""
    return min(weeks, key=lambda week: (abs((week - to).days), week))


def la_beside_ccgs(
    snapshot: Snapshot, forms: pd.DataFrame, week: date | None = None, *, permitted: Permitted, areas: str = "then"
) -> list[Beside]:
    """Return the ``forms`` (columns of ``la_status``, one form a council) beside the CCGs' returns of ``week``, by the councils' names.

    Without ``week`` each form is held beside the week nearest its own. A council without a home on the register of that week is left out.
    """
    by_la: dict[str, list[dict[str, Any]]] = {}
    for row in records(forms):
        by_la.setdefault(row["la_code"], []).append(row)
    of_week: dict[date, list[str]] = {}
    for la, rows in by_la.items():
        own = pd.Timestamp(rows[0]["week"]).date()
        of_week.setdefault(week or nearest_week(snapshot.weeks, own), []).append(la)
    found = [one for when, las in of_week.items() for one in _week(snapshot, when, {la: by_la[la] for la in las}, permitted, areas)]
    return sorted(found, key=lambda one: (one.name, one.la))


def _week(snapshot: Snapshot, week: date, forms: Mapping[str, list[dict[str, Any]]], permitted: Permitted, areas: str) -> Iterator[Beside]:
    pairs = [
        (pair, measure)
        for pair in la_pairs()
        if (measure := snapshot.offered.get(pair.measure)) and measure.since <= week and (measure.until is None or week <= measure.until)
    ]
    homes = register_homes(snapshot, week, permitted=permitted, areas=areas)
    told = _told(snapshot, week, [*forms], [measure.id for _, measure in pairs], permitted, areas)
    for la, rows in forms.items():
        here = homes[homes["la"] == la]
        if here.empty:
            continue
        by_ccg = {str(ccg): int(number) for ccg, number in here.groupby("ccg_shown").size().items()}
        by_item = {str(row["item"]): row for row in rows}
        every = (_statement(la, pair, measure, by_item.get(pair.item, {}), by_ccg, told) for pair, measure in pairs)
        # What no CCG there is asked stands beside nothing.
        statements = tuple(one for one in every if one.told.not_asked < one.told.homes)
        yield Beside(
            la=la,
            name=name_of(snapshot, la),
            form_week=pd.Timestamp(rows[0]["week"]).date(),
            week=week,
            total=next((int(row["total_homes"]) for row in rows if not pd.isna(row["total_homes"])), None),
            registered=len(here),
            statements=statements,
            shared=tuple(_shared(snapshot, la, here, homes, statements)),
        )


def _told(
    snapshot: Snapshot, week: date, las: Sequence[str], measures: Sequence[str], permitted: Permitted, areas: str
) -> dict[tuple[str, str, str], Told]:
    """Return what is said of each council's homes by measure and CCG."""
    frame = figures(snapshot, week, permitted=permitted, areas=areas, codes=las, measures=measures)
    rows = records(frame[(frame["level"] == "ccg") & frame["within"].isin(las)])
    found = {}
    for row in rows:
        in_totals = int(row["in_totals"])
        found[str(row["within"]), str(row["measure"]), str(row["code"])] = Told(
            yes=int(row["yes"]),
            no=int(row["no"]),
            not_applicable=int(row["not_applicable"]),
            blank=int(row["blank"]) - in_totals,
            in_totals=in_totals,
            no_return=int(row["no_return"]),
            carried=int(row["carried"]),
        )
    return found


def _statement(
    la: str,
    pair: LaPair,
    measure: Measure,
    row: Mapping[str, Any],
    homes: Mapping[str, int],
    told: Mapping[tuple[str, str, str], Told],
) -> Statement:
    by_ccg = {ccg: told.get((la, measure.id, ccg), Told(not_asked=number)) for ccg, number in homes.items()}
    names = Told.__dataclass_fields__
    own_total = next((row[name] for name in ("of_homes", "total_homes") if name in row and not pd.isna(row[name])), None)
    counted = row.get("homes")
    return Statement(
        la=la,
        pair=pair,
        action=la_items()[pair.item],
        measure=measure,
        counted=None if counted is None or pd.isna(counted) else int(counted),
        exempt=bool(row.get("not_applicable")),
        total=None if own_total is None else int(own_total),
        told=Told(**{name: sum(getattr(one, name) for one in by_ccg.values()) for name in names}),
        by_ccg=by_ccg,
    )


def _shared(snapshot: Snapshot, la: str, here: pd.DataFrame, homes: pd.DataFrame, statements: Sequence[Statement]) -> Iterator[Shared]:
    """Yield the CCGs that share homes with a council, that with most of them first."""
    counted = here.groupby("ccg_shown").size()
    borders = _borders(snapshot, la, here)
    for ccg in sorted(counted.index, key=lambda code: (-int(counted[code]), code)):
        yield Shared(
            la=la,
            ccg=str(ccg),
            homes=int(counted[ccg]),
            of_ccg=int((homes["ccg_shown"] == ccg).sum()),
            border=borders[str(ccg)],
            # A stock is carried where nothing came; what is not carried tells who returned.
            returned=not any(one.by_ccg[str(ccg)].no_return for one in statements),
        )


def _borders(snapshot: Snapshot, la: str, here: pd.DataFrame) -> dict[str, Border]:
    """Return by CCG the border that lies between it and the council: its region is another than the council's, or its STP than that of
    most of the council's homes."""
    region = next((one.code for one in snapshot.areas.path(la) if one.level == "region"), "")
    by_stp = here.groupby("stp").size()
    main = min(by_stp.index, key=lambda code: (-int(by_stp[code]), code))
    found: dict[str, Border] = {}
    for row in records(here.drop_duplicates("ccg_shown")):
        other = region and row["region"] and row["region"] != region
        found[row["ccg_shown"]] = "another region" if other else "another STP" if row["stp"] != main else ""
    return found


def la_border_homes(snapshot: Snapshot, found: Sequence[Beside], *, permitted: Permitted, areas: str = "then") -> pd.DataFrame:
    """Return the homes of the councils ``found`` whose CCG lies across a border, by council, CCG and name. Columns of
    ``BORDER_COLUMNS``; each as of the week that its council's form is held beside."""
    rows = []
    for week in sorted({one.week for one in found}):
        across = {(one.la, shared.ccg): shared.border for one in found if one.week == week for shared in one.shared if shared.border}
        names = {one.la: one.name for one in found}
        for row in records(register_homes(snapshot, week, permitted=permitted, areas=areas)) if across else ():
            if border := across.get((row["la"], row["ccg_shown"])):
                ccg = row["ccg_shown"]
                told = {"la_name": names[row["la"]], "ccg": ccg, "ccg_name": name_of(snapshot, ccg), "border": border}
                rows.append({**row, **told})
    rows.sort(key=lambda row: (row["la_name"], row["la"], row["ccg"], str(row["name"]), row["home_id"]))
    return pd.DataFrame(rows, columns=list(BORDER_COLUMNS))


def la_homes_told(
    snapshot: Snapshot, week: date, la: str, measures: Sequence[str], *, permitted: Permitted, areas: str = "then"
) -> dict[str, dict[str, str]]:
    """Return by measure what each home of a council says in ``week``: yes, no or not applicable; a silent one is not there."""
    found = standing(Moment(snapshot, week), measures, permitted=permitted, areas=areas, la=la)
    return {measure: {home: answer.word for home, answer in found.counted(measure).items()} for measure in measures}
