"""XLSX and XLSM: errors, formulas saved without a result, and percentages, by the sheets' XML and the styles beside it."""

from __future__ import annotations

import re
import zipfile
from html import unescape

from carehomes.intake.unseen import At, Unseen, percent_styles

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'\b([\w:]+)="([^"]*)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def unseen(package: zipfile.ZipFile) -> dict[str, Unseen]:
    """Return by sheet's name what the reader passes over in it."""
    names = set(package.namelist())
    if not {_WORKBOOK, _RELATIONS} <= names:
        return {}
    relations = [_attributes(one) for one in _RELATION.findall(package.read(_RELATIONS))]
    parts = {one.get("Id", ""): _part(one.get("Target", "")) for one in relations}
    of_styles = next((_part(one.get("Target", "")) for one in relations if one.get("Type", "").endswith("/styles")), "")
    percents = _percents(package.read(of_styles)) if of_styles in names else frozenset()
    found: dict[str, Unseen] = {}
    for one in _SHEET.findall(package.read(_WORKBOOK)):
        said = _attributes(one)
        part = parts.get(next((value for name, value in said.items() if name.endswith(":id")), ""), "")
        if part in names and said.get("state", "visible") == "visible":
            xml = package.read(part)
            found[said.get("name", "")] = Unseen(_silent(xml), _shown_as_percent(xml, percents))
    return found


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(text)}


def _position(cell: str) -> At | None:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


def _silent(xml: bytes) -> dict[At, str]:
    """Return the errors (``#N/A``) of a sheet, and its formulas saved without a result."""
    if b't="e"' not in xml and b"<f" not in xml and b":f>" not in xml:
        return {}
    silent: dict[At, str] = {}
    for found in _CELL.finditer(xml):
        head, body = found.group(1), found.group(2) or b""
        said = _attributes(head)
        at = _position(said.get("r", ""))
        result = _RESULT.search(body)
        if at is None:
            continue
        if said.get("t") == "e":
            silent[at] = unescape(result.group(1).decode("utf-8", "replace")) if result else "#VALUE!"
        elif said.get("t", "n") == "n" and (formula := _FORMULA.search(body)) and not (result and result.group(1).strip()):
            silent[at] = "=" + unescape((formula.group(1) or b"").decode("utf-8", "replace"))
    return silent


def _percents(styles: bytes) -> frozenset[int]:
    cells = _STYLES.search(styles)
    formats = [int(_attributes(one).get("numFmtId", "0")) for one in _STYLE.findall(cells.group())] if cells else []
    told = [_attributes(one) for one in _FORMAT.findall(styles)]
    return percent_styles(formats, {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in told})


def _shown_as_percent(xml: bytes, percents: frozenset[int]) -> set[At]:
    """Return the numbers of a sheet in one of the styles. Cells in other styles are not looked at: there may be a million."""
    if not percents:
        return set()
    styles = b"|".join(str(one).encode() for one in sorted(percents))
    cells = re.findall(rb'<(?:\w+:)?c\b(?=[^>]*\bs="(?:' + styles + rb')")([^>]*)>', xml)
    said = [_attributes(one) for one in cells]
    return {at for one in said if one.get("t", "n") == "n" and (at := _position(one.get("r", "")))}
