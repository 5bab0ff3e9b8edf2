"""What the address of a page asks for, as codes: the week, the area or own group, which homes, areas as then or as now. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd

from carehomes.areas import Area, AreaList, Group, read_moment
from carehomes.areas.weeks import LONDON, comes_twice
from carehomes.charts import words
from carehomes.charts.readings import Reading, readings

Basis = Literal["then", "now"]
#: An area may be named by its level too (``?ccg=X01``); the most exact one wins.
AREA_KEYS = ("group", "pcn", "la", "ccg", "stp", "region", "area")
#: Every key of an address that belongs to the selection; whatever else stands there is a page's own.
KEYS = (*AREA_KEYS, "week", "areas", "homes", "in", "for", "as_at")
#: What a link says of itself: the decision that it was made after, and the saved view that it stands for.
MADE, VIEW = "made", "view"
LINK_KEYS = (MADE, VIEW)
#: Levels that are views of homes (rule 8): they cut across CCGs, and their parts come with their figures.
VIEWS = ("la", "group")
#: Rows that add up to a CCG.
_COMPLETING = ("pcn", "not aligned", "not attributed")
OLDER = "homes for older people only"
BEDS = "homes told in beds covered"


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
        """Name and code; the whole is called by its name, an own group by its name and what it is."""
        if self.level == "group":
            return f"{self.name} (own group)"
        return self.name if self.level == "england" else f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Selection:
    """What a page shows. ``week`` is None only while no week has a return; ``group`` is the chosen own group, else None.

    ``as_at`` is the past moment of knowledge that was asked for (aware), None for now. ``beds``: measures that count homes are to be told
    in the homes' beds; ``stays``: the page cannot, and stays in homes. ``others``: for others than the team (``for_others``).
    """

    week: date | None
    place: Place
    basis: Basis = "then"
    older: bool = False
    group: Group | None = None
    as_at: datetime | None = None
    beds: bool = False
    stays: bool = False
    others: bool = False

    @property
    def in_beds(self) -> bool:
        """Whether figures of homes are told in beds here."""
        return self.beds and not self.stays

    @property
    def label(self) -> str:
        """The place, which of its homes where not all, and that they are homes where beds were asked for: stands beside every figure."""
        found = f"{self.place.label}, {OLDER}" if self.older else self.place.label
        return f"{found}, in homes" if self.beds and self.stays else found

    def params(self) -> dict[str, str]:
        """Return the selection as the codes of an address, the week always with it."""
        found = {"week": self.week.isoformat()} if self.week else {}
        if self.place.level == "pcn":
            found |= {"ccg": self.place.ccg, "pcn": self.place.code}
        elif self.place.level in VIEWS:
            found[self.place.level] = self.place.code
        elif self.place.level != "england":
            found["area"] = self.place.code
        if self.older:
            found["homes"] = "older"
        if self.beds:
            found["in"] = "beds"
        if self.others:
            found["for"] = "others"
        if self.basis == "now":
            found["areas"] = "now"
        if self.as_at:
            found["as_at"] = moment_code(self.as_at)
        return found


def moment_code(moment: datetime) -> str:
    """Return an aware moment as an address has it: by the clock of London, seconds only where it has some.

    In the hour that comes twice when the clocks go back it has its offset too.
    """
    here = moment.astimezone(LONDON)
    if not comes_twice(here):
        here = here.replace(tzinfo=None)
    return here.isoformat(timespec="auto" if here.second or here.microsecond else "minutes")


def moment_asked(
    params: Mapping[str, str], now: datetime, *, key: str = "as_at", page: datetime | None = None
) -> tuple[datetime | None, str]:
    """Return the past moment of knowledge that an address asks for, and a plain sentence where it cannot be had.

    None is the moment of the page: ``page``, after which nothing is known there, or now.
    """
    asked = params.get(key, "").strip()
    if not asked:
        return None, ""
    instead = f"The moment of this page is taken: {words.moment(page)}." if page else "Now is shown."
    try:
        moment = read_moment(words.shorten(asked))
    except ValueError as error:
        return None, f"The moment that the address asks for cannot be read: {error}. {instead}"
    if moment > now:
        return None, f"The address asks for what was known at {words.moment(moment)}, which is still to come. {instead}"
    if page and moment > page:
        return None, f"The address asks for what was known at {words.moment(moment)}, which is after the moment of this page. {instead}"
    return moment, ""


def without_area(selection: Selection) -> dict[str, str]:
    """Return the codes of ``selection`` but those of its area: week, homes, areas as now."""
    return {key: value for key, value in selection.params().items() if key not in AREA_KEYS}


def group_params(selection: Selection, group: Group) -> dict[str, str]:
    """Return the codes of ``selection`` with an own group in the place of its area."""
    return without_area(selection) | {"group": group.id}


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
        and (not within or any(above.code == within for above in areas.path(one.code, basis)))
    ]
    return sorted(found, key=lambda one: one.name)


def _week(asked: str, weeks: Sequence[date], known: str) -> tuple[date | None, str]:
    newest = weeks[-1] if weeks else None
    if not asked:
        return newest, ""
    shown = f" The newest week is shown: {words.week(newest)}." if newest else ""
    try:
        week = datetime.strptime(asked, "%Y-%m-%d").date()
    except ValueError:
        return newest, f"The address asks for the week “{words.shorten(asked)}”, which is not a date such as 2020-05-17.{shown}"
    if week not in weeks:
        return newest, f"The address asks for the week {week.isoformat()}; {known} for it.{shown}"
    return week, ""


def _unknown(what: str, asked: str, whole: Place) -> str:
    return f"The address asks for the {what} “{words.shorten(asked)}”, which is not known here. {whole.name} is shown as a whole."


def _place(asked: str, ccg: str, areas: AreaList, pcns: Sequence[Pcn], week: date | None, basis: Basis) -> tuple[Place, str]:
    whole = place_of(areas, areas.top.code)
    area = areas.get(asked)
    if area is None or area.level == "pcn":
        # A PCN across a border is listed under each of its CCGs; the address may say under which.
        found = [pcn for pcn in pcns if pcn.code.upper() == asked.upper()]
        if found:
            return pcn_place(areas, next((pcn for pcn in found if pcn.ccg.upper() == ccg.upper()), found[0])), ""
        if area is not None:
            return whole, f"{area.label} has no home and no answer in the {words.week(week)}. {whole.name} is shown as a whole."
        return whole, _unknown("area", asked, whole)
    if area.level == "la":
        # Homes say which authority they are in, whenever it opened: one without homes says so by itself.
        return place_of(areas, area.code), ""
    if basis == "now" and area.closed is not None:
        after = areas.successor(area)
        if after.code != area.code:
            return place_of(areas, after.code), f"{area.label} has closed; with areas as now its successor is shown: {after.label}."
    if basis == "then" and week is not None and not area.open_on(week):
        return whole, f"{area.label} was not open in the {words.week(week)}. {whole.name} is shown as a whole."
    return place_of(areas, area.code), ""


def _local_authority(asked: str, areas: AreaList) -> tuple[Place, str]:
    area = areas.get(asked)
    if area is None or area.level != "la":
        whole = place_of(areas, areas.top.code)
        return whole, _unknown("local authority", asked, whole)
    return place_of(areas, area.code), ""


def _apart(asked: Mapping[str, str], shown: Place, areas: AreaList) -> list[str]:
    """Return a sentence for each other area that the address names and that the one shown does not lie in."""
    around = {one.code for one in areas.path(shown.ccg if shown.level == "pcn" else shown.code)}
    found = []
    for code in asked.values():
        area = areas.get(code)
        # A closed area stands for its successor, which is what is shown.
        if area is not None and {area.code, areas.successor(area).code} & around:
            continue
        if area is not None and shown.level == "pcn" and area.level == "ccg":
            under = areas.get(shown.ccg)
            found.append(f"{shown.label} has no home under {area.label}; it is shown under {under.label if under else shown.ccg}.")
        else:
            other = area.label if area is not None else f"“{words.shorten(code)}”"
            found.append(f"The address also asks for {other}, in which {shown.label} does not lie. {shown.label} is shown.")
    return found


def _homes(asked: str) -> tuple[bool, str]:
    if asked in ("", "all", "older"):
        return asked == "older", ""
    return False, f"The address asks for the homes “{words.shorten(asked)}”; it may say older. All homes are shown."


def _counted(asked: str) -> tuple[bool, str]:
    if asked in ("", "homes", "beds"):
        return asked == "beds", ""
    return False, f"The address asks for figures in “{words.shorten(asked)}”; it may say beds. They are told in homes."


def for_others(params: Mapping[str, str]) -> tuple[bool, str]:
    """Return whether an address asks for the view beyond the team, and a plain sentence where it says something else.

    What cannot be read is taken for it: nothing is told that was not meant to be.
    """
    asked = params.get("for", "").strip().lower()
    if asked in ("", "team", "others"):
        return asked == "others", ""
    return True, f"The address is for “{words.shorten(asked)}”; it may say others. Small counts of people are suppressed."


def _no_group(_: str) -> Group | None:
    return None


def read(
    params: Mapping[str, str],
    *,
    weeks: Sequence[date],
    areas: AreaList,
    pcns: Sequence[Pcn],
    find_group: Callable[[str], Group | None] = _no_group,
    as_at: datetime | None = None,
    gated: bool = False,
) -> tuple[Selection, list[str]]:
    """Return what ``params`` ask for and a plain sentence for each thing that cannot be shown.

    ``gated``: weeks that are not published are hidden from the reader.
    """
    basis: Basis = "now" if params.get("areas", "").strip().lower() == "now" else "then"
    known = (
        f"at {words.moment(as_at)} no return had been accepted"
        if as_at
        else "no return has been published"
        if gated
        else "no return has been accepted"
    )
    week, week_problem = _week(params.get("week", "").strip(), weeks, known)
    older, homes_problem = _homes(params.get("homes", "").strip().lower())
    beds, counted_problem = _counted(params.get("in", "").strip().lower())
    asked = {key: params[key].strip() for key in AREA_KEYS if params.get(key, "").strip()}
    beyond, beyond_problem = for_others(params)
    first = next(iter(asked), "")
    group: Group | None = None
    place, problem = place_of(areas, areas.top.code), ""
    if first == "group":
        group = find_group(asked["group"])
        place, problem = (Place("group", group.id, group.name), "") if group else (place, _unknown("own group", asked["group"], place))
    elif first == "la":
        place, problem = _local_authority(asked["la"], areas)
    elif first:
        place, problem = _place(asked[first], asked.get("ccg", ""), areas, pcns, week, basis)
    others = {key: code for key, code in asked.items() if key != first}
    # Where what was asked for cannot be shown that is said already; the rest would only confuse.
    apart = [] if problem else _apart(others, place, areas)
    problems = (week_problem, homes_problem, counted_problem, beyond_problem, problem, *apart)
    return Selection(week, place, basis, older, group, as_at, beds, others=beyond), [text for text in problems if text]


def parts_level(areas: AreaList, selection: Selection) -> str:
    """Return the level of the areas that the chosen one is compared by, '' for a view of homes, whose figures bring their parts.

    England by regions, or by CCGs where there is only one region; a region and an STP by CCGs; a CCG by its PCN parts; a PCN
    stands among those of its CCG.
    """
    level = selection.place.level
    if level in VIEWS:
        return ""
    if level == "england":
        return "region" if len(choices(areas, "region", selection.week, selection.basis)) > 1 else "ccg"
    return "ccg" if level in ("region", "stp") else "pcn"


def parts(areas: AreaList, selection: Selection) -> list[str]:
    """Return the codes of the areas one level below the chosen one; for a CCG or a PCN the CCG's, under which its parts stand.

    A view of homes has none: its parts are rows within it.
    """
    level = parts_level(areas, selection)
    if not level:
        return []
    if level == "pcn":
        return [selection.place.ccg]
    within = "" if selection.place.level == "england" else selection.place.code
    return [one.code for one in choices(areas, level, selection.week, selection.basis, within)]


def codes_of(areas: AreaList, selection: Selection) -> tuple[str, ...]:
    """Return the codes that figures are asked of: the chosen area or group, and those that it is compared by."""
    return tuple(dict.fromkeys([selection.place.code, *parts(areas, selection)]))


def own_and_parts(frame: pd.DataFrame, areas: AreaList, selection: Selection) -> pd.DataFrame:
    """Return of the figures of ``codes_of`` those of the chosen area, first, and of the areas that it is compared by, by name."""
    place, level = selection.place, parts_level(areas, selection)
    # Row by row over plain values: pandas takes longer to look at a column than this does for all of them.
    rows = list(zip(frame["level"].tolist(), frame["code"].tolist(), frame["within"].tolist(), frame["name"].tolist(), strict=True))
    if place.level in VIEWS:
        # In one CCG alone the PCNs tell more.
        several = len({code for at, code, within, _ in rows if within == place.code and at == "ccg"}) > 1
        inside, levels = place.code, frozenset({"ccg"} if several else _COMPLETING)
    else:
        inside, levels = (place.ccg, frozenset(_COMPLETING)) if level == "pcn" else ("", frozenset())
    others = set(codes_of(areas, selection)) - {place.code}

    def below(at: str, code: str, within: str) -> bool:
        return within == inside and (at in levels if levels else code in others)

    own = [number for number, (at, code, within, _) in enumerate(rows) if (at, code, within) == (place.level, place.code, "")]
    # By name; what completes a CCG (not aligned, not attributed) comes after its PCNs.
    listed = [number for number, (at, code, within, _) in enumerate(rows) if below(at, code, within)]
    listed.sort(key=lambda number: rows[number][3])
    listed.sort(key=lambda number: rows[number][0], reverse=True)
    return frame.take([*own, *listed]).reset_index(drop=True)


def split(frame: pd.DataFrame, selection: Selection) -> tuple[dict[str, Reading], list[Reading]]:
    """Return the readings of the chosen area by measure, and those of the areas that it is compared by."""
    place = selection.place
    own: dict[str, Reading] = {}
    below: list[Reading] = []
    for one in readings(frame):
        if one.code == place.code and not one.within and one.level == place.level:
            own[one.measure] = one
        else:
            below.append(one)
    return own, below
