"""A real Spark cluster publishes the very snapshot that DuckDB does, answers the same reports, and what fails in it is told plainly."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from benchmarks.cluster import SMALL_SETTINGS, Cluster, running
from carehomes.cli.main import main
from carehomes.intake.undo import withdraw
from carehomes.ledger.journal import versions
from carehomes.ledger.trouble import StoreError
from carehomes.snapshots import contents, contents_afresh, current_number
from carehomes.snapshots.database import Database
from carehomes.snapshots.publish import snapshot_path
from carehomes.snapshots.spark import SparkWork, opened
from carehomes.store import Store
from tests.engines.asked import OF_BEDS, OF_VIEWS, SOME, asked, in_order, is_ordered, put_view, reports, rows_of, tables_of, values_of
from tests.engines.conftest import ALL

#: The whole form runs what a cluster runs by itself, the short one what starts quickly.
SETTINGS = SMALL_SETTINGS if not ALL else {"spark.executor.memory": "512m"}


def publish_by(master: str, *more: str) -> int:
    """Run the command."""
    settings = [part for name, value in SETTINGS.items() for part in ("--conf", f"{name}={value}")]
    return main(["publish", "--engine", "spark", "--master", master, "--afresh", *settings, *more])


def test_a_cluster_publishes_the_same_snapshot(copied: Store, cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    by_duckdb = snapshot_path(copied, current_number(copied))
    assert publish_by(cluster.master, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    by_spark = snapshot_path(copied, told["number"])
    assert told["published"] and told["engine"] == "spark" and current_number(copied) == told["number"]
    assert tables_of(by_spark) == tables_of(by_duckdb)
    assert contents(by_spark) == contents(by_duckdb)
    # Nothing of the homes is left in the working folder.
    assert {path.name for path in (copied.folder / "spark").iterdir()} <= {"spark.log", "log4j2.properties"}
    # The next decision goes on from it, by DuckDB.
    one = next(one for one in versions(copied.journal.entries()) if one.kind == "home" and one.known_to is None)
    assert one.week
    withdraw(copied, "home", one.submitter, one.week, reason="a test")
    went_on = current_number(copied)
    assert went_on == told["number"] + 1
    assert contents(snapshot_path(copied, went_on)) == contents_afresh(copied, copied.journal.last_seq())


@pytest.mark.skipif(not ALL, reason="CAREHOMES_ENGINES=all tries it")
def test_a_store_without_a_return_is_published(store: Store, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(store.folder))
    assert publish_by(cluster.master) == 0
    assert contents(snapshot_path(store, current_number(store))) == contents_afresh(store, 0)


def test_a_cluster_answers_the_same_reports_while_a_worker_dies(copied: Store, cluster: Cluster, tmp_path: Path) -> None:
    path = snapshot_path(copied, current_number(copied))
    database = Database(path, read_only=True)
    try:
        with database.work() as work, opened(cluster.master, tmp_path, SETTINGS) as session:
            door = SparkWork(session, tmp_path)
            for name in (*tables_of(path), "scope"):
                door.replace(name, work.table(f'select * from "{name}"'))
            values = values_of(work)
            names = reports() if ALL else SOME
            for place, name in enumerate(names):
                if place == len(names) // 2:
                    cluster.kill("worker1")
                text, given = asked(name, values)
                ours, theirs = rows_of(work.table(text, given)), rows_of(door.table(text, given))
                if is_ordered(text):
                    assert theirs == ours, name
                assert in_order(theirs) == in_order(ours), name
            for beds in (False, True) if ALL else ():
                made = put_view(work, values, beds=beds)
                assert put_view(door, values, beds=beds) == made
                for name in made:
                    columns = ", ".join(f'"{row[0]}"' for row in work.rows(f'describe "{name}"'))
                    text = f'select {columns} from "{name}"'
                    assert in_order(door.rows(text)) == in_order(work.rows(text)), (name, beds)
                for name in OF_BEDS if beds else OF_VIEWS:
                    text, given = asked(name, values)
                    assert in_order(rows_of(door.table(text, given))) == in_order(rows_of(work.table(text, given))), (name, beds)
    finally:
        database.close()
        cluster.start_worker("worker1")


def test_without_a_worker_the_cluster_is_given_up(copied: Store, cluster: Cluster, tmp_path: Path) -> None:
    # More memory than any worker has: nobody takes the work, and Spark itself would wait for ever.
    with (
        pytest.raises(StoreError, match="gave no worker for 2 seconds"),
        opened(cluster.master, tmp_path, {**SETTINGS, "spark.executor.memory": "8g"}, patience=2) as session,
    ):
        session.range(10).collect()


@pytest.mark.skipif(not ALL or os.geteuid() != 0, reason="CAREHOMES_ENGINES=all tries it, where a disk may be mounted")
def test_a_working_folder_that_a_worker_does_not_see_is_told(copied: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "work").mkdir()
    before = current_number(copied)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with running(tmp_path / "cluster", workers=0) as cluster:
            cluster.start_worker("elsewhere", hidden=tmp_path / "work")
            assert publish_by(cluster.master, "--work", str(tmp_path / "work")) == 1
    assert f"A worker does not see the working folder {tmp_path / 'work'}" in capsys.readouterr().err
    assert current_number(copied) == before and not list((tmp_path / "work").glob("publish-*"))


def refused(copied: Store, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The sentence with which the command is refused; the snapshot before stands."""
    before = current_number(copied)
    assert main(["publish", "--engine", "spark", "--afresh", *words]) == 1
    found = capsys.readouterr()
    assert current_number(copied) == before and not list(copied.snapshots.glob("building-*"))
    assert "Traceback" not in found.err and found.err.count("\n") == 1
    return found.err


def test_a_master_that_does_not_answer_is_told(copied: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert f"No Spark master answers at spark://127.0.0.1:{port}." in refused(copied, capsys, "--master", f"spark://127.0.0.1:{port}")
    assert "head is no address of a Spark cluster." in refused(copied, capsys, "--master", "head")


def test_a_working_folder_that_cannot_be_written_is_told(copied: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    said = refused(copied, capsys, "--master", "local[1]", "--work", str(tmp_path / "file" / "work"))
    assert f"The working folder {tmp_path / 'file' / 'work'} cannot be written" in said


def test_without_the_library_or_java_it_says_what_to_install(
    copied: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        patch.delenv("JAVA_HOME", raising=False)
        assert "Apache Spark needs Java 17 or newer" in refused(copied, capsys, "--master", "local[1]")
    # As Python itself has it where a library cannot be imported.
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert "python -m pip install -r requirements-spark.txt" in refused(copied, capsys, "--master", "local[1]")


def test_words_that_do_not_go_together_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    for words, told in ((["--engine", "spark"], "needs --master"), (["--master", "local"], "go with --engine spark")):
        with pytest.raises(SystemExit):
            main(["publish", *words])
        assert told in capsys.readouterr().err


def test_duckdb_publishes_by_the_command_too(copied: Store, capsys: pytest.CaptureFixture[str]) -> None:
    before = current_number(copied)
    assert main(["publish"]) == 0
    assert f"Snapshot {before:06d} was up to date already" in capsys.readouterr().out
    assert main(["publish", "--afresh"]) == 0
    assert "weeks, computed by DuckDB on this machine in" in capsys.readouterr().out
    assert current_number(copied) == before + 1
