"""The submitter's own workbook back: cells marked, comments in them, a list of every finding; all else as it came.

XLSX and XLSM are patched part by part, so that other sheets, formats, formulas, drawings and macros keep their bytes. Any other
format, and a workbook that cannot be patched, gets an XLSX copy that says so. Nothing in the file is run, fetched or followed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carehomes.catalogue import Question
from carehomes.intake.cells import Sheet, address, position
from carehomes.intake.marked_comments import add_comments
from carehomes.intake.marked_list import BOOK_CONTENT, Cell, add_sheet, copy_of, sheet_xml
from carehomes.intake.marked_sheet import lead_to_comments, mark_cells, patched, scan
from carehomes.intake.marked_styles import Styles
from carehomes.intake.package import Package
from carehomes.intake.read import read
from carehomes.intake.receipt_file import LETTERS, SEVERITIES
from carehomes.intake.staging import in_order
from carehomes.intake.unreadable import UnreadableError
from carehomes.intake.xml_patch import UnpatchableError, parse
from carehomes.ledger.model import Finding

#: Cells with a comment; a workbook with more is no help to anybody. The list goes on, and the receipt as CSV has all.
MAX_MARKS = 2_000
MAX_LISTED = 5_000
_LONGEST = 1_500
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LIST = "Findings"


@dataclass(frozen=True)
class Marked:
    """A marked workbook. ``copied`` where it is a copy in another format; ``told`` says what a reader must know of it."""

    content: bytes
    file_name: str
    copied: bool
    told: tuple[str, ...]


@dataclass
class _Notes:
    """What is said above the list: of the workbook as a whole, and of what could not be kept or marked."""

    lines: list[str]


def mark(content: bytes, file_name: str, findings: Sequence[Finding], questions: Mapping[str, Question]) -> Marked:
    """Return the workbook ``content`` with ``findings`` marked in its cells. Never raises for what is in the file."""
    name = marked_name(content, file_name)
    try:
        package = Package(content)
        notes = _Notes(_signed(package))
        found = _mark(package, _workbook(package), findings, questions, notes, {})
        return Marked(found, name, False, tuple(notes.lines))
    except UnpatchableError as reason:
        return _copy(content, file_name, name, findings, questions, str(reason))


def marked_name(content: bytes, file_name: str) -> str:
    """Return the name of the file that ``mark`` makes: the file's own without any path, its ending that of the workbook."""
    try:
        package = Package(content)
        ending = _ending(package, _workbook(package))
    except UnpatchableError:
        ending = ".xlsx"
    own = re.split(r"[/\\]", file_name)[-1]
    stem, dot, last = own.rpartition(".")
    plain = " ".join(re.sub(r"[^\w .()-]", " ", stem if dot and len(last) <= 5 else own).split())[:80] or "return"
    return f"{plain} marked{ending}"


def _copy(content: bytes, file_name: str, name: str, findings: Sequence[Finding], questions: Mapping[str, Question], reason: str) -> Marked:
    lines = [
        f"This is a copy of your file as XLSX: the file itself could not be marked, because {reason}. Each cell stands at the same "
        "address; formats, formulas and drawings are not in it. Mend your own file, and send that."
    ]
    ending = name[-5:]
    try:
        sheets: list[Sheet] = [one for one in read(content) if not one.hidden]
        copied, names = copy_of(sheets, ending)
    except (UnreadableError, UnpatchableError) as problem:
        told = problem.sentence if isinstance(problem, UnreadableError) else f"Your file is not copied here: {problem}."
        lines, (copied, names) = [told, "This workbook holds only what was found."], copy_of([], ending)
    notes = _Notes(lines)
    package = Package(copied)
    done = _mark(package, _workbook(package), findings, questions, notes, names)
    return Marked(done, name, True, tuple(notes.lines))


def _workbook(package: Package) -> str:
    book = package.related("", "officeDocument")
    if not book or not book.lower().endswith(".xml"):
        raise UnpatchableError("it is no XLSX or XLSM file")
    return book


def _signed(package: Package) -> list[str]:
    if any(name.lower().startswith("_xmlsignatures/") for name in package.names):
        return ["The workbook carries a digital signature. It is kept, but no longer fits a workbook that was marked."]
    return []


def _ending(package: Package, book: str) -> str:
    said = {one.attributes.get("PartName", "").lower(): one.attributes.get("ContentType", "") for one in package.types().children}
    kind = said.get("/" + book.lower(), "")
    return next((ending for ending, content in BOOK_CONTENT.items() if content == kind), ".xlsx")


def _sheets(package: Package, book: str) -> dict[str, str]:
    targets = {one.id: one.target for one in package.relations(book) if one.kind == "worksheet"}
    listed = parse(package.read(book), depth=3).child("sheets")
    parts = {}
    for one in listed.children if listed else ():
        relation = next((value for key, value in one.attributes.items() if key.endswith(":id")), "")
        if targets.get(relation, "") in package:
            parts[one.attributes.get("name", "")] = targets[relation]
    return parts


def _mark(
    package: Package,
    book: str,
    findings: Sequence[Finding],
    questions: Mapping[str, Question],
    notes: _Notes,
    names: Mapping[str, str],
) -> bytes:
    """Mark the workbook of ``package``; ``names`` gives the names that sheets have in it, where they are not their own."""
    parts = _sheets(package, book)
    styles = Styles(package, book)
    placed, left = _placed(findings, parts, names)
    threaded: list[str] = []
    for name, marks in placed.items():
        threaded += _mark_sheet(package, parts[name], name, marks, questions, styles)
    if left:
        notes.lines.append(f"{MAX_MARKS:,} cells are marked; findings in {left:,} more cells stand only in the list or the receipt (CSV).")
    if threaded:
        shown = ", ".join(threaded[:20]) + (" and others" if len(threaded) > 20 else "")
        notes.lines.append(f"These cells have a conversation, which takes no other comment; what was found stands in the list: {shown}.")
    rows = list(_list(findings, questions, notes, names, set(parts), styles))
    add_sheet(package, book, _LIST, sheet_xml(rows, widths=(22, 18, 9, 34, 24, 100)))
    styles.save()
    return package.content()


_Marks = dict[tuple[int, int], list[Finding]]


def _placed(findings: Sequence[Finding], parts: Mapping[str, str], names: Mapping[str, str]) -> tuple[dict[str, _Marks], int]:
    """Return the findings by sheet and cell, the worst first and at most ``MAX_MARKS`` cells; and how many cells are left out."""
    placed: dict[str, _Marks] = {}
    left: set[tuple[str, str]] = set()
    count = 0
    for one in in_order(findings):
        name = names.get(one.sheet, one.sheet)
        row, column = position(one.cell)
        if name not in parts or not 1 <= row <= _LAST_ROW or column > _LAST_COLUMN:
            continue
        marks = placed.setdefault(name, {})
        if (row, column) not in marks and count == MAX_MARKS:
            left.add((name, one.cell))
            continue
        count += (row, column) not in marks
        marks.setdefault((row, column), []).append(one)
    return {name: marks for name, marks in placed.items() if marks}, len(left)


def _mark_sheet(package: Package, part: str, name: str, marks: _Marks, questions: Mapping[str, Question], styles: Styles) -> list[str]:
    """Mark one sheet, and return the cells whose comment could not be added to."""
    sheet = scan(package.read(part), (row for row, _ in marks))
    if any(top not in sheet.rows and top not in sheet.gaps for top in (sheet.anchor(*place)[0] for place in marks)):
        # A cell inside a merged range is marked at the range's first cell, which may stand in a row above.
        sheet = scan(sheet.xml, {row for place in marks for row in (place[0], sheet.anchor(*place)[0])})
    shown: _Marks = {}
    for place, found in marks.items():
        shown.setdefault(sheet.anchor(*place), []).extend(found)
    edits = mark_cells(sheet, {place: in_order(found)[0].severity for place, found in shown.items()}, styles.marked)
    done = add_comments(package, part, sheet.drawing, {place: _comment(found, questions) for place, found in shown.items()})
    if not sheet.drawing:
        edits.append(lead_to_comments(sheet, package.relate(part, "vmlDrawing", done.boxes)))
    package.write(part, patched(sheet, edits))
    return [f"{name} {address(*place)}" for place in done.threaded]


def _comment(found: Sequence[Finding], questions: Mapping[str, Question]) -> str:
    told = []
    for one in in_order(found):
        wording = _wording(one, questions)
        told.append(f"{LETTERS[one.severity]} - {SEVERITIES[one.severity]}\n{one.message}" + (f"\nQuestion: {wording}" if wording else ""))
    text = "\n\n".join(dict.fromkeys(told))
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "\u2026 The list of findings has the rest."


def _wording(finding: Finding, questions: Mapping[str, Question]) -> str:
    return questions[finding.field].wording if finding.field in questions else finding.field


def _list(
    findings: Sequence[Finding],
    questions: Mapping[str, Question],
    notes: _Notes,
    names: Mapping[str, str],
    sheets: set[str],
    styles: Styles,
) -> Iterator[list[Cell]]:
    heading, wrapped = styles.heading(), styles.wrapped()
    colours = {severity: styles.marked(0, severity) for severity in SEVERITIES}
    counted: Counter[str] = Counter(one.severity for one in findings)
    told = [f"{SEVERITIES[severity]} ({LETTERS[severity]}): {counted[severity]:,}" for severity in SEVERITIES if counted[severity]]
    yield [Cell("What was found in this file", heading)]
    yield [Cell("; ".join(told) or "Nothing was found wrong.")]
    yield [Cell("Each cell is coloured and has a comment that says what is wrong and what to do. This sheet may be deleted.")]
    yield from ([Cell(line)] for line in notes.lines)
    if len(findings) > MAX_LISTED:
        yield [Cell(f"The first {MAX_LISTED:,} are listed, the gravest first; the receipt (CSV) has all.")]
    yield []
    titles = ("Finding", "Sheet", "Cell", "Question", "Value", "What is wrong, and what to do")
    yield [Cell(title, heading) for title in titles]
    for one in in_order(findings)[:MAX_LISTED]:
        name = names.get(one.sheet, one.sheet)
        row, column = position(one.cell)
        link = f"'{name.replace(chr(39), chr(39) * 2)}'!{one.cell if column else f'A{row}'}" if name in sheets and row else ""
        yield [
            Cell(f"{LETTERS[one.severity]} - {SEVERITIES[one.severity]}", colours[one.severity]),
            Cell(name, wrapped),
            Cell(one.cell, 0, link),
            Cell(_wording(one, questions), wrapped),
            Cell(one.value, wrapped),
            Cell(one.message, wrapped),
        ]
