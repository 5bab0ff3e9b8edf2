"""The ground of the intake's tests: a small area list, the real questions, files made as people make them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from carehomes.areas import Area, AreaList
from carehomes.catalogue import load_questions
from carehomes.intake.context import Context
from carehomes.intake.examine import examine
from carehomes.ledger.model import Examined, Finding, Hints, StagedReturn

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
WEEK = date(2020, 5, 17)
QUESTIONS = load_questions(ROOT / "queries" / "questions")
MERGED = date(2020, 3, 31)


def _area(code: str, level: str, name: str, ons: str = "", **more: Any) -> Area:
    said = {"parent": "", "opened": None, "closed": None, "successor": ""} | more
    return Area(code=code, level=level, name=name, ons_code=ons, **said)


AREAS = AreaList(
    [
        _area("E92000001", "england", "England", "E92000001"),
        _area("Y62", "region", "North West", "E40000010"),
        _area("01T", "ccg", "NHS South Sefton CCG", "E38000161"),
        _area("01V", "ccg", "NHS Southport and Formby CCG", "E38000170"),
        _area("10Q", "ccg", "NHS Oxfordshire CCG", "E38000136"),
        _area("00D", "ccg", "NHS Durham Dales CCG", "E38000042", closed=MERGED, successor="84H"),
        _area("84H", "ccg", "NHS County Durham CCG", "E38000234", opened=date(2020, 4, 1)),
        _area("00F", "ccg", "NHS Closed for good CCG", "E38000990", closed=MERGED),
        _area("M1J4Y", "ccg", "NHS Bedfordshire, Luton and Milton Keynes CCG", "E38000249", opened=date(2021, 4, 1)),
        _area("E08000014", "la", "Sefton", "E08000014"),
        _area("E06000043", "la", "Brighton and Hove", "E06000043"),
    ]
)
GROUND = Context(AREAS, QUESTIONS)


def table(text: str) -> list[list[str]]:
    """Return rows from a table told in lines, cells apart by ``|``."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def csv_bytes(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as a CSV file."""
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=delimiter).writerows(rows)
    return sink.getvalue().encode(encoding)


def xlsx_bytes(*sheets: tuple[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> bytes:
    """Return sheets as an XLSX file, as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


_ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.2"><office:body><office:spreadsheet>'
)


def ods_bytes(*sheets: tuple[str, list[list[str]]]) -> bytes:
    """Return sheets of text as an ODS file."""
    body = ""
    for name, rows in sheets:
        cells = (
            "".join(f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>' for cell in row)
            for row in rows
        )
        body += (
            f'<table:table table:name="{name}">' + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"
        )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr("META-INF/manifest.xml", manifest)
        file.writestr("content.xml", f"{_ODS_HEAD}{body}</office:spreadsheet></office:body></office:document-content>")
    return sink.getvalue()


def look(file: str | bytes | list[list[str]], name: str = "return.csv", context: Context = GROUND, **hints: Any) -> Examined:
    """Examine a file told as bytes, as rows or as a table in lines."""
    rows = table(file) if isinstance(file, str) else file
    content = rows if isinstance(rows, bytes) else csv_bytes(rows)
    return examine(content, name, context=context, hints=Hints(**hints))


def only(examined: Examined) -> StagedReturn:
    """Return the one return of a file."""
    assert len(examined.returns) == 1, [one.message for one in examined.all_findings]
    return examined.returns[0]


def codes(examined: Examined) -> list[tuple[str, str]]:
    """Return (code, cell) of every finding."""
    return [(one.code, one.cell) for one in examined.all_findings]


def finding(examined: Examined, code: str) -> Finding:
    """Return the one finding of a code."""
    found = [one for one in examined.all_findings if one.code == code]
    assert len(found) == 1, [(one.code, one.message) for one in examined.all_findings]
    return found[0]


def facts(staged: StagedReturn, *columns: str) -> list[tuple[Any, ...]]:
    """Return the facts of a return as tuples of the named columns."""
    return [tuple(fact[name] for name in columns) for fact in staged.facts.to_pylist()]


def said(staged: StagedReturn, home: str, field: str) -> tuple[str | None, int | None] | None:
    """Return (answer, number) of a home's field, None where it says nothing."""
    found = [fact for fact in staged.facts.to_pylist() if (fact["home_id"], fact["field"]) == (home, field)]
    return (found[0]["answer"], found[0]["number"]) if found else None
