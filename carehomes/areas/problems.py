"""What stands out in an area list on a day: listed for a person to look at, never dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carehomes.areas.lists import Area, AreaList, name_key

CLOSED, SAME_NAME, CLOSED_CCG, OTHER_CCG, TWO_PCNS = (
    "closed PCN",
    "same name",
    "PCN under a closed CCG",
    "practice of another CCG",
    "practice in two PCNs",
)


@dataclass(frozen=True)
class Practice:
    """One line of a code list: the practice ``code`` of the CCG ``ccg`` is in a PCN from a day to a day (included; None is open).

    ``pcn_ccg`` is the CCG that the same line gives to the PCN, '' where it says none.
    """

    code: str
    name: str
    ccg: str
    pcn: str
    pcn_ccg: str = ""
    from_day: date | None = None
    to_day: date | None = None

    def beside(self, other: Practice) -> bool:
        """Return whether both lines held on one day."""
        first, last = date.min, date.max
        return (self.from_day or first) <= (other.to_day or last) and (other.from_day or first) <= (self.to_day or last)


@dataclass(frozen=True)
class ListProblem:
    """One thing to look at: which ``problem``, the PCN's or practice's code and name, its CCG's code, and a sentence.

    ``pcn`` is the PCN that a practice is in, '' where the thing is a PCN.
    """

    problem: str
    code: str
    name: str
    ccg: str
    detail: str
    pcn: str = ""


def list_problems(areas: AreaList, practices: Iterable[Practice], day: date) -> list[ListProblem]:
    """Return what stands out in the list in force on ``day``, by problem and code.

    Closed PCNs, PCNs with the same name, PCNs under a CCG that had closed, practices whose CCG is not their PCN's, and
    practices in two PCNs at once. A line of practices that has ended is told with its dates.
    """
    pcns = areas.of_level("pcn")
    lines = sorted(practices, key=lambda one: (one.code, one.from_day or date.min, one.pcn))
    found = [*_closed(pcns, day), *_same_name(areas, pcns), *_closed_ccg(areas, pcns, day)]
    found += [*_other_ccg(areas, lines, day), *_two_pcns(areas, lines)]
    return found


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _by_code(pcns: list[Area]) -> list[Area]:
    return sorted(pcns, key=lambda one: one.code)


def _closed(pcns: list[Area], day: date) -> Iterable[ListProblem]:
    for one in _by_code(pcns):
        if one.closed is not None and one.closed < day:
            after = f"; its successor is {one.successor}" if one.successor else ", without a successor"
            yield ListProblem(CLOSED, one.code, one.name, one.parent, f"It closed on {_day(one.closed)}{after}.")


def _same_name(areas: AreaList, pcns: list[Area]) -> Iterable[ListProblem]:
    for one in _by_code(pcns):
        others = [other for other in areas.named("pcn", one.name) if other.code != one.code] if name_key(one.name) else []
        if others:
            told = " and ".join(f"{other.label} of {_label(areas, other.parent)}{_until(other.closed)}" for other in others)
            yield ListProblem(SAME_NAME, one.code, one.name, one.parent, f"The same name as {told}: tell them apart by code.")


def _until(closed: date | None) -> str:
    return f" (closed on {_day(closed)})" if closed else ""


def _closed_ccg(areas: AreaList, pcns: list[Area], day: date) -> Iterable[ListProblem]:
    for one in _by_code(pcns):
        ccg = areas.get(one.parent)
        if ccg is None or ccg.closed is None or ccg.closed >= day:
            continue
        after = areas.get(areas.open_in(ccg.code, day))
        heir = f"; its successor is {after.label}" if after and after.code != ccg.code else ""
        yield ListProblem(CLOSED_CCG, one.code, one.name, ccg.code, f"Its CCG, {ccg.label}, closed on {_day(ccg.closed)}{heir}.")


def _other_ccg(areas: AreaList, lines: list[Practice], day: date) -> Iterable[ListProblem]:
    for one in lines:
        beside = pcn_ccg_of(areas, one, day)
        if beside:
            detail = f"It is of {_label(areas, one.ccg)} and in {_label(areas, one.pcn)}, a PCN of {_label(areas, beside)}{_dates(one)}."
            yield ListProblem(OTHER_CCG, one.code, one.name, one.ccg, detail, one.pcn)


def pcn_ccg_of(areas: AreaList, one: Practice, day: date) -> str:
    """Return the code of the CCG of a practice's PCN where it is not the practice's own, else ''.

    The line's own two codes are held against each other; where it names none for the PCN, the list's, as they stood on ``day``.
    """
    if one.pcn_ccg:
        return one.pcn_ccg if one.ccg and one.pcn_ccg != one.ccg else ""
    pcn = areas.get(one.pcn)
    if pcn is None or not one.ccg or areas.open_in(pcn.parent, day) == areas.open_in(one.ccg, day):
        return ""
    return pcn.parent


def _two_pcns(areas: AreaList, lines: list[Practice]) -> Iterable[ListProblem]:
    for one, other in both_at_once(lines):
        detail = f"It is in {_label(areas, one.pcn)}{_dates(one)} and in {_label(areas, other.pcn)}{_dates(other)}, at the same time."
        yield ListProblem(TWO_PCNS, other.code, other.name, other.ccg, detail, other.pcn)


def both_at_once(lines: list[Practice]) -> list[tuple[Practice, Practice]]:
    """Return the pairs of lines that put one practice in two PCNs on the same day."""
    by_code: dict[str, list[Practice]] = {}
    pairs = []
    for line in lines:
        earlier = by_code.setdefault(line.code, [])
        pairs += [(one, line) for one in earlier if one.pcn != line.pcn and one.beside(line)]
        earlier.append(line)
    return pairs


def _dates(one: Practice) -> str:
    parts = [f" from {_day(one.from_day)}"] if one.from_day else []
    parts += [f" until {_day(one.to_day)}"] if one.to_day else []
    return "".join(parts)


def _label(areas: AreaList, code: str) -> str:
    area = areas.get(code)
    return area.label if area else code or "no CCG"
