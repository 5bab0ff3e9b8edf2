"""Reads the SQL of ``queries/``: one relation a file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from carehomes.settings import queries_folder


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


def parameters_of(text: str, values: dict[str, object]) -> dict[str, object]:
    """Return those of ``values`` that the query names as ``$name``."""
    body = re.sub(r"--[^\n]*", "", text)
    named = set(re.findall(r"\$([a-z_]+)", body))
    return {name: value for name, value in values.items() if name in named}
