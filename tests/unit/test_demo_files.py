"""The generated files: the demonstration region is made again and compared; every file keeps the rules of the intake."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from benchmarks import england
from benchmarks.generate import demo_plan as plan
from benchmarks.generate.layouts import AREA_FIELDS, HOME_FIELDS, LADDER, MANIFEST_COLUMNS, SERVED_FIELDS, ladder_column
from benchmarks.generate.styles import SYNONYMS, WORDINGS
from carehomes.areas import AreaList, due_moment
from carehomes.areas.lists import COLUMNS
from carehomes.catalogue import Question, load_questions

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "data" / "demo"
QUESTIONS = load_questions(ROOT / "queries" / "questions")
FIELD_OF = {text: field for texts in (WORDINGS, SYNONYMS) for field, text in texts.items()} | {
    field: field for field in (*HOME_FIELDS, *SERVED_FIELDS)
}
YES_NO = {"Yes", "No", "n/a", ""}

Row = dict[str, str]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cells_of(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[as_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def as_text(value: object) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def home_rows(path: Path) -> Iterator[Row]:
    """Read a home return by its header texts: a title block above and notes below are passed over."""
    cells = cells_of(path)
    top = next(number for number, row in enumerate(cells) if "home_id" in [FIELD_OF.get(text) for text in row])
    fields = [FIELD_OF[text] for text in cells[top]]
    for row in cells[top + 1 :]:
        if not any(row):
            return
        yield {field: text for field, text in zip(fields, row, strict=True) if text}


@pytest.fixture(scope="module")
def manifest() -> list[Row]:
    return read_csv(DEMO / "manifest.csv")


@pytest.fixture(scope="module")
def homes(manifest: list[Row]) -> dict[str, list[Row]]:
    """The rows of each home return, by file."""
    return {row["file"]: list(home_rows(DEMO / row["file"])) for row in manifest if row["kind"] == "home" and row["file"]}


@pytest.fixture(scope="module")
def small_england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("england")
    england.make(folder, weeks=48, homes=270, quiet=True)
    return folder


def test_made_again_by_another_process_with_another_hash_seed_they_are_the_same_bytes(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "20200517"}
    subprocess.run([sys.executable, "-m", "benchmarks.demo_region", str(tmp_path)], cwd=ROOT, env=environment, check=True)
    assert files_of(tmp_path) == files_of(DEMO)


def test_they_are_small_and_hold_no_address() -> None:
    files = files_of(DEMO)
    assert sum(map(len, files.values())) < 3_000_000
    for name in files:
        if name.endswith((".csv", ".xlsx")):
            assert not any("@" in text for row in cells_of(DEMO / name) for text in row), name


def test_areas_of_the_region() -> None:
    areas = AreaList.read(DEMO / "areas.csv")
    assert tuple(read_csv(DEMO / "areas.csv")[0]) == COLUMNS
    assert Counter(area.level for area in areas.areas) == {"england": 1, "region": 1, "stp": 2, "ccg": 6, "la": 3, "pcn": 25}
    assert len(areas.open_ccgs(date(2020, 8, 30))) == 6
    assert all(area.level == "england" or areas.get(area.parent) for area in areas.areas)


def test_nothing_in_the_region_is_real() -> None:
    real = AreaList.read(ROOT / "data" / "reference" / "areas.csv")
    for area in AreaList.read(DEMO / "areas.csv").areas:
        assert real.get(area.code) is None
        assert real.named(area.level, area.name) == []


def test_its_networks_are_on_the_area_list_and_one_had_closed() -> None:
    areas = AreaList.read(DEMO / "areas.csv")
    listed = areas.of_level("pcn")
    assert {pcn.code: (pcn.name, pcn.ccg) for pcn in plan.pcns()} == {one.code: (one.name, one.parent) for one in listed if not one.closed}
    (closed,) = [one for one in listed if one.closed]
    assert areas.successor(closed).code == "U99001"
    assert areas.successor(closed).open_on(plan.WEEKS[0])


@pytest.mark.parametrize(("effective", "number"), [("2020-05-01", 280), ("2020-07-01", 280), ("2020-08-01", 281)])
def test_homes_on_each_register(effective: str, number: int) -> None:
    homes = [row for row in read_csv(DEMO / "register" / f"register_{effective}.csv") if row["Care home?"] == "Y"]
    assert len(homes) == len({row["Location ID"] for row in homes}) == number
    assert Counter(row["Location ONSPD CCG Code"] for row in homes).keys() == set(plan.CCGS)
    assert all(8 <= int(row["Care homes beds"]) <= 90 for row in homes)
    assert all(re.fullmatch(r"1-\d+", row["Location ID"]) for row in homes)


def test_homes_open_close_and_register_again() -> None:
    first, second, third = ({row["Location ID"]: row for row in read_csv(path)} for path in sorted((DEMO / "register").iterdir()))
    assert [len(second.keys() - first.keys()), len(first.keys() - second.keys())] == [2, 2]
    assert [len(third.keys() - second.keys()), len(second.keys() - third.keys())] == [3, 2]
    old, new = first["1-990002316"], second["1-990102000"]
    assert "1-990002316" not in second
    assert old["Location UPRN ID"] == new["Location UPRN ID"] != ""
    assert old["Location Name"] != new["Location Name"]
    old, new = second["1-990005311"], third["1-990105001"]
    assert old["Location UPRN ID"] == new["Location UPRN ID"] == ""
    assert [old[name] for name in ("Postal Code", "Location Street Address")] == [
        new[name] for name in ("Postal Code", "Location Street Address")
    ]


def test_a_home_that_registers_again_keeps_its_answers_under_the_new_id(homes: dict[str, list[Row]]) -> None:
    sent = {name.split("/")[1]: {row["home_id"]: row for row in rows} for name, rows in homes.items() if "x02-home-return" in name}
    before, after = "1-990002316", "1-990102000"
    assert [week for week, rows in sorted(sent.items()) if before in rows] == [week.isoformat() for week in plan.WEEKS[:8]]
    assert [week for week, rows in sorted(sent.items()) if after in rows] == [week.isoformat() for week in plan.WEEKS[8:]]
    assert sent["2020-07-05"][before]["lead_name"] == sent["2020-07-12"][after]["lead_name"]


def test_some_homes_are_served_by_several(homes: dict[str, list[Row]]) -> None:
    for name in ("returns/2020-08-30/x01-home-return.csv", "returns/2020-08-30/x04-home-return.csv"):
        rows = {row["home_id"]: row for row in homes[name]}
        assert all(row.get("practices") for row in rows.values())
        assert sum(bool(re.search(r"[;,/\n]", row["practices"])) for row in rows.values()) == (3 if "x01" in name else 1)
        assert sum("other_pcn_codes" in row for row in rows.values()) == (2 if "x01" in name else 1)


def test_24_networks_and_the_homes_aligned_to_them() -> None:
    first, second, third = (read_csv(path) for path in sorted((DEMO / "alignment").iterdir()))
    for rows in (first, second, third):
        assert {row["pcn_code"] for row in rows} == {pcn.code for pcn in plan.pcns()}
        claims = Counter(row["home_id"] for row in rows)
        assert len([home for home, times in claims.items() if times > 1]) == 1
        assert all(row["from"] <= (row["to"] or "9") for row in rows)
    registered = {row["Location ID"] for row in read_csv(DEMO / "register" / "register_2020-05-01.csv") if row["Care home?"] == "Y"}
    assert len(registered - {row["home_id"] for row in first}) == 6
    assert {row["home_id"] for row in third} - {row["home_id"] for row in second} >= {"1-990001268", "1-990005270"}
    assert len({pcn.name for pcn in plan.pcns()}) == 24


def test_manifest_lists_every_file_in_the_order_of_its_decisions(manifest: list[Row]) -> None:
    assert tuple(manifest[0]) == MANIFEST_COLUMNS
    listed = {row["file"] for row in manifest} - {""}
    assert listed == set(files_of(DEMO)) - {"areas.csv", "manifest.csv", "README.md"}
    decided = [datetime.fromisoformat(row["decided_at"]) for row in manifest]
    assert decided == sorted(set(decided))
    for row in manifest:
        received = datetime.fromisoformat(row["received_at"])
        assert received.utcoffset() is not None
        assert received <= datetime.fromisoformat(row["decided_at"])
        assert row["kind"] in {"register", "alignment", "home", "area", "la"}
        assert row["action"] in {"accept", "withdraw", "nil"}
        assert bool(row["file"]) == (row["action"] != "nil")


def test_sixteen_weeks_of_returns(manifest: list[Row]) -> None:
    weeks = {row["week"] for row in manifest if row["kind"] == "home"}
    assert sorted(weeks) == [week.isoformat() for week in plan.WEEKS]
    assert len(weeks) == 16
    assert all(week.weekday() == 6 for week in plan.WEEKS)


def test_planted_blemishes_of_returns(manifest: list[Row]) -> None:
    times: dict[tuple[str, date], list[datetime]] = {}
    for row in manifest:
        if row["kind"] in {"home", "area"} and row["action"] != "withdraw":
            times.setdefault((row["submitter"], date.fromisoformat(row["week"])), []).append(datetime.fromisoformat(row["received_at"]))
    late = {returned for returned, received in times.items() if min(received) > due_moment(returned[1])}
    assert late == plan.LATE
    assert {(ccg, week) for ccg in plan.CCGS for week in plan.WEEKS} - set(times) == plan.MISSING
    assert due_moment(plan.AT_THE_DUE_MOMENT[1]) in times[plan.AT_THE_DUE_MOMENT]
    assert [(row["submitter"], row["week"]) for row in manifest if row["action"] == "nil"] == [("X06", "2020-06-21")]
    withdrawn = [row for row in manifest if row["action"] == "withdraw"]
    assert len(withdrawn) == 1
    assert any(row["file"] == withdrawn[0]["file"] and row["action"] == "accept" for row in manifest)


def test_a_revised_return_changes_something(manifest: list[Row], homes: dict[str, list[Row]]) -> None:
    revised = [row["file"] for row in manifest if "-revised" in row["file"] and row["kind"] == "home"]
    assert len(revised) == 3
    for file in revised:
        assert homes[file] != homes[file.replace("-revised", "")]


def test_header_texts_are_known_to_the_questions() -> None:
    for texts in (WORDINGS, SYNONYMS):
        assert tuple(texts) == HOME_FIELDS
        for field, text in texts.items():
            assert text in {QUESTIONS[field].wording, *QUESTIONS[field].synonyms}, text


def test_home_rows_keep_the_rules(manifest: list[Row], homes: dict[str, list[Row]]) -> None:
    said = {row["file"]: row for row in manifest if row["file"]}
    for file, rows in homes.items():
        assert len(rows) == len({row["home_id"] for row in rows}), file
        for row in rows:
            assert row["ccg_code"] == said[file]["submitter"]
            assert as_iso(row["week_ending"]) == said[file]["week"]
            assert re.fullmatch(r"1-\d+", row["home_id"])
            assert row["ccg_name"] == plan.CCGS[row["ccg_code"]].name
            check_answers(row, file)


def check_answers(row: Row, file: str) -> None:
    for field, text in row.items():
        question: Question = QUESTIONS[field]
        where = f"{file}, {row['home_id']}, {field}: {text}"
        if question.type == "yes_no":
            assert text in YES_NO, where
        elif question.type == "count":
            assert text.isdigit() or text == "n/a", where
            whole = row.get(question.part_of, "")
            if text.isdigit() and whole.isdigit():
                assert int(text) <= int(whole), where
        elif question.type == "word":
            assert text in question.all_words, where
        elif question.type == "date":
            assert as_iso(text) <= as_iso(row["week_ending"]), where


def as_iso(text: str) -> str:
    return "-".join(reversed(text.split("/"))) if "/" in text else text


def test_totals_keep_the_rules(manifest: list[Row]) -> None:
    files = [row["file"] for row in manifest if row["kind"] == "area"]
    assert len(files) == 17  # the network's sixteen weeks but one, and two weeks with a total of a whole CCG
    for file in files:
        rows = read_csv(DEMO / file)
        assert rows
        assert tuple(rows[0]) == AREA_FIELDS
        for row in rows:
            check_totals(row, file)


def check_totals(row: Row, file: str) -> None:
    homes = int(row["homes"])
    for field in AREA_FIELDS:
        if field.endswith("_yes"):
            states = [int(row[field.replace("_yes", f"_{state}")]) for state in ("yes", "no", "not_answered", "not_applicable")]
            assert sum(states) == homes, (file, field)
            assert min(states) >= 0, (file, field)
        if field.endswith("_homes"):
            assert int(row[field]) <= homes, (file, field)
            part, whole = field.removesuffix("_homes"), QUESTIONS[field.removesuffix("_homes")].part_of
            if whole:
                assert row[field] == row[f"{whole}_homes"], (file, field)
                assert int(row[part] or 0) <= int(row[whole] or 0), (file, field)
    assert sum(int(row[ladder_column(word)]) for word in LADDER) <= homes
    assert int(row["oximeters_held_any"]) <= int(row["oximeters_held_homes"])


def test_a_network_that_reports_totals_sends_no_home_rows(homes: dict[str, list[Row]]) -> None:
    assert all(row.get("pcn_code") != plan.TOTALS_ONLY for rows in homes.values() for row in rows)


def test_every_local_authority_returns_the_thirteen_actions(manifest: list[Row]) -> None:
    entries = [row for row in manifest if row["kind"] == "la"]
    assert [row["submitter"] for row in entries] == ["XE0001", "XE0002", "XE0003", "XE0003"]
    for entry in entries:
        cells = cells_of(DEMO / entry["file"])
        items = [row for row in cells if re.fullmatch(r"\d\.\d\)", row[0])]
        assert len(items) == 13
        total = next(row[1] for row in cells if row[0].startswith("Total number"))
        assert (total == "") == (entry["submitter"] == "XE0003")
        assert all(int(row[2] or 0) <= int(total or 200) and row[4] in {"Yes", "No"} for row in items)
        assert all(text.startswith("Invented: ") for row in items for text in (row[3], row[5]) if text)


def test_england_has_the_ccgs_that_were_open(small_england: Path) -> None:
    rows = read_csv(small_england / "manifest.csv")
    areas = AreaList.read(small_england / "areas.csv")
    for row in rows:
        if row["submitter"]:
            ccg = areas.get(row["submitter"])
            assert ccg is not None, row
            assert ccg.open_on(date.fromisoformat(row["week"])), row
    assert len({row["submitter"] for row in rows if row["week"] < "2021-04-01"} - {""}) == 135
    assert {"M1J4Y", "D9Y0V"} <= {row["submitter"] for row in rows if row["week"] > "2021-04-01"}
    assert {row["action"] for row in rows} == {"accept", "nil"}


def test_england_keeps_the_rules_of_rows(small_england: Path) -> None:
    seen = set()
    for entry in read_csv(small_england / "manifest.csv"):
        path = small_england / entry["file"]
        if entry["kind"] == "home" and entry["file"]:
            for row in home_rows(path):
                assert (row["ccg_code"], row["week_ending"]) == (entry["submitter"], entry["week"])
                check_answers(row, entry["file"])
                seen.add(row["home_id"])
        elif entry["kind"] == "area":
            for row in read_csv(path):
                check_totals(row, entry["file"])
    registered = {row["Location ID"] for path in (small_england / "register").iterdir() for row in read_csv(path)}
    assert seen <= registered
    assert len(registered) >= 270


def test_england_as_one_history_is_what_was_said_last(tmp_path: Path) -> None:
    one_a_week, history = tmp_path / "weeks", tmp_path / "history"
    england.make(one_a_week, weeks=3, homes=400, quiet=True)
    england.make(history, weeks=3, homes=400, history=True, quiet=True)
    entries = [row for row in read_csv(one_a_week / "manifest.csv") if row["kind"] == "home" and row["file"]]
    last = {(row["submitter"], row["week"]): row["file"] for row in entries}
    weekly = [row for _, file in sorted(last.items()) for row in home_rows(one_a_week / file)]
    whole = list(home_rows(history / "history" / "home-returns.csv"))
    in_order = sorted(whole, key=lambda row: (row["ccg_code"], row["week_ending"]))
    assert in_order == weekly


@pytest.mark.parametrize("homes", [135, 4000])
def test_a_history_lists_the_files_that_it_has(tmp_path: Path, homes: int) -> None:
    england.make(tmp_path, weeks=1, homes=homes, history=True, quiet=True)
    listed = {row["file"] for row in read_csv(tmp_path / "manifest.csv")} - {""}
    assert listed == set(files_of(tmp_path)) - {"areas.csv", "manifest.csv", "README.md"}
    totals = tmp_path / "history" / "area-returns.csv"
    assert totals.exists() == (homes == 4000)
    assert not totals.exists() or read_csv(totals)


def test_england_again_is_the_same_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        england.make(tmp_path / name, weeks=2, homes=300, seed=seed, quiet=True)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b") != files_of(tmp_path / "c")


def test_too_few_homes_are_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert england.main([str(tmp_path), "--weeks", "1", "--homes", "12"]) == 1
    assert "12 homes are too few: there are 135 CCGs" in capsys.readouterr().err
