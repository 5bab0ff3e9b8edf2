"""Sheets written from nothing: the list of findings that a marked workbook ends with, and the copy of a file of another format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from carehomes.intake.cells import Sheet, address
from carehomes.intake.package import RELATION, TYPES, Package
from carehomes.intake.xml_patch import UnpatchableError, append, apply, parse, text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
#: The content type of a workbook by the ending of its file: Excel opens no file in which they differ.
BOOK_CONTENT: Mapping[str, str] = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
}
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
#: Longest text that a cell can hold.
_LONGEST = 32_767
#: A count that reads back as the same text; everything else stays text, so that codes keep their zeros and nothing is a formula.
_COUNT = re.compile(r"0|-?[1-9][0-9]{0,14}")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
MAX_COPIED = 1_500_000


@dataclass(frozen=True)
class Cell:
    """A cell of a new sheet: its text, the number of its format, and the address in the workbook that it leads to."""

    text: str
    style: int = 0
    link: str = ""


def string(cell: str) -> str:
    """Return ``cell`` as the text of an inline string: whole, and no part of it taken for an escape."""
    return text(_LOOKS_ESCAPED.sub("_x005F_", cell[:_LONGEST]))


def _inline(place: str, cell: Cell) -> str:
    if _COUNT.fullmatch(cell.text):
        return f'<c r="{place}" s="{cell.style}"><v>{cell.text}</v></c>'
    return f'<c r="{place}" s="{cell.style}" t="inlineStr"><is><t xml:space="preserve">{string(cell.text)}</t></is></c>'


def sheet_xml(rows: Iterable[Sequence[Cell]], widths: Sequence[int] = (), frozen: int = 0) -> bytes:
    """Return a worksheet; ``widths`` are of its first columns, its first ``frozen`` rows stay in sight."""
    sink = io.StringIO()
    links: list[str] = []
    sink.write(f'<worksheet xmlns="{_MAIN}">')
    if frozen:
        pane = f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
        sink.write(f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>')
    if widths:
        columns = "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, start=1))
        sink.write(f"<cols>{columns}</cols>")
    sink.write("<sheetData>")
    for number, row in enumerate(rows, start=1):
        cells = [(address(number, column), cell) for column, cell in enumerate(row, start=1) if cell.text]
        if not cells:
            continue
        sink.write(f'<row r="{number}">' + "".join(_inline(place, cell) for place, cell in cells) + "</row>")
        links += [f'<hyperlink ref="{place}" location="{text(cell.link)}"/>' for place, cell in cells if cell.link]
    sink.write("</sheetData>")
    if links:
        sink.write(f"<hyperlinks>{''.join(links)}</hyperlinks>")
    sink.write("</worksheet>")
    return sink.getvalue().encode()


def add_sheet(package: Package, workbook: str, wanted: str, xml: bytes) -> str:
    """Add a sheet at the end of the workbook and return its name: ``wanted``, or with a number where there is such a sheet."""
    part = package.unused("xl/worksheets/sheet{}.xml")
    package.write(part, xml)
    package.declare(part, _SHEET_CONTENT)
    relation = package.relate(workbook, "worksheet", part)
    book = package.read(workbook)
    root = parse(book, depth=3)
    sheets = root.child("sheets")
    if sheets is None:
        raise UnpatchableError("it has no list of sheets")
    names = {one.attributes.get("name", "").lower() for one in sheets.children}
    name = next(one for n in range(1, len(names) + 3) if (one := wanted if n == 1 else f"{wanted} {n}").lower() not in names)
    ids = [int(said) for one in sheets.children if (said := one.attributes.get("sheetId", "")).isdecimal() and len(said) < 9]
    said = f'<{sheets.prefix}sheet xmlns:r="{RELATION}" name="{text(name)}" sheetId="{max(ids, default=0) + 1}" r:id="{relation}"/>'
    package.write(workbook, apply(book, [append(book, sheets, said.encode())]))
    return name


def copy_of(sheets: Sequence[Sheet], ending: str = ".xlsx") -> tuple[bytes, Mapping[str, str]]:
    """Return a workbook for a file of ``ending`` with the cells of ``sheets`` at their addresses, and each sheet's name in it.

    Raises ``UnpatchableError`` where there are too many cells.
    """
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MAX_COPIED:
        raise UnpatchableError("it has too many cells to be copied")
    names = _sheet_names(sheets)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        for number, sheet in enumerate(sheets, start=1):
            xml = sheet_xml([Cell(one) for one in row] for row in sheet.rows)
            file.writestr(f"xl/worksheets/sheet{number}.xml", xml)
        numbers = range(1, len(sheets) + 1)
        kinds = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEET_CONTENT}"/>' for n in numbers)
        rels = "application/vnd.openxmlformats-package.relationships+xml"
        file.writestr(
            TYPES,
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{rels}"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{BOOK_CONTENT[ending]}"/>{kinds}</Types>',
        )
        of = "http://schemas.openxmlformats.org/package/2006/relationships"
        lead = f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
        file.writestr("_rels/.rels", f'<Relationships xmlns="{of}">{lead}</Relationships>')
        lines = "".join(f'<Relationship Id="rId{n}" Type="{RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{of}">{lines}</Relationships>')
        listed = "".join(f'<sheet name="{text(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, (_, name) in zip(numbers, names, strict=True))
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{RELATION}"><sheets>{listed}</sheets></workbook>')
    return sink.getvalue(), dict(reversed(names))


def _sheet_names(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    """Return each sheet's name and one that a workbook allows, each once; a CSV file's one sheet is called Return."""
    names: list[tuple[str, str]] = []
    taken: set[str] = set()
    for sheet in sheets:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", sheet.name).strip(" '")[:28] or "Return"
        name = next(one for n in range(1, len(sheets) + 2) if (one := plain if n == 1 else f"{plain} {n}").lower() not in taken)
        taken.add(name.lower())
        names.append((sheet.name, name))
    return names
