"""Reads one workbook from standard input and writes its cells as JSON. Runs as a process of its own.

A made-up or damaged workbook can make any reader ask for all memory or stop dead, which would end the app. Here it ends only
this process, which has a limit of its own. The module imports nothing of the project, so that it starts in hundredths of a second.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any

import python_calamine

MEMORY = 4 << 30
SECONDS = 90
UNPACKED = 1 << 30

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'\b([\w:]+)="([^"]*)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")


def text_of(value: Any) -> str:
    """Return a cell's value as text: whole numbers without ``.0``, dates in ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(text)}


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = [_attributes(one) for one in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels"))]
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    parts: dict[str, str] = {}
    for one in _SHEET.findall(package.read("xl/workbook.xml")):
        said = _attributes(one)
        target = targets.get(next((value for name, value in said.items() if name.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            parts[said.get("name", "")] = part
    return parts


def _position(cell: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


def silent_cells(package: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    """Return the cells that the reader passes over in silence: errors (``#N/A``), and formulas saved without a result."""
    xml = package.read(part)
    if b't="e"' not in xml and b"<f" not in xml and b":f>" not in xml:
        return {}
    silent: dict[tuple[int, int], str] = {}
    for head, body in _CELL.findall(xml):
        said = _attributes(head)
        at = _position(said.get("r", ""))
        result = _RESULT.search(body)
        if at is None:
            continue
        if said.get("t") == "e":
            silent[at] = unescape(result.group(1).decode("utf-8", "replace")) if result else "#ERROR"
        elif said.get("t", "n") == "n" and (formula := _FORMULA.search(body)) and not (result and result.group(1).strip()):
            silent[at] = "=" + unescape((formula.group(1) or b"").decode("utf-8", "replace"))
    return silent


def _rows(sheet: Any, silent: dict[tuple[int, int], str]) -> list[list[str]]:
    start = sheet.start or (0, 0)
    rows: list[list[str]] = [[] for _ in range(start[0])]
    for row in sheet.to_python(skip_empty_area=True):
        texts = [text_of(value) for value in row]
        while texts and not texts[-1].strip():
            texts.pop()
        rows.append([""] * start[1] + texts if texts else [])
    for (row, column), text in silent.items():
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line.extend([""] * (column - len(line)))
        line[column - 1] = line[column - 1] or text
    while rows and not rows[-1]:
        rows.pop()
    return rows


def read(content: bytes) -> dict[str, Any]:
    """Return the sheets of a workbook, or the problem in one word."""
    package = zipfile.ZipFile(io.BytesIO(content)) if content[:2] == b"PK" else None
    if package is not None and sum(one.file_size for one in package.infolist()) > UNPACKED:
        return {"problem": "too large"}
    parts = _sheet_parts(package) if package is not None else {}
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        return {"problem": "encrypted"}
    sheets = []
    for one in workbook.sheets_metadata:
        if one.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = one.visible != python_calamine.SheetVisibleEnum.Visible
        silent = silent_cells(package, parts[one.name]) if package is not None and one.name in parts and not hidden else {}
        rows = [] if hidden else _rows(workbook.get_sheet_by_name(one.name), silent)
        sheets.append({"name": one.name, "hidden": hidden, "rows": rows})
    return {"sheets": sheets}


def limit() -> None:
    """Limit this process's memory and time, where the machine can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def main() -> int:
    """Read standard input, write JSON; the exit code alone says that it could not be read."""
    limit()
    answer = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
