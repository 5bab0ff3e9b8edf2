"""A file that can be read and is no return: what of it is known for certain, where that stands, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from carehomes.catalogue import Question
from carehomes.intake.cells import Sheet, column_letters, key, shown
from carehomes.intake.heads import heads_columns
from carehomes.intake.mapping import code_list_lacks
from carehomes.intake.recognise import LOOKED_AT, Layout
from carehomes.ledger.model import KIND_NAMES, Finding

#: Rows below those in which headers are looked for, and columns, in which they are looked for only to say where they stand.
_DEEPER, _COLUMNS, _DOWN = 2_000, 3, 200
#: Texts that are repeated in a sentence.
_TOLD = 4
#: Names without which a table that holds others of a home return is one without the homes' IDs.
_OF_HOMES = 3
_NO_RETURN = "This file is no return and no reference file that is known here"
_GO_BY_NAME = "Headers go by name, such as 'home_id'; Templates to fill in, on the Returns page, has a workbook for each kind of return."
_REGISTER = ("start_date", "dormant", "care_home", "ccg", "provider_id")
_REGISTER_NAMES = "'Location HSCA start date', 'Dormant (Y/N)', 'Care home?', 'Location ONSPD CCG Code' and 'Provider ID'"


@dataclass(frozen=True)
class _Row:
    """A row held against the names of one layout: the known texts by their field, and the others."""

    sheet: Sheet
    number: int
    layout: Layout
    known: Mapping[str, str]
    others: tuple[str, ...]


def tell_strange(sheets: Sequence[Sheet], known: Sequence[Layout], questions: Mapping[str, Question]) -> Finding:
    """Return the one finding about a file in which no table of a known kind was found."""
    visible = [sheet for sheet in sheets if not sheet.hidden]
    hidden = [sheet for sheet in sheets if sheet.hidden]
    if not any(sheet.rows for sheet in visible):
        aside = " Its only sheets with content may be hidden; hidden sheets are not read." if hidden else ""
        return Finding("empty", "error", f"This file has no filled cells.{aside} Check that the right file was saved, and upload it again.")
    rows = list(_rows(visible, known))
    found = _without_ids(rows) or _too_low(visible, known) or _turned(visible, known)
    return found or _unknown(rows, visible, hidden, questions)


def _rows(sheets: Iterable[Sheet], known: Sequence[Layout]) -> Iterable[_Row]:
    """Yield each row in which headers are looked for, by each layout of which it holds a name."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:LOOKED_AT], start=1):
            texts = [text for text in row if text.strip()]
            # A word alone beside wider rows heads nothing: "Notes:".
            for layout in known if len(texts) > 1 or sheet.width == 1 else ():
                fields = {layout.names[key(text)].field: text for text in reversed(texts) if key(text) in layout.names}
                if fields:
                    others = tuple(text for text in texts if key(text) not in layout.names)
                    yield _Row(sheet, number, layout, dict(reversed(fields.items())), others)


def _where(what: str, sheet: Sheet) -> str:
    return f"{what} of sheet '{shown(sheet.name)}'" if sheet.name else what


def _a(kind: str) -> str:
    name = KIND_NAMES[kind]
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _quoted(texts: Sequence[str]) -> str:
    """Return texts of a file in words: the first of them, and how many more there are."""
    told = [f'"{shown(text)}"' for text in texts[:_TOLD]]
    more = len(texts) - len(told)
    if more:
        return f"{', '.join(told)} and {more:,} more"
    return _listed(told)


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _without_ids(rows: Sequence[_Row]) -> Finding | None:
    """Tell the row with most headers of a home return, where it has enough of them and no homes' IDs."""
    of_homes = [one for one in rows if one.layout.kind == "home" and len(one.known) >= _OF_HOMES]
    if not of_homes:
        return None
    best = max(of_homes, key=lambda one: len(one.known))
    if "home_id" in best.known:
        return None
    message = (
        f"{_where(f'Row {best.number}', best.sheet)} has {len(best.known)} headers of a home return, {_quoted(list(best.known.values()))}, "
        "but no column of CQC location IDs. Add the column 'home_id' with the ID of each home, and upload the file again."
    )
    return Finding("home_id_missing", "error", message, sheet=best.sheet.name, cell=str(best.number))


def _fitting(texts: Sequence[str], known: Sequence[Layout]) -> Layout | None:
    """Return the layout of which texts are a header."""
    keys = {key(text) for text in texts}
    return next((one for one in known if len(one.names.keys() & keys) > 1 and one.fits(one.read(texts))), None)


def _too_low(sheets: Sequence[Sheet], known: Sequence[Layout]) -> Finding | None:
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[LOOKED_AT : LOOKED_AT + _DEEPER], start=LOOKED_AT + 1):
            layout = _fitting(row, known)
            if layout:
                message = (
                    f"{_where(f'Row {number}', sheet)} holds the headers of {_a(layout.kind)}, but headers are looked for in the first "
                    f"{LOOKED_AT} rows only. Remove the rows above it, or put them on another sheet, and upload the file again."
                )
                return Finding("header_too_low", "error", message, sheet=sheet.name, cell=str(number))
    return None


def _turned(sheets: Sequence[Sheet], known: Sequence[Layout]) -> Finding | None:
    for sheet in sheets:
        down = range(1, min(len(sheet.rows), _DOWN) + 1)
        for column in range(1, min(sheet.width, _COLUMNS) + 1):
            layout = _fitting([sheet.cell(row, column) for row in down], known)
            if layout:
                message = (
                    f"{_where(f'Column {column_letters(column)}', sheet)} holds the headers of {_a(layout.kind)} one below the other; they "
                    "must stand side by side in one row. Copy the table, paste it with Transpose, and upload the file again."
                )
                return Finding("header_turned", "error", message, sheet=sheet.name)
    return None


def _unknown(rows: Sequence[_Row], visible: Sequence[Sheet], hidden: Sequence[Sheet], questions: Mapping[str, Question]) -> Finding:
    """Tell the row with most known headers and what it lacks, or that there is none."""
    aside = f" Hidden sheets are not read: {_quoted([sheet.name for sheet in hidden])}." if hidden else ""
    end = f"{aside} Check that it is the right file. {_GO_BY_NAME}"
    if not rows:
        return Finding("no_return", "error", f"{_NO_RETURN}: {_nothing_known(visible)}{end}")
    best = _best(rows, questions)
    texts = list(best.known.values())
    most = "the most headers known here" if len(texts) > 1 else "one header known here, and no other row has more"
    others = f" Not known in that row: {_quoted(best.others)}." if best.others else ""
    lacks = f" To be {_a(best.layout.kind)} it lacks {_listed(_lacks(best, questions))}." if len(texts) > 1 else ""
    message = f"{_NO_RETURN}. {_where(f'Row {best.number}', best.sheet)} has {most}: {_quoted(texts)}.{others}{lacks}{end}"
    return Finding("no_return", "error", message, sheet=best.sheet.name, cell=str(best.number))


def _best(rows: Sequence[_Row], questions: Mapping[str, Question]) -> _Row:
    """Return the first row with most known headers, by the layout of which it lacks the least."""
    most = max(len(one.known) for one in rows)
    alike = [one for one in rows if len(one.known) == most]
    same = [one for one in alike if one.sheet is alike[0].sheet and one.number == alike[0].number]
    return min(same, key=lambda one: len(_lacks(one, questions)))


def _nothing_known(visible: Sequence[Sheet]) -> str:
    """Return in words where headers were looked for and no known one stands."""
    full = [sheet for sheet in visible if sheet.rows]
    rows = min(LOOKED_AT, max(len(sheet.rows) for sheet in full))
    sheets = f" of its {len(full)} sheets" if len(full) > 1 else ""
    where = f"the first {rows} rows{sheets}" if rows > 1 else "its one row"
    told = f"no header row of theirs stands in {where}."
    if all(sheet.width == 1 for sheet in full):
        apart = "; in a CSV file columns are kept apart by commas, semicolons or tabs" if not full[0].name else ""
        return f"{told} It has one column only{apart}."
    for sheet in full:
        for number, row in enumerate(sheet.rows[:LOOKED_AT], start=1):
            if heads_columns(row):
                texts = _quoted([text for text in row if text.strip()])
                return f"{told} {_where(f'Row {number}', sheet)} is the first that could hold headers, and has {texts}."
    return told


def _lacks(row: _Row, questions: Mapping[str, Question]) -> list[str]:
    """Return what a row would also need to be a header of its layout, in words."""
    has = row.known.keys()
    kind = row.layout.kind
    if kind == "home":
        answered = any(questions[field].role in ("answer", "attribute") for field in has)
        wanted = [("home_id" in has, "'home_id'"), (answered, "a question, such as 'clinical_lead'")]
    elif kind == "area":
        wanted = [(False, "the counts of a question's answers, such as 'clinical_lead_yes' and 'clinical_lead_no'")]
    elif kind == "register":
        more = sum(field in has for field in _REGISTER)
        wanted = [("location_id" in has, "'Location ID'"), (more > 1, f"{'one more' if more else 'two'} of {_REGISTER_NAMES}")]
    elif kind == "alignment":
        wanted = [("home_id" in has, "'home_id'"), ("pcn_code" in has, "'pcn_code'"), (bool(has & {"from", "to"}), "'from' or 'to'")]
    else:
        wanted = [(False, f"'{header}'") for header in code_list_lacks(set(has))]
    return [words for there, words in wanted if not there]
