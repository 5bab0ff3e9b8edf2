"""The witness itself is held to the text: every case worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from .case_files import Case
from .cases import CASES
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


def test_differences_are_told_in_words() -> None:
    """One difference of each sort; rows of zeros on one side are none."""
    mine = {"measure": "m", "level": "ccg", "code": "X01", "within": "", "denominator": 4, "yes": 1, "share": 25.0, "marks": ["a"]}
    mine |= {"words": {"GP": 2}, "compared": False}
    assert differences([mine], [mine | {"share": 25, "marks": "a", "words": {"gp": 2, "Nurse": 0}}]) == []
    other = mine | {"yes": 2, "share": None, "marks": ["b"], "words": {"GP": 1}, "compared": True}
    assert differences([mine], [other]) == [
        "m ccg X01: yes expected 1, got 2",
        "m ccg X01: compared expected False, got True",
        "m ccg X01: share expected 25.0, got None",
        "m ccg X01: marks expected ['a'], got ['b']",
        "m ccg X01: words[gp] expected 2, got 1",
    ]
    zero = {"measure": "m", "level": "ccg", "code": "X02", "within": "", "denominator": 0}
    assert differences([mine, zero], [mine]) == []
    assert differences([mine], [mine, zero | {"denominator": 2}]) == ["m ccg X02: only in actual: denominator 2"]
