"""The rules of ``queries/checks``: their headers are true, their wording can be filled, each is tried by a test."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from carehomes.intake.check import QUESTIONS, check, load_rules, read_rule
from carehomes.ledger.facts import FACTS_SCHEMA
from carehomes.ledger.model import StagedReturn
from carehomes.snapshots.database import Database
from tests.unit.intake_ground import GROUND, ROOT, look, only

CHECKS = ROOT / "queries" / "checks"
PATHS = sorted(CHECKS.glob("*.sql"))
ALWAYS = ("kind", "submitter", "week", "sheet", "row", "column", "field", "value")


def header(path: Path, name: str) -> str:
    """Return a line of a rule's header, read in another way than the product reads it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith(f"-- {name}:"))
    text = lines[start].partition(":")[2]
    for line in lines[start + 1 :]:
        if not line.startswith("--  "):
            break
        text += " " + line[2:].strip()
    return text.strip()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_rule_returns_the_columns_that_it_names_and_words_only_those(path: Path) -> None:
    database = Database()
    # As the product lends them: a rule that asked for the cell's own text would fail.
    empty = FACTS_SCHEMA.empty_table().drop_columns(["text"])
    database.load("facts", empty)
    database.load("previous", empty)
    database.load("history", empty.append_column("against", pa.array([], pa.date32())))
    database.load("settings", pa.table({"jump_times": pa.array([3], pa.int64())}))
    database.load("register", pa.schema([("week", pa.date32()), ("home_id", pa.string()), ("ccg_code", pa.string())]).empty_table())
    database.load("questions", QUESTIONS.empty_table())
    database.load("areas", pa.schema([("code", pa.string())]).empty_table())
    pcns = [("week", pa.date32()), ("code", pa.string()), ("name", pa.string()), ("ccg", pa.string()), ("closed", pa.date32())]
    database.load("pcns", pa.schema(pcns).empty_table())
    named = [name.strip() for name in header(path, "columns").split(",")]
    assert database.table(path.read_text(encoding="utf-8")).column_names == named
    assert tuple(named[:8]) == ALWAYS
    filled = {name for _, name, _, _ in string.Formatter().parse(header(path, "wording")) if name}
    questions = {name.removesuffix("_field") + "_question" for name in named if name.endswith("_field")}
    assert filled <= set(named) | {"cell", "Cell", "question"} | questions


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_rules_wording_says_where_and_ends_as_a_sentence(path: Path) -> None:
    rule = read_rule(path)
    assert rule.wording == header(path, "wording")
    assert rule.wording.startswith("{Cell}")
    assert rule.wording.endswith(".")
    assert set(rule.kinds) <= {"home", "area", "la", "register", "alignment"}


def test_each_rule_is_tried_by_a_test() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_intake_*.py"))
    assert not [path.stem for path in PATHS if f'"{path.stem}"' not in texts]


def test_a_rule_with_a_wrong_header_says_so(tmp_path: Path) -> None:
    path = tmp_path / "odd.sql"
    path.write_text("-- code: odd\nselect 1\n")
    with pytest.raises(ValueError, match=r"odd\.sql: its header has no line '-- severity"):
        read_rule(path)
    head = "-- code: other\n-- severity: error\n-- kinds: home\n-- from: 2020-05-01\n-- grain: g\n-- wording: w\n-- columns: c\n"
    path.write_text(head + "select 1\n")
    with pytest.raises(ValueError, match="its code must be the file's name"):
        read_rule(path)


def test_a_rule_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    path = tmp_path / "seen.sql"
    path.write_text(
        "-- code: seen\n-- severity: note\n-- kinds: home\n-- from: 2020-05-17\n-- to: 2020-05-24\n-- grain: one row a home\n"
        "-- wording: {Cell}: {value}\n--     is seen.\n-- columns: kind, submitter, week, sheet, row, column, field, value\n"
        "select kind, submitter, week, sheet, row, \"column\", field, answer as value from facts where field = 'home_id'\n"
    )
    rules = load_rules(tmp_path)
    head = "week_ending | ccg_code | home_id | clinical_lead"
    found = []
    for week in ("10/05/2020", "17/05/2020", "24/05/2020", "31/05/2020"):
        staged = only(look(f"{head}\n{week} | 01T | 1-101 | yes"))
        found.append([one.message for lines in check([staged], GROUND, rules).values() for one in lines])
    assert found == [[], ["Cell C2: 1-101 is seen."], ["Cell C2: 1-101 is seen."], []]


def test_nothing_to_check_is_no_finding() -> None:
    nil = StagedReturn("home", "01T", date(2020, 5, 17), FACTS_SCHEMA.empty_table(), 0, nil=True)
    assert check([nil], GROUND) == {}
