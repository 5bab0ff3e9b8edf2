"""What a code list says that the list in force does not, and what a person should look at in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carehomes.areas import Area
from carehomes.areas.lists import name_key
from carehomes.areas.overlay import LINEAGE, NEW, PRACTICE, Said
from carehomes.areas.problems import Practice, list_problems
from carehomes.intake.cells import shown
from carehomes.intake.code_list_ground import Ground, leads

_WORDS = {
    "name": "its name",
    "ons_code": "its ONS code",
    "parent": "the area above it",
    "opened": "its opening day",
    "closed": "its closing day",
    "successor": "its successor",
}


def tell_difference(ground: Ground) -> None:
    """Tell how many areas are new, how many agree with the list in force, and each that differs."""
    counts = {"new": 0, "agree": 0, "differ": 0}
    led = {True: 0, False: 0}
    for row in ground.said:
        if row.level:
            before = ground.areas.get(row.code)
            other = _differences(before, row) if before else []
            if other:
                _tell_other(ground, row, before, other)
            if not row.part.startswith(NEW) or not before:
                counts["new" if not before else "differ" if other else "agree"] += 1
        elif row.part == LINEAGE:
            led[leads(ground.areas, row)] += 1
    if any(counts.values()):
        message = (
            f"Of the areas that this list names, {counts['new']:,} are new, {counts['agree']:,} agree with the list in force "
            f"and {counts['differ']:,} differ."
        )
        ground.findings.add("list_compared", "note", message)
    if any(led.values()):
        message = (
            f"Of {sum(led.values()):,} codes, {led[True]:,} lead to their successors on the list in force already, and "
            f"{led[False]:,} do so by this file."
        )
        ground.findings.add("lineage_compared", "note", message)
    practices = {row.code for row in ground.said if row.part == PRACTICE}
    if practices:
        pcns = {row.fields.get("pcn") for row in ground.said if row.part == PRACTICE}
        ground.findings.add("practices_read", "note", f"It names {len(practices):,} practices in {len(pcns):,} PCNs.")


def _differences(before: Area | None, row: Said) -> list[str]:
    if before is None:
        return []
    return [name for name in _WORDS if name in row.fields and _reduced(name, row.fields[name]) != _reduced(name, _text(before, name))]


def _reduced(name: str, text: str) -> str:
    return name_key(text) if name == "name" else text.upper()


def _text(area: Area, name: str) -> str:
    value = getattr(area, name)
    return value.isoformat() if isinstance(value, date) else value or ""


def _tell_other(ground: Ground, row: Said, before: Area | None, names: Iterable[str]) -> None:
    if before is None:
        return
    added = row.part.startswith(NEW)
    for name in names:
        if added and name not in ("name", "ons_code"):
            continue
        here, there = row.fields[name], _text(before, name) or "blank"
        decides = "The list in force stays." if added else "This list decides."
        message = f'{{Cell}}: of {before.code}, {_WORDS[name]} is "{shown(here)}" here and "{shown(there)}" on the list in force. {decides}'
        ground.tell(row, name, "list_differs", "note", message, value=here)


def tell_problems(ground: Ground) -> None:
    """Tell what stands out among the PCNs and practices of the file, on its own newest day."""
    days = [day for row in ground.said for name in ("opened", "from") if (day := row.day(name))]
    places = {(row.code, row.fields.get("pcn", "")): row for row in reversed(ground.said) if row.level == "pcn" or row.part == PRACTICE}
    if not days or not places:
        return
    lines = [_practice(row) for row in ground.said if row.part == PRACTICE]
    for one in list_problems(ground.after, lines, max(days)):
        row = places.get((one.code, one.pcn))
        if row is not None:
            ground.tell(
                row,
                "code",
                one.problem.lower().replace(" ", "_"),
                # The list is as its publisher has it, and the Reference page keeps what stands out: nobody here can answer for it.
                "note",
                f"{{Cell}}: {one.name} ({one.code}). {one.detail}",
            )


def _practice(row: Said) -> Practice:
    """Return the line of practices that a row is."""
    text = {name: row.fields.get(name, "") for name in ("name", "ccg", "pcn", "pcn_ccg")}
    return Practice(code=row.code, from_day=row.day("from"), to_day=row.day("to"), **text)
