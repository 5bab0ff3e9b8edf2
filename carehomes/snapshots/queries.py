"""Reads the SQL of ``queries/``: one relation a file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from carehomes.settings import queries_folder

#: The header of a query: its first lines of comment.
_HEADER = re.compile(r"\A(?:--[^\n]*\n)+")


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sql(room: str, name: str) -> str:
    """Return the text of ``queries/<room>/<name>.sql``."""
    return _read(queries_folder() / room / f"{name}.sql")


def relation_name(text: str) -> str:
    """Return the relation's name of a query's header (``-- relation: name``)."""
    found = re.match(r"-- relation: (\w+)", text)
    if not found:
        raise ValueError("A query begins with '-- relation: name'.")
    return found.group(1)


def relation_told(text: str) -> str:
    """Return what a query's header says of its relation, behind the name."""
    return text.partition("\n")[0].partition(", ")[2]


def body(text: str) -> str:
    """Return a query without its header."""
    return _HEADER.sub("", text).strip()


def parameters_of(text: str, values: dict[str, object]) -> dict[str, object]:
    """Return those of ``values`` that the query names as ``$name``."""
    body = re.sub(r"--[^\n]*", "", text)
    named = set(re.findall(r"\$([a-z_]+)", body))
    return {name: value for name, value in values.items() if name in named}
