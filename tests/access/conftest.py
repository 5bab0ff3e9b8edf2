"""Two weeks of the demonstration, and people who may see a part of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from carehomes.access import Person, person_here, read_people
from carehomes.access.people import system_user
from tests.pages.conftest import _quiet, _scanned_once, _small_loaded, open_page, small_demo, small_store

__all__ = ["_quiet", "_scanned_once", "_small_loaded", "open_page", "small_demo", "small_store"]

Become = Callable[..., Person]


@pytest.fixture
def become(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Become:
    """Return how whoever runs the tests is given roles: ``become(viewer=["X01"])``, by the people file."""

    def given(**roles: list[str] | str) -> Person:
        lines = [f"{role} = {json.dumps(areas)}" for role, areas in roles.items()]
        path = tmp_path / "people.toml"
        path.write_text("\n".join(["[[people]]", f"id = {json.dumps(system_user())}", *lines]) + "\n", encoding="utf-8")
        monkeypatch.setenv("CAREHOMES_PEOPLE", str(path))
        assert read_people(path)
        return person_here()

    return given
