"""Every code of a finding is told on the Rules page: those of the code stand in ``queries/findings.toml``, none lacks or is left over."""

from __future__ import annotations

import ast
import re
import tomllib

from carehomes.areas.problems import CLOSED, CLOSED_CCG, OTHER_CCG, SAME_NAME, TWO_PCNS
from carehomes.intake.check import load_rules
from carehomes.intake.rules import rules_told
from tests.conftest import PROJECT

SEVERITIES = ("error", "query", "note")
PROBLEMS = (CLOSED, SAME_NAME, CLOSED_CCG, OTHER_CCG, TWO_PCNS)
CODE = re.compile(r"[a-z]+(_[a-z]+)+|[a-z]{5,}")
#: Codes that are put together from parts, told here by hand.
MADE = {
    "practice_pcn_unknown": {"note"},
    "practice_ccg_unknown": {"note"},
    "home_id_blank": {"error"},
    "ccg_blank": {"query"},
    "ccg_of_commissioner": {"note"},
    "pcn_code_blank": {"error"},
    **{one.lower().replace(" ", "_"): {"note"} for one in PROBLEMS},
}


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _codes_of(call: ast.Call) -> list[tuple[str, str]]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    texts = [_text(one) for one in call.args]
    found = [(texts[place - 1], text) for place, text in enumerate(texts) if place and text in SEVERITIES]
    if name in ("UnreadableError", "CsvError"):
        found.append((texts[0], "error"))
    if name == "refuse":
        found.append((texts[2], "error"))
    found += [(_text(one.value), "error") for one in call.keywords if name == "Value" and one.arg == "problem"]
    return [(code, severity) for code, severity in found if CODE.fullmatch(code)]


def codes_in_code() -> dict[str, set[str]]:
    """Every code that the intake says in Python, with its severities, read from the source."""
    found: dict[str, set[str]] = {code: set(severities) for code, severities in MADE.items()}
    for path in [*(PROJECT / "carehomes" / "intake").rglob("*.py"), PROJECT / "carehomes" / "cli" / "console.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for code, severity in _codes_of(node):
                    found.setdefault(code, set()).add(severity)
    return found


def test_the_register_of_codes_is_complete_and_has_their_severities() -> None:
    told = tomllib.loads((PROJECT / "queries" / "findings.toml").read_text(encoding="utf-8"))
    assert {code: set(one["severity"]) for code, one in told.items()} == codes_in_code()


def test_every_rule_is_told_in_sentences_errors_first() -> None:
    told = rules_told()
    assert {rule.code for rule in load_rules(PROJECT / "queries" / "checks")} <= {one.code for one in told}
    assert [one.severities[0] for one in told] == sorted((one.severities[0] for one in told), key=SEVERITIES.index)
    for one in told:
        assert one.found.endswith(".") and one.advice.endswith("."), one
        assert "{" not in one.found + one.advice
