"""The national form of a local authority (May 2020), filled in for an invented one: its layout and its thirteen actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.generate.workbook import Cell, form_workbook

TITLE = "COVID19 Care Home Support > Implementation Status"
#: Each focus of the form with its actions.
FORM: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Focus 1: Infection prevention and control measures",
        (
            ("1.1", "Ability to isolate residents within their own care homes"),
            ("1.2", "Actions to restrict staff movement between care homes"),
            ("1.3", "Paying staff full wages while isolating following a positive test"),
        ),
    ),
    (
        "Focus 2: Testing",
        (
            ("2.1", "Registration on the government's testing portal"),
            ("2.2", "Access to COVID 19 test kits for all residents and asymptomatic staff"),
            ("2.3", "Testing of all residents discharged from hospital to care homes"),
        ),
    ),
    (
        "Focus 3: Personal Protective Equipment (PPE) and Clinical Equipment",
        (
            ("3.1", "Access to sufficient PPE to meet needs"),
            ("3.2", "Access to medical equipment needed for Covid19"),
        ),
    ),
    (
        "Focus 4: Workforce support",
        (
            ("4.1", "Access to training in the use of PPE from clinical or Public Health teams"),
            ("4.2", "Access to training on use of key medical equipment needed for COVID19"),
            ("4.3", "Access to additional capacity including from locally coordinated returning healthcare professionals or volunteers"),
        ),
    ),
    (
        "Focus 5: Clinical support",
        (
            ("5.1", "Named Clinical Lead in place for support and guidance"),
            ("5.2", "Access to mutual aid offer (primary and community health support)"),
        ),
    ),
)
_HEADINGS = (
    ("B", "Key COVID19 Support Actions for Care Homes"),
    ("C", "*Number of Care Homes (Please see note above)"),
    ("D", "Please indicate any issues that you would like to highlight (optional)"),
    ("E", "Would additional support be helpful to progress implementation further? (Yes/No)"),
    ("F", "If Yes, please offer a brief description of the type of support that would be helpful"),
)
_NOTE = "*Please enter the number of registered Care Homes in your local area, where the corresponding action or support is in place"


@dataclass(frozen=True)
class Action:
    """What an authority says of one action; ``support`` is Yes or No, and is not the answer to the action."""

    item: str
    homes: int | None
    support: str
    issues: str = ""
    support_text: str = ""


def la_form(authority: str, homes: int | None, actions: Sequence[Action]) -> bytes:
    """Return the form filled in, as a workbook. No person and no address is named."""
    said = {action.item: action for action in actions}
    cells: dict[str, Cell] = {
        "A1": TITLE,
        "A3": "Local Authority:",
        "B3": authority,
        "A4": "Contact name:",
        "B4": "Contact 1 (invented)",
        "A5": "E-mail:",
        "A6": "Total number of CQC registered care homes in your area:",
        "B6": homes,
        "A7": _NOTE,
    }
    merged = ["A1:F1", "A7:F7"]
    cells |= {f"{column}9": text for column, text in _HEADINGS}
    row = 10
    for focus, items in FORM:
        cells[f"A{row}"] = focus
        merged.append(f"A{row}:F{row}")
        for item, text in items:
            row += 1
            action = said[item]
            cells |= {f"A{row}": f"{item})", f"B{row}": text, f"C{row}": action.homes, f"E{row}": action.support}
            cells |= {f"D{row}": action.issues or None, f"F{row}": action.support_text or None}
        cells[f"F{row + 1}"] = "Section complete"
        row += 3
    return form_workbook("Implementation Status", cells, merged)
