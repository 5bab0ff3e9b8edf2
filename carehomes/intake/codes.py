"""Codes: of CCGs, held against the list, the week and the name beside them, and of PCNs and homes by their shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import product

from carehomes.areas import Area, AreaList
from carehomes.areas.lists import name_key
from carehomes.intake.cells import shown
from carehomes.intake.values import clean
from carehomes.ledger.model import Severity

#: How alike two names must be, of 1, for one to be taken as a slip of the other.
_ALIKE = 0.75
HOME_ID = re.compile(r"1-[0-9]{1,18}")
_SLIPS = {"O": "0", "0": "O", "I": "1", "L": "1", "1": "I"}


@dataclass(frozen=True)
class Remark:
    """Something to say about a code; where it stands is the caller's to add (``{Cell}``)."""

    code: str
    severity: Severity
    message: str


def find_ccg(text: str, areas: AreaList) -> tuple[Area | None, Remark | None]:
    """Return the CCG of a code (ODS or ONS, any case), one slip between O and 0 or I and 1 repaired and told."""
    plain = clean(text).upper()
    area = areas.get(plain)
    if area is None and (bracketed := re.search(r"\(([A-Z0-9]{3,9})\)$", plain)):
        area = areas.get(bracketed.group(1))
    if area is not None and area.level == "ccg":
        return area, None
    if area is not None:
        return None, Remark(
            "not_a_ccg", "error", f'{{Cell}} says "{shown(text)}", which is {area.label}, not a CCG. Enter the code of the CCG.'
        )
    repaired = {one.code: one for one in map(areas.get, _slips(plain)) if one is not None and one.level == "ccg"}
    if len(repaired) == 1:
        area = next(iter(repaired.values()))
        told = f'{{Cell}} says "{shown(text)}", which was read as {area.label}: the letters O and I are easily taken for 0 and 1.'
        return area, Remark("ccg_repaired", "note", told)
    return None, Remark(
        "ccg_unknown", "error", f'{{Cell}} says "{shown(text)}", which is no code of a CCG. Enter the code, such as {_example(areas)}.'
    )


def suggested(text: str, name: str, areas: AreaList) -> str:
    """Return a sentence naming the CCG that an unknown code may stand for, '' where none is meant beyond doubt.

    The name beside it decides: nearly every code is one character away from another, so a code alone suggests nothing.
    """
    still = [one for one in areas.named("ccg", name) if one.closed is None] or areas.named("ccg", name)
    if name_key(name) and len(still) == 1:
        return f"The name beside it is that of {still[0].label}: did you mean {still[0].code}?"
    near = [one for one in areas.of_level("ccg") if one.closed is None and _one_off(clean(text).upper(), one.code)]
    alike = [one for one in near if SequenceMatcher(None, name_key(one.name), name_key(name)).ratio() >= _ALIKE]
    return f"Did you mean {alike[0].label}, one character away and with a name like the one beside it?" if len(alike) == 1 else ""


def _one_off(one: str, other: str) -> bool:
    """Return whether two codes differ by one character: another, one too many or one too few."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _slips(code: str) -> list[str]:
    if len(code) > 9:
        return []
    choices = [(one, _SLIPS[one]) if one in _SLIPS else (one,) for one in code]
    return ["".join(letters) for letters in product(*choices) if "".join(letters) != code]


def _example(areas: AreaList) -> str:
    ccgs = areas.of_level("ccg")
    return f"{ccgs[0].code} for {ccgs[0].name}" if ccgs else "01T"


def closed_remark(area: Area, week: date, areas: AreaList) -> Remark | None:
    """Return what to say where a CCG was not open in the week, naming its successor."""
    if area.open_on(week):
        return None
    if area.closed is not None and area.closed < week:
        after = areas.successor(area)
        advice = f"Use its successor, {after.label}." if after.code != area.code else "Check the code and the week."
        closed = f"{area.closed.day} {area.closed:%B %Y}"
        return Remark("ccg_closed", "error", f"{{Cell}} names {area.label}, which closed on {closed}. {advice}")
    opened = f"{area.opened.day} {area.opened:%B %Y}" if area.opened else ""
    return Remark("ccg_not_open", "error", f"{{Cell}} names {area.label}, which opened only on {opened}. Check the code and the week.")


def name_remark(area: Area, name: str, areas: AreaList) -> Remark | None:
    """Return what to say where the name beside a CCG's code is another CCG's, or nobody's."""
    if not name_key(name) or name_key(name) == name_key(area.name) or clean(name).upper() in (area.code.upper(), area.ons_code.upper()):
        return None
    others = areas.named("ccg", name)
    if any(one.code == area.code for one in others):
        return None
    if others:
        message = f"{{Cell}} names {others[0].label}, but the code beside it is that of {area.label}. Correct the code or the name."
        return Remark("ccg_name_differs", "error", message)
    beside = f"the code beside it is that of {area.label}"
    message = f'{{Cell}} says "{shown(name)}", a name that the area list does not have; {beside}. Check the code.'
    return Remark("ccg_name_unknown", "query", message)


def find_pcn(text: str) -> tuple[str, Remark | None]:
    """Return a PCN's code in upper case ('' where it is none), and what to say about it."""
    code = clean(text).upper()
    if re.fullmatch(r"U[0-9]{5}", code):
        return code, None
    if re.fullmatch(r"U[0-9OI]{5}", code):
        repaired = "U" + code[1:].replace("O", "0").replace("I", "1")
        return repaired, Remark(
            "pcn_repaired", "note", f'{{Cell}} says "{shown(text)}", which was read as {repaired}: O and I are easily taken for 0 and 1.'
        )
    if re.fullmatch(r"[A-Z0-9]{2,8}", code) and re.search(r"\d", code):
        return code, None
    return "", Remark(
        "pcn_malformed", "error", f'{{Cell}} says "{shown(text)}", which is no code of a PCN. Enter the code, such as U12345.'
    )


def home_id_problem(text: str) -> str:
    """Return '' where ``text`` is a CQC location ID, else what to say."""
    if HOME_ID.fullmatch(clean(text)):
        return ""
    hint = " A spreadsheet may have turned it into a date." if re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", clean(text)) else ""
    return f'{{Cell}} says "{shown(text)}", which is no CQC location ID. Enter the ID: 1- and digits, such as 1-123456789.{hint}'
