"""What the address of a page asks for, as codes: the week, the area, areas as then or as now. No Streamlit here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from carehomes.areas import Area, AreaList
from carehomes.charts import words

Basis = Literal["then", "now"]
#: An area may be named by its level too (``?ccg=X01``); the most exact one wins.
AREA_KEYS = ("pcn", "ccg", "stp", "region", "area")


@dataclass(frozen=True)
class Pcn:
    """A PCN as the snapshot knows it in a week; ``ccg`` is the code of the CCG under which it is listed."""

    code: str
    name: str
    ccg: str


@dataclass(frozen=True)
class Place:
    """The chosen area: its level, code and name, and the codes of the region, STP and CCG above it ('' where none)."""

    level: str
    code: str
    name: str
    region: str = ""
    stp: str = ""
    ccg: str = ""
    pcn: str = ""

    @property
    def label(self) -> str:
        """Name and code; the whole is called by its name."""
        return self.name if self.level == "england" else f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Selection:
    """What a page shows. ``week`` is None only while no week has a return."""

    week: date | None
    place: Place
    basis: Basis = "then"

    def params(self) -> dict[str, str]:
        """Return the selection as the codes of an address, the week always with it."""
        found = {"week": self.week.isoformat()} if self.week else {}
        if self.place.level == "pcn":
            found |= {"ccg": self.place.ccg, "pcn": self.place.code}
        elif self.place.level != "england":
            found["area"] = self.place.code
        if self.basis == "now":
            found["areas"] = "now"
        return found


def place_of(areas: AreaList, code: str) -> Place:
    """Return the place of an area of the list."""
    above = {one.level: one for one in areas.path(code)}
    area = areas.get(code) or areas.top
    codes = {level: above[level].code if level in above else "" for level in ("region", "stp", "ccg")}
    return Place(level=area.level, code=area.code, name=area.name, **codes)


def pcn_place(areas: AreaList, pcn: Pcn) -> Place:
    """Return the place of a PCN, under its CCG."""
    under = place_of(areas, pcn.ccg)
    return Place("pcn", pcn.code, pcn.name, region=under.region, stp=under.stp, ccg=under.ccg, pcn=pcn.code)


def choices(areas: AreaList, level: str, week: date | None, basis: Basis, within: str = "") -> list[Area]:
    """Return the areas of ``level`` that can be chosen, those below ``within`` only, by name."""
    found = [
        one
        for one in areas.of_level(level)
        if (one.closed is None if basis == "now" or week is None else one.open_on(week))
        and (not within or any(above.code == within for above in areas.path(one.code)))
    ]
    return sorted(found, key=lambda one: one.name)


def _week(asked: str, weeks: Sequence[date]) -> tuple[date | None, str]:
    newest = weeks[-1] if weeks else None
    if not asked:
        return newest, ""
    shown = f" The newest week is shown: {words.week(newest)}." if newest else ""
    try:
        week = datetime.strptime(asked, "%Y-%m-%d").date()
    except ValueError:
        return newest, f"The address asks for the week “{words.shorten(asked)}”, which is not a date such as 2020-05-17.{shown}"
    if week not in weeks:
        return newest, f"The address asks for the week {week.isoformat()}; no return has been accepted for it.{shown}"
    return week, ""


def _place(asked: str, ccg: str, areas: AreaList, pcns: Sequence[Pcn], week: date | None, basis: Basis) -> tuple[Place, str]:
    whole = place_of(areas, areas.top.code)
    if not asked or asked.upper() == areas.top.code.upper():
        return whole, ""
    area = areas.get(asked)
    if area is None or area.level not in ("region", "stp", "ccg"):
        # A PCN across a border is listed under each of its CCGs; the address may say under which.
        found = [pcn for pcn in pcns if pcn.code.upper() == asked.upper()]
        if found:
            return pcn_place(areas, next((pcn for pcn in found if pcn.ccg.upper() == ccg.upper()), found[0])), ""
        return whole, f"The address asks for the area “{words.shorten(asked)}”, which is not known here. {whole.name} is shown as a whole."
    if basis == "now" and area.closed is not None:
        after = areas.successor(area)
        if after.code != area.code:
            return place_of(areas, after.code), f"{area.label} has closed; with areas as now its successor is shown: {after.label}."
    if basis == "then" and week is not None and not area.open_on(week):
        return whole, f"{area.label} was not open in the {words.week(week)}. {whole.name} is shown as a whole."
    return place_of(areas, area.code), ""


def read(params: Mapping[str, str], *, weeks: Sequence[date], areas: AreaList, pcns: Sequence[Pcn]) -> tuple[Selection, list[str]]:
    """Return what ``params`` ask for and a plain sentence for each thing that cannot be shown."""
    basis: Basis = "now" if params.get("areas", "").strip().lower() == "now" else "then"
    week, week_problem = _week(params.get("week", "").strip(), weeks)
    asked = next((params[key].strip() for key in AREA_KEYS if params.get(key, "").strip()), "")
    place, place_problem = _place(asked, params.get("ccg", "").strip(), areas, pcns, week, basis)
    return Selection(week, place, basis), [text for text in (week_problem, place_problem) if text]


def parts_level(areas: AreaList, selection: Selection) -> str:
    """Return the level of the areas that the chosen one is compared by.

    England by regions, or by CCGs where there is only one region; a region and an STP by CCGs; a CCG by its PCN parts; a PCN
    stands among those of its CCG.
    """
    level = selection.place.level
    if level == "england":
        return "region" if len(choices(areas, "region", selection.week, selection.basis)) > 1 else "ccg"
    return "ccg" if level in ("region", "stp") else "pcn"


def parts(areas: AreaList, selection: Selection) -> list[str]:
    """Return the codes of the areas one level below the chosen one; for a CCG or a PCN the CCG's, under which its parts stand."""
    level = parts_level(areas, selection)
    if level == "pcn":
        return [selection.place.ccg]
    within = "" if selection.place.level == "england" else selection.place.code
    return [one.code for one in choices(areas, level, selection.week, selection.basis, within)]
