"""Hostile and messy files through the intake: no exception, no hang, a plain sentence for each."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from carehomes.ledger.model import Examined
from tests.unit.intake_ground import SHARED, WEEK, csv_bytes, look, only, said, xlsx_bytes

CASES = SHARED / "cases"
FILES = sorted(
    path for folder in ("hostile", "messy") for path in (CASES / folder).rglob("*") if path.is_file() and path.name != "manifest.json"
)
ENCRYPTED = {
    "calamine_pass_protected.ods", "calamine_pass_protected.xlsb", "calamine_pass_protected.xlsx", "msoffcrypto_rc4cryptoapi.xls",
    "poi_password.xls", "poi_protected_passtika.xlsx",
}  # fmt: skip
JARGON = re.compile(r"Traceback|Error\b|Exception|calamine|openpyxl|None|null\b|\{|XML at|UTF")


def plain(told: Examined) -> None:
    """Assert that a file which is no return is refused in plain sentences."""
    assert (told.kind, told.returns) == ("", ())
    assert [one.severity for one in told.findings] == ["error"]
    sentence = told.findings[0].message
    assert not JARGON.search(sentence), sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.skipif(not CASES.exists(), reason="the shared folder of cases is not beside the project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_that_is_no_return_is_refused_in_a_plain_sentence(path: Path) -> None:
    started = time.monotonic()
    told = look(path.read_bytes(), path.name)
    plain(told)
    assert time.monotonic() - started < 5
    if path.name in ENCRYPTED:
        assert told.findings[0].code == "encrypted"


@pytest.mark.skipif(not CASES.exists(), reason="the shared folder of cases is not beside the project")
@pytest.mark.parametrize("workbook", [False, True])
def test_naughty_strings_in_a_name_are_kept_as_they_are(workbook: bool) -> None:
    strings = [one for one in json.loads((CASES / "hostile" / "blns.json").read_text(encoding="utf-8")) if one.strip()]
    if workbook:
        strings = [one for one in strings if not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", one) and not one.startswith("=")]
    rows = [["week_ending", "ccg_code", "home_id", "home_name", "residents"]]
    rows += [["17/05/2020", "01T", f"1-{number}", text, "3"] for number, text in enumerate(strings, start=1)]
    content = xlsx_bytes(("Return", rows)) if workbook else csv_bytes(rows)
    staged = only(look(content, "names.xlsx"))
    assert staged.rows == len(strings)
    assert not staged.findings
    kept = {fact["home_id"]: fact["text"] for fact in staged.facts.to_pylist() if fact["field"] == "home_name"}
    assert sum(kept.get(f"1-{number}") == text.replace("\r\n", "\n") for number, text in enumerate(strings, start=1)) > 0.97 * len(strings)


@pytest.mark.skipif(not CASES.exists(), reason="the shared folder of cases is not beside the project")
def test_naughty_strings_in_a_count_are_findings_and_nothing_else() -> None:
    strings = json.loads((CASES / "hostile" / "blns.json").read_text(encoding="utf-8"))
    rows = [["week_ending", "ccg_code", "home_id", "residents", "clinical_lead", "lead_start", "pcn_code", "testing_status"]]
    rows += [["17/05/2020", "01T", f"1-{number}", text, text, text, text, text] for number, text in enumerate(strings, start=1)]
    told = look(csv_bytes(rows))
    assert only(told).stopped
    assert {one.sheet for one in told.all_findings} == {""}


@pytest.mark.skipif(not CASES.exists(), reason="the shared folder of cases is not beside the project")
def test_formula_injection_is_only_text() -> None:
    lines = (CASES / "hostile" / "payloadbox_csv_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    rows = [["week_ending", "ccg_code", "home_id", "comment"]]
    rows += [["17/05/2020", "01T", f"1-{number}", text] for number, text in enumerate(lines, start=1) if text]
    assert said(only(look(csv_bytes(rows))), "1-1", "comment") == (lines[0].strip(), None)


def test_naughty_headers_and_titles() -> None:
    odd = ["'; drop table facts; --", "{Cell}", "%s", "${jndi:ldap://x}", "<script>alert(1)</script>", "home_id", "clinical_lead"]
    told = look(csv_bytes([["{0} CCG: {x}", "CCG: {y}"], odd, ["a", "b", "c", "d", "e", "1-1", "yes"]]), week=WEEK, submitter="01T")
    assert only(told).rows == 1
    assert not only(told).stopped
