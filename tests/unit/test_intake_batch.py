"""Several files at once are judged as each by itself; long files are held and written as short ones are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from carehomes.intake import check as checking
from carehomes.intake import home, known
from carehomes.intake.cells import Lines, Texts
from carehomes.intake.context import Context
from carehomes.intake.desk import receive_many
from carehomes.intake.examine import examine, examine_many
from carehomes.intake.reader import _idle
from carehomes.intake.recognise import Table
from carehomes.intake.staging import Staging
from carehomes.ledger.facts import FACTS_SCHEMA, HELD_SCHEMA, SAID, facts_bytes, facts_lots, read_facts, write_facts
from carehomes.ledger.model import Examined, Hints
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.unit.files import home_file
from tests.unit.intake_ground import AREAS, GROUND, QUESTIONS, csv_bytes, look, only, xlsx_bytes

HEAD = "home_id,residents,residents_with_pcsp"
FILES = [
    ("a.csv", home_file("17/05/2020", "01T", HEAD, "1-1,3,5", "1-2,3,3", "1-1,1,1")),
    ("b.csv", home_file("17/05/2020", "01V", HEAD, "1-1,3,3", "1-2,3,9")),
    ("not a return.csv", b"Dear all,\nhere it is\n"),
    ("again.csv", home_file("17/05/2020", "01T", HEAD, "1-1,8,2", "1-1,8,2")),
    ("two.csv", home_file("17/05/2020", "01T", HEAD, "1-1,1,2") + b"17/05/2020,01V,1-3,2,4\n10/05/2020,01V,1-3,2,4\n"),
    ("c.xlsx", xlsx_bytes(("R", [["week_ending", "ccg_code", *HEAD.split(",")], [], ["17/05/2020", "10Q", "1-9", 1, 2]]))),
]


def said(told: Examined) -> Examined:
    """Return a file with its facts told cell by cell: files that are staged together share the texts that these are held by."""
    return replace(told, returns=tuple(replace(one, held=one.facts) for one in told.returns))


def test_a_batch_is_judged_as_each_file_by_itself() -> None:
    alone = [examine(content, name, context=GROUND) for name, content in FILES]
    assert [said(one) for one in examine_many(FILES, context=GROUND)] == [said(one) for one in alone]
    assert [sorted({one.code for one in told.all_findings}) for told in alone] == [
        ["home_twice", "part_above_whole"], ["part_above_whole"], ["no_return"], ["home_twice"], ["part_above_whole"], ["part_above_whole"],
    ]  # fmt: skip
    assert "row 2" in next(one.message for one in alone[3].all_findings if one.code == "home_twice")


def test_tables_of_the_same_columns_are_staged_together_each_as_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    head = ["week_ending", "ccg_code", "home_id", "residents", "clinical_lead", "pcn_code", "oximeters_delivered"]
    rows = [["17/05/2020", "01T", "1-1", 3, "yes", "U1", 2], ["17/05/2020", "01T", "1-2", 9, "maybe", "no code", "some"]]
    early = [["03/05/2020", "01V", f"1-{home}", 4, "no", "", 1] for home in range(5, 8)]
    books = {
        "a.xlsx": ("Return", [["CCG return"], [], head, *rows, ["Total", "", "", 12]]),
        "wider.xlsx": ("Homes", [head, *early, ["03/05/2020", "01V", "", 4, "no", "", 1], ["", "", "", "", "", "", "", "", "more"]]),
        "none.xlsx": ("Return", [head]),
        "nil.xlsx": ("Return", [["Nil return for 01T"], head, ["17/05/2020", "01T"]]),
        "again.xlsx": ("Return", [["nil return"], head, *rows[:1], head, *rows[:1]]),
        "whose.xlsx": ("Return", [head, ["17/05/2020", "99Z", "1-4", 3], ["16/05/2020", "10Q", "1-5", 3]]),
    }
    areas = ["week_ending", "ccg_code", "pcn_code", "homes", "clinical_lead yes", "clinical_lead no"]
    books |= {f"{code}.xlsx": ("Areas", [areas, ["17/05/2020", code, "", 9, 4, 12], ["", "", "Total", 9]]) for code in ("01T", "01V")}
    files = [(name, xlsx_bytes(book)) for name, book in books.items()]
    alone = [examine(content, name, context=GROUND) for name, content in files]
    batches: list[int] = []
    stage = home.stage

    def counted(batch: Sequence[tuple[Table, Staging]], context: Context, hints: Hints) -> None:
        batches.append(len(batch))
        stage(batch, context, hints)

    monkeypatch.setattr(home, "stage", counted)
    together = examine_many(files, context=GROUND)
    assert [said(one) for one in together] == [said(one) for one in alone]
    assert batches == [6]
    assert len({one.code for each in together for one in each.all_findings}) > 8


def test_a_facts_file_holds_no_text_of_another_return_of_its_batch() -> None:
    first, second = (
        only(one) for one in examine_many([(one, FILES[place][1]) for place, one in enumerate(("a.csv", "b.csv"))], context=GROUND)
    )
    for own, other in ((first, "01V"), (second, "01T")):
        held = pq.read_table(pa.BufferReader(facts_bytes(own.held)), read_dictionary=["submitter", "text", "answer"])
        texts = {text for name in ("submitter", "text", "answer") for chunk in held[name].chunks for text in chunk.dictionary.to_pylist()}
        assert own.submitter in texts
        assert other not in texts


def test_small_lots_find_what_large_ones_do(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["week_ending", "ccg_code", *HEAD.split(",")]]
    rows += [[f"{day:02}/05/2020", "01T", f"1-{home}", "3", str(home % 5)] for day in (3, 10, 17) for home in range(1, 40)]
    whole = look(rows)
    monkeypatch.setattr(checking, "_LOT", 1)
    assert look(rows) == whole
    assert len(whole.returns) == 3
    assert len(whole.all_findings) == 3 * 8


def test_one_reader_serves_a_batch_of_workbooks() -> None:
    head = ["week_ending", "ccg_code", "home_id", "clinical_lead"]
    books = [(f"{code}.xlsx", xlsx_bytes(("R", [head, ["17/05/2020", code, "1-1", "yes"]]))) for code in ("01T", "01V", "10Q")]
    look(books[0][1], "a.xlsx")
    reader = _idle[-1]
    told = examine_many([books[0], ("bad.xlsx", b"PK\x03\x04 not really"), *books[1:]], context=GROUND)
    assert [one.submitter for each in told for one in each.returns] == ["01T", "01V", "10Q"]
    assert _idle == [reader]


def test_a_batch_is_decided_return_by_return_and_published_once(store: Store) -> None:
    receipts = receive_many(store, [("a.csv", FILES[0][1]), ("b.csv", home_file("17/05/2020", "01V", HEAD, "1-1,3,3"))])
    assert [one.outcome for one in receipts] == ["refused", "accepted"]
    assert open_snapshot(store).number == 1
    assert [one.outcome for one in receive_many(store, [("b.csv", FILES[1][1])], decide=False)] == ["refused"]


def test_an_earlier_week_of_the_batch_is_what_a_later_one_is_held_against(store: Store) -> None:
    head = "home_id,oximeters_delivered"
    weeks = [(f"{day}.csv", home_file(f"{day:02}/05/2020", "01T", head, f"1-1,{count}")) for day, count in ((24, 2), (17, 3), (10, 5))]
    told = [[one.code for one in receipt.findings if one.severity == "query"] for receipt in receive_many(store, weeks, decide=False)]
    assert told == [["cumulative_fell"], ["cumulative_fell"], []]
    stopped = ("10.csv", home_file("10/05/2020", "01T", head, "1-1,5", "1-1,6"))
    told = [[one.code for one in receipt.findings] for receipt in receive_many(store, [weeks[1], stopped], decide=False)]
    assert ["cumulative_fell" in one for one in told] == [False, False]
    receive_many(store, weeks[2:])
    assert "cumulative_fell" in [one.code for one in receive_many(store, [weeks[1]], decide=False)[0].findings]


def test_the_history_of_an_area_is_that_of_the_store_and_of_the_batch(store: Store) -> None:
    weeks = [
        (f"{day}.csv", home_file(f"{day:02}/05/2020", "01T", "home_id,residents", f"1-1,{n}")) for day, n in ((3, 3), (10, 4), (17, 99))
    ]
    receive_many(store, weeks[:1])
    first, second = receive_many(store, weeks[1:], decide=False)
    assert "count_jumped" not in [one.code for one in first.findings]
    assert "from 3 to 4 in the 2 weeks before" in next(one.message for one in second.findings if one.code == "count_jumped")


def test_a_history_in_one_file_is_read_once_a_week_for_all_that_is_held_against_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    head, rows = "home_id,residents,residents_with_pcsp", []
    codes = ("01T", "01V", "10Q")
    for day in (3, 10, 17):
        rows += [f"{day:02}/05/2020,{code},1-{number},{day},2" for number, code in enumerate(codes)]
    receive_many(store, [("history.csv", f"week_ending,ccg_code,{head}\n{chr(10).join(rows)}\n".encode())], reasons={"*": "a test"})
    reads: list[str] = []

    def counted(*asked: object) -> pa.Table:
        reads.append(str(asked[1]))
        return read_facts(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(known, "read_facts", counted)
    known._of_week.cache_clear()
    context = known.context_of(store)
    for number, code in enumerate(codes):
        before = context.previous("home", code, date(2020, 5, 24))
        earlier = context.history("home", code, date(2020, 5, 24))
        assert before is not None and earlier is not None
        assert set(before["submitter"].to_pylist()) == set(earlier["submitter"].to_pylist()) == {code}
        assert set(before["home_id"].to_pylist()) == {f"1-{number}"}
        assert sorted(set(earlier["week"].to_pylist())) == [date(2020, 5, 3), date(2020, 5, 10), date(2020, 5, 17)]
        assert before.filter(pc.equal(before["field"], "residents"))["number"].to_pylist() == [17]
    assert len(reads) == 3


def test_facts_held_apart_are_written_as_they_are(tmp_path: Path) -> None:
    staged = only(look(FILES[1][1]))
    assert staged.held.schema == HELD_SCHEMA
    assert staged.facts.schema == FACTS_SCHEMA
    name = write_facts(tmp_path, staged.held)
    assert read_facts(tmp_path, name).equals(staged.facts)
    assert facts_bytes(staged.held) == facts_bytes(staged.held)
    both = pa.concat_tables([look(FILES[4][1]).returns[0].held, staged.held])
    name = write_facts(tmp_path, both)
    assert read_facts(tmp_path, name).equals(both.cast(FACTS_SCHEMA))


def test_publishing_reads_facts_in_lots_without_the_cells_as_they_stood(tmp_path: Path) -> None:
    staged = only(look(FILES[1][1]))
    for facts in (staged.held, staged.facts):
        lots = list(facts_lots(tmp_path, write_facts(tmp_path, facts), 3))
        assert len(lots) > 1
        assert max(one.num_rows for one in lots) <= 3
        read = pa.concat_tables([one.cast(pa.schema([FACTS_SCHEMA.field(name) for name in SAID])) for one in lots])
        assert read.equals(staged.facts.drop_columns(["text"]).combine_chunks())


def test_the_rows_of_a_sheet_by_slice_are_those_by_number() -> None:
    rows = [["a", "b", "c"], ["d"], [], ["e", "f"]]
    texts = [Texts.of(row[place] if place < len(row) else "" for row in rows) for place in range(3)]
    lines = Lines(texts, np.array([len(row) for row in rows], np.int32))
    assert lines[:] == [lines[place] for place in range(4)] == rows
    assert lines[1:3] == rows[1:3]
    assert lines[2:9] == rows[2:9]
    assert lines[9:] == []


def test_one_return_of_a_file_of_many(tmp_path: Path) -> None:
    returns = look(home_file("17/05/2020", "01T", HEAD, "1-1,3,2") + b"17/05/2020,01V,1-3,2,1\n10/05/2020,01V,1-3,2,1\n").returns
    name = write_facts(tmp_path, pa.concat_tables([one.held for one in returns]))
    wanted = (pc.field("submitter") == "01V") & (pc.field("week") == date(2020, 5, 10))
    assert read_facts(tmp_path, name, wanted).equals(next(one.facts for one in returns if one.week == date(2020, 5, 10)))


def test_ragged_and_plain_csv_files_say_the_same() -> None:
    rows = [
        ["week_ending", "ccg_code", "home_id", "comment"],
        ["17/05/2020", "01T", "1-1", 'a "b"\nc, d'],
        ["17/05/2020", "01T", "1-2", ""],
    ]
    plain = only(look(csv_bytes(rows)))
    ragged = only(look(csv_bytes([*rows, [], ["", "", "", "", "", " "]]), context=Context(AREAS, QUESTIONS)))
    assert ragged.facts.equals(plain.facts)
    assert ragged.facts["row"].to_pylist()[-1] == 3
