"""What an installation is set to, and who may do what, is told in the audit when it is other than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from carehomes.ledger import audit
from carehomes.ledger.audit import Sought
from carehomes.ledger.in_force import record_in_force
from carehomes.store import Store


def told(store: Store) -> list[str]:
    return [audit.details_of(one) for one in audit.events(store, Sought(action="settings changed"))]


def test_a_setting_and_a_role_that_change_are_told_once(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert record_in_force(store)
    assert not record_in_force(store)
    people = tmp_path / "people.toml"
    people.write_text('[[people]]\nid = "00u1"\nviewer = ["01T"]\n', encoding="utf-8")
    monkeypatch.setenv("CAREHOMES_PEOPLE", str(people))
    monkeypatch.setenv("CAREHOMES_COMPARE_FROM", "70")
    assert record_in_force(store)
    people.write_text('[[people]]\nid = "00u1"\nviewer = ["01T"]\napprover = ["01V", "01T"]\n', encoding="utf-8")
    assert record_in_force(store)
    monkeypatch.delenv("CAREHOMES_COMPARE_FROM")
    assert record_in_force(store)
    first, second, third, fourth = told(store)
    assert "CAREHOMES_STORE: not set -> " in first
    assert "CAREHOMES_COMPARE_FROM: not set -> 70" in second and "person 00u1: not set -> viewer 01T" in second
    assert third == "person 00u1: viewer 01T -> viewer 01T; approver 01T 01V"
    assert fourth == "CAREHOMES_COMPARE_FROM: 70 -> not set"
    assert audit.verify(store).problem == ""
