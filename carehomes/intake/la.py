"""LA status returns: the national fixed form of one local authority, found by its question texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from carehomes.areas import Area, AreaList, week_label, week_problem
from carehomes.areas.lists import name_key
from carehomes.intake.cells import Sheet, key, shown
from carehomes.intake.context import Collector, Context
from carehomes.intake.la_text import columns_of, completed, focus_of_rows, narratives, without_contacts
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.titles import pairs, read_titles
from carehomes.intake.values import (
    NOT_APPLICABLE,
    Value,
    clean,
    read_count,
    read_yes_no,
    says_not_applicable,
    says_nothing,
)
from carehomes.ledger.model import Hints
from carehomes.settings import PROJECT

ITEMS = PROJECT / "data" / "reference" / "la_items.csv"

#: How alike a text must be to an action's wording to be taken for it.
ALIKE = 0.8
#: Actions found in a sheet that make it a form.
ENOUGH = 4

_TEXT_ONLY = (
    "This is the text of the LA status form, pasted or saved from a PDF: its figures no longer stand beside its actions, so they cannot be "
    "read. Fill in the workbook - Templates to fill in, on the Returns page, has a blank one - and upload that."
)

_EMPTY = "The form has not been filled in: no action has a number or a word, so nothing was loaded. Fill it in, and upload it again."

_NUMBERED = re.compile(r"^\s*([1-9]\.[1-9])\s*[).:\u2013-]*\s*")
_STYLES = frozenset(["metropolitan", "borough", "city", "county", "district", "royal", "london", "of", "mbc", "bc", "cc", "council"])


@dataclass(frozen=True)
class Item:
    """One action of the form."""

    item: str
    focus: str
    label: str


@dataclass(frozen=True)
class Place:
    """Where an action stands: its row, the column of its words, and the number written beside it ('' where none is)."""

    item: Item
    row: int
    column: int
    number: str


@cache
def items() -> tuple[Item, ...]:
    """Return the 13 actions of the national form."""
    with ITEMS.open(encoding="utf-8", newline="") as file:
        return tuple(Item(row["item"], row["focus"], row["label"]) for row in csv.DictReader(file))


def _squeezed(text: str) -> str:
    return key(text).replace(" ", "")


def _alike(text: str) -> Item | None:
    """Return the action whose wording ``text`` is, allowing for drift."""
    text = _NUMBERED.sub("", text)
    plain, words = _squeezed(text), set(key(text).split())
    best, most = None, ALIKE
    for item in items():
        wording, its_words = _squeezed(item.label), set(key(item.label).split())
        if not 0.6 < len(plain) / len(wording) < 1.7 or 2 * len(words & its_words) < len(its_words):
            continue  # not worth the slower comparison
        ratio = SequenceMatcher(None, plain, wording, autojunk=False).ratio()
        if ratio > most:
            best, most = item, ratio
    return best


def find_items(sheet: Sheet) -> list[Place]:
    """Return where the actions stand in a sheet, in the order of its rows."""
    places: list[Place] = []
    for row, line in enumerate(sheet.rows[:500], start=1):
        number = ""
        for column, text in enumerate(line[:40], start=1):
            numbered = _NUMBERED.match(text)
            number = numbered.group(1) if numbered else number
            if 20 <= len(text) <= 200 and (item := _alike(text)):
                places.append(Place(item, row, column, number))
                break
    return places


def is_form(sheet: Sheet) -> bool:
    """Return whether a sheet is the national form."""
    return len({place.item.item for place in find_items(sheet)}) >= ENOUGH


def _is_label(text: str) -> bool:
    plain = key(text)
    return plain.startswith(("local authority", "contact name", "e mail", "email", "total number of", "week ending", "key covid19"))


def _labelled(sheet: Sheet, rows: Iterable[int], starts: tuple[str, ...]) -> tuple[str, int, int] | None:
    """Return the value beside the first label that starts so."""
    for label, value, row, column in pairs(sheet, rows):
        if key(label).startswith(starts) and not _is_label(value):
            return value, row, column
    return None


def _plain_name(name: str) -> str:
    return " ".join(word for word in name_key(name).split() if word not in _STYLES)


def find_la(text: str, areas: AreaList) -> Area | None:
    """Return the local authority of a code or a name, with or without its style (Metropolitan Borough Council)."""
    area = areas.get(text)
    if area is not None and area.level == "la":
        return area
    named = areas.named("la", text) or [one for one in areas.of_level("la") if _plain_name(one.name) == _plain_name(text) != ""]
    open_ones = [one for one in named if one.closed is None] or named
    return open_ones[0] if len(open_ones) == 1 else None


def stage(sheet: Sheet, context: Context, hints: Hints, staging: Staging) -> None:
    """Stage the form of one local authority."""
    places = find_items(sheet)
    head = range(1, places[0].row)
    area = _submitter(sheet, head, context, hints, staging)
    week = _week(sheet, head, context, hints, staging)
    whose = Whose("la", area.code if area else "", week)
    pile = staging.pile(whose)
    columns = columns_of(sheet, places[0].row)
    if "homes" not in columns and _is_running_text(sheet, places):
        staging.findings.add("la_text_only", "error", _TEXT_ONLY, sheet=sheet.name)
        return
    if "homes" not in columns:
        message = "No column is headed 'Number of Care Homes', so the form cannot be read. Put that header back, and upload the file again."
        staging.findings.add("la_column_missing", "error", message, sheet=sheet.name)
        return
    _stage_head(sheet, head, whose, pile)
    _tell_items(sheet, places, pile.findings)
    first: dict[str, Place] = {}
    for place in places:
        if first.setdefault(place.item.item, place) is place:
            _stage_item(sheet, place, columns, whose, pile)
    if not any(not says_nothing(sheet.cell(place.row, column)) for place in places for column in columns.values()):
        pile.findings.add("la_empty", "error", _EMPTY, sheet=sheet.name)
    _stage_words(sheet, places, columns, whose, pile)


def _is_running_text(sheet: Sheet, places: list[Place]) -> bool:
    """Return whether nothing stands beside the actions: the form's text without its table."""
    return not any(text.strip() for place in places for text in sheet.rows[place.row - 1][place.column :])


def _submitter(sheet: Sheet, head: range, context: Context, hints: Hints, staging: Staging) -> Area | None:
    said = _labelled(sheet, head, ("local authority",))
    named = find_la(said[0], context.areas) if said else None
    given = find_la(hints.submitter, context.areas) if hints.submitter else None
    if hints.submitter and given is None:
        given_as = f'"{shown(hints.submitter)}" was given as the local authority'
        message = f"{given_as}, but the area list does not have it. Give its code, such as E08000014."
        staging.findings.add("la_unknown", "error", message)
    if named and given and named.code != given.code:
        message = f"The form is from {named.label}, but {given.label} was given with it. Check which is right."
        staging.placing.add("la_differs", "error", message, sheet=sheet.name, field="submitter")
    if said and not named:
        message = f'{{Cell}} says "{shown(said[0])}", a name that the area list does not have. Say which local authority it is.'
        staging.findings.add("la_name_unknown", "query", message, sheet=sheet.name, row=said[1], column=said[2], value=shown(said[0]))
    if not named and not given and not hints.submitter:
        staging.needs.add("submitter")
    return named or given


def _week(sheet: Sheet, head: range, context: Context, hints: Hints, staging: Staging) -> date | None:
    said = read_titles(sheet, head, context.areas, context.questions).weeks
    week = said[0].week if said else hints.week
    if week is None:
        staging.needs.add("week")
        return None
    if problem := week_problem(week):
        staging.placing.add("week_not_sunday", "error", f"{problem} Give the Sunday.", sheet=sheet.name, value=week.isoformat())
    if hints.week is not None and week != hints.week:
        message = f"The form is about the {week_label(week)}, but the {week_label(hints.week)} was given with it. Check which is right."
        staging.placing.add("week_differs", "error", message, sheet=sheet.name, value=week.isoformat())
    return week


def _add(sheet: Sheet, whose: Whose, pile: Pile, at: tuple[int, int], name: str, part: str, value: Value, text: str) -> None:
    pile.facts.add(whose, sheet=sheet.name, row=at[0], column=at[1], field=name, part=part, text=text, value=value)


def _stage_head(sheet: Sheet, head: range, whose: Whose, pile: Pile) -> None:
    for name, starts in (("contact_name", ("contact name",)), ("contact_email", ("e mail", "email"))):
        if said := _labelled(sheet, head, starts):
            _add(sheet, whose, pile, (said[1], said[2]), name, "", Value(answer=said[0]), said[0])
    total = _labelled(sheet, head, ("total number of",))
    if total is None or says_not_applicable(total[0]):
        return
    value = read_count(total[0])
    if value.problem:
        message = f'{{Cell}}, the total number of registered care homes, says "{shown(total[0])}". {value.advice}'
        _tell(pile, sheet, total[1], total[2], value.problem, message, "total_homes", total[0])
    else:
        _add(sheet, whose, pile, (total[1], total[2]), "total_homes", "", value, total[0])


def _tell(pile: Pile, sheet: Sheet, row: int, column: int, code: str, message: str, name: str, text: str) -> None:
    pile.findings.add(code, "error", message, sheet=sheet.name, row=row, column=column, field=name, value=shown(text))


def _tell_items(sheet: Sheet, places: list[Place], findings: Collector) -> None:
    seen: dict[str, int] = {}
    for place in places:
        name = place.item.item
        if name in seen:
            message = f"{{Cell}}: the action {name} stands already in row {seen[name]}. Leave it once."
            findings.add("la_item_twice", "error", message, sheet=sheet.name, row=place.row, column=place.column, field=name)
        seen.setdefault(name, place.row)
        if place.number and place.number != name:
            words = f"the words are those of action {name}, but the number beside is {place.number}"
            message = f"{{Cell}}: {words}. The words were followed; check it."
            findings.add("la_item_number", "query", message, sheet=sheet.name, row=place.row, column=place.column, field=name)
    for item in items():
        if item.item not in seen:
            message = f"The action {item.item}, '{item.label}', was not found in the form, so nothing is known about it. Check its words."
            findings.add("la_item_missing", "query", message, sheet=sheet.name, field=item.item)


def _stage_item(sheet: Sheet, place: Place, columns: dict[str, int], whose: Whose, pile: Pile) -> None:
    pile.rows += 1
    for part, column in columns.items():
        text = sheet.cell(place.row, column)
        if says_nothing(text):
            continue
        value = _value(text, part)
        if value.problem:
            message = f'{{Cell}}, action {place.item.item}, says "{shown(text)}". {value.advice}'
            _tell(pile, sheet, place.row, column, value.problem, message, place.item.item, text)
        else:
            _add(sheet, whose, pile, (place.row, column), place.item.item, part, value, text)


def _value(text: str, part: str) -> Value:
    if part in ("homes", "support") and says_not_applicable(text):
        return Value(answer=NOT_APPLICABLE)
    if part == "homes":
        return read_count(text)
    return read_yes_no(text) if part == "support" else Value(answer=without_contacts(clean(text)))


def _stage_words(sheet: Sheet, places: list[Place], columns: dict[str, int], whose: Whose, pile: Pile) -> None:
    """Stage 'Section complete' of each focus, and the texts beneath its headings."""
    focus = focus_of_rows(sheet, {place.row: place.item.item.partition(".")[0] for place in places})
    for one, complete in completed(sheet, focus):
        _add(sheet, whose, pile, (one.row, one.column), "complete", one.focus, Value(answer="yes" if complete else "no"), one.text)
    taken = {(place.row, place.column) for place in places}
    taken |= {(place.row, column) for place in places for column in columns.values()}
    for one in narratives(sheet, focus, taken):
        _add(sheet, whose, pile, (one.row, one.column), "narrative", one.focus, Value(answer=without_contacts(one.text)), one.text)
