"""What two sets of figures say differently."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

Figure = Mapping[str, Any]
Key = tuple[str, str, str, str, str]

STATES = ("not_applicable", "not_answered", "blank", "no_return", "not_in_return", "in_totals", "carried", "all")
COUNTS = (
    "registered",
    "denominator",
    "yes",
    "no",
    *STATES,
    "numerator",
    "whole",
    "homes_gave",
    "bedless",
    "bedless_answered",
    "bedless_yes",
)
SHARES = ("share", "share_low", "share_high", "share_answered", "answered_share")
IN_COLUMNS = {"not answered", "not applicable"}


def key_of(row: Figure) -> Key:
    """What rows are matched on; England is England by whatever code, and a row that does not say so is about all homes."""
    level = str(row["level"])
    code = "" if level == "england" else str(row["code"])
    return (str(row["measure"]), level, code, str(row.get("within") or ""), str(row.get("homes") or "all"))


def differences(
    expected_rows: Iterable[Figure],
    actual_rows: Iterable[Figure],
    ignore: Iterable[str] = (),
    compare_source: bool = False,
    only_expected: bool = False,
) -> list[str]:
    """Every difference in words. What the witness leaves null (a column the measure has no use for) is not compared.

    `ignore` names columns that are not compared; `only_expected` looks at the expected rows only (the hand-made cases give some).
    """
    ignored = set(ignore)
    told: list[str] = []
    expected, actual = _by_key(expected_rows, "expected", told), _by_key(actual_rows, "actual", told)
    for key in sorted(expected.keys() | actual.keys()):
        mine, theirs = expected.get(key), actual.get(key)
        if mine is None or theirs is None:
            row = mine or theirs or {}
            if not is_empty(row) and not (only_expected and mine is None):
                told.append(f"{_name(key)}: only in {'actual' if mine is None else 'expected'}: {_brief(row)}")
            continue
        told += [f"{_name(key)}: {text}" for text in _differences_of_row(mine, theirs, ignored, compare_source)]
    return told


def is_empty(row: Figure) -> bool:
    """Whether a row says nothing: its denominator and all its counts are zero."""
    return not any(_number(row.get(name)) for name in COUNTS) and not any((row.get("words") or {}).values())


def _by_key(rows: Iterable[Figure], side: str, told: list[str]) -> dict[Key, Figure]:
    result: dict[Key, Figure] = {}
    for row in rows:
        key = key_of(row)
        if key in result:
            told.append(f"{_name(key)}: twice in {side}")
        result[key] = row
    return result


def _differences_of_row(mine: Figure, theirs: Figure, ignored: set[str], compare_source: bool) -> list[str]:
    told = []
    for name in COUNTS:
        wanted, got = mine.get(name), _number(theirs.get(name))
        if name not in ignored and wanted is not None and wanted != got:
            told.append(f"{name} expected {wanted}, got {theirs.get(name)}")
    if mine.get("compared") is not None and "compared" not in ignored and bool(mine["compared"]) != bool(theirs.get("compared")):
        told.append(f"compared expected {mine['compared']}, got {theirs.get('compared')}")
    for name in SHARES:
        if name in mine and name not in ignored and _has_share(mine, name) and one_decimal(mine[name]) != one_decimal(theirs.get(name)):
            told.append(f"{name} expected {mine[name]}, got {theirs.get(name)}")
    if "marks" in mine and "marks" not in ignored and _marks(mine) != _marks(theirs):
        told.append(f"marks expected {sorted(_marks(mine))}, got {sorted(_marks(theirs))}")
    if mine.get("words") is not None and "words" not in ignored:
        wanted_words, got_words = _words(mine), _words(theirs)
        for word in sorted(wanted_words.keys() | got_words.keys()):
            looked_at = word in wanted_words or word not in IN_COLUMNS or mine.get(word.replace(" ", "_")) is not None
            if looked_at and wanted_words.get(word, 0) != got_words.get(word, 0):
                told.append(f"words[{word}] expected {wanted_words.get(word, 0)}, got {got_words.get(word, 0)}")
    if compare_source and "source" in mine and mine["source"] != theirs.get("source"):
        told.append(f"source expected {mine['source']}, got {theirs.get('source')}")
    return told


def _has_share(row: Figure, name: str) -> bool:
    """A range and a share of the answered belong to measures in four states; a share to those and to shares of a whole."""
    return row.get("yes") is not None or (name == "share" and row.get("whole") is not None)


def one_decimal(value: Any) -> Fraction | None:
    """One decimal, half away from zero; None for nothing."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    tenths = Fraction(str(value)) * 10
    whole = int(abs(tenths) + Fraction(1, 2))
    return Fraction(whole if tenths >= 0 else -whole, 10)


def _number(value: Any) -> Fraction | int:
    """A count; nothing at all is 0 here."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return 0
    number = Fraction(str(value))
    return int(number) if number.denominator == 1 else number


def _marks(row: Figure) -> set[str]:
    marks = row.get("marks") or ()
    if isinstance(marks, str):
        marks = [part for piece in marks.split(";") for part in piece.split("|")]
    return {str(mark).strip() for mark in marks} - {""}


def _words(row: Figure) -> dict[str, int]:
    """Homes by word; the not answered and not applicable may stand in the words or in the columns."""
    words = {str(word).casefold(): int(n) for word, n in (row.get("words") or {}).items()}
    for word in IN_COLUMNS:
        words.setdefault(word, int(_number(row.get(word.replace(" ", "_")))))
    return {word: n for word, n in words.items() if n}


def _name(key: Key) -> str:
    measure, level, code, within, homes = key
    return f"{measure} {level} {code}" + (f" within {within}" if within else "") + (f" of {homes}" if homes != "all" else "")


def _brief(row: Figure) -> str:
    return ", ".join(f"{name} {row[name]}" for name in COUNTS if _number(row.get(name)))
