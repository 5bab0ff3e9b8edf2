"""The witness itself is held to the text: every case worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from .cases import CASES, Case
from .compare import differences, key_of
from .figures import figures
from .reading import load_world
from .returned import returned


@pytest.mark.parametrize("case", CASES, ids=[f"rule {c.rule}: {c.name}" for c in CASES])
def test_case(case: Case, tmp_path: Path) -> None:
    """The figures of a case are those worked out by hand."""
    world = load_world(case.write(tmp_path))
    actual = figures(world, case.week, case.as_at, case.areas)
    assert differences(case.expected, actual, compare_source=True, only_expected=True) == []
    assert not {key_of(row) for row in case.absent} & {key_of(row) for row in actual}
    for code, wanted in case.returned.items():
        found = returned(world, case.week, case.as_at, code)
        assert {name: found[name] for name in wanted} == wanted, code


def test_every_rule_has_a_case() -> None:
    """Fourteen rules, each with its own cases."""
    assert {case.rule for case in CASES} == set(range(1, 15))
