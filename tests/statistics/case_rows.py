"""The published cases that lie beside the project, as parameters of tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED

CASES = SHARED / "cases" / "proportions"
_ABSENT = pytest.mark.skip(reason="the published cases beside the project are not here")


def cases(file: str, key: str) -> list[Any]:
    """Return the rows under ``key`` of a case file as parameters, each named by its place; without the file one that is skipped."""
    path: Path = CASES / file
    if not path.is_file():
        return [pytest.param({}, marks=_ABSENT, id=key)]
    return [pytest.param(row, id=f"{key}-{number}") for number, row in enumerate(json.loads(path.read_text(encoding="utf-8"))[key])]


def case_file(file: str) -> dict[str, Any]:
    """Return a case file whole; the test is skipped where it is not here."""
    path = CASES / file
    if not path.is_file():
        pytest.skip("the published cases beside the project are not here")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
