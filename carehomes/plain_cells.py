"""Cells of files that a spreadsheet will open: no text of them may be taken for a formula."""

from __future__ import annotations

#: A cell that a spreadsheet would take for a formula begins with one of these (the wide ones in East Asian settings).
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def no_formula(value: object) -> object:
    """Return ``value`` as it may stand in a CSV file: a text that a spreadsheet would run gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    bare = value.lstrip()
    return f"'{value}" if bare.startswith(_FORMULA) or value.startswith(("\t", "\r")) else value
