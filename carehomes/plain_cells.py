"""Cells of files that a spreadsheet will open: no text of them may be taken for a formula."""

from __future__ import annotations

import re

#: A cell that a spreadsheet would take for a formula begins with one of these (the wide ones in East Asian settings).
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: Where a cell begins in the midst of a line that a spreadsheet would run, or would read on from beyond the line's end (a quotation mark).
_WITHIN = re.compile(rf'([,;\t](?=")|[,;\t]\s*(?=[{re.escape("".join(_FORMULA))}]))')


def no_formula(value: object) -> object:
    """Return ``value`` as it may stand in a CSV file: a text that a spreadsheet would run gets an apostrophe before it.

    A carriage return becomes a new line: a cell with it would not be put into quotation marks, and what follows would be a row of its own.
    """
    if not isinstance(value, str):
        return value
    bare = value.lstrip()
    told = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{told}" if bare.startswith(_FORMULA) or value.startswith(("\t", "\r")) else told


def no_formula_within(line: str) -> str:
    """Return a line that stands in a CSV file as it is, such as a note above the table: a spreadsheet takes it apart at its separators."""
    return _WITHIN.sub(r"\1'", line)
