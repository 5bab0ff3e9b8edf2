"""``publish``: bring the snapshot up to date from a shell, by DuckDB on this machine or by a Spark cluster."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from carehomes.cli.console import print_json
from carehomes.snapshots import current_number, open_snapshot, publish
from carehomes.snapshots.spark import by_spark
from carehomes.store import open_store

_ENGINES = {"duckdb": "DuckDB on this machine", "spark": "Apache Spark at {master}"}
_EXAMPLES = """Examples:
  python -m carehomes publish
  python -m carehomes publish --engine spark --master spark://head:7077 --work /srv/shared/spark --conf spark.executor.memory=8g

Exit codes: 0 published (or up to date already), 1 refused, 2 the command's words are off."""


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    told = (
        "compute the snapshot that pages read, which happens of itself whenever something is decided (a week is released by: week publish)"
    )
    made = commands.add_parser(
        "publish", help=told, description=told, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--engine", choices=tuple(_ENGINES), default="duckdb", help="what computes it; Spark needs requirements-spark.txt")
    made.add_argument("--master", default="", metavar="URL", help="with --engine spark: the cluster, spark://host:port (or local[2], yarn)")
    made.add_argument(
        "--work", type=Path, metavar="FOLDER", help="with --engine spark: a folder that every worker sees (in the store, if not said)"
    )
    made.add_argument(
        "--conf",
        type=_setting,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="with --engine spark: one of Spark's own settings, such as spark.executor.memory=8g; may be said several times",
    )
    made.add_argument("--afresh", action="store_true", help="compute all of it again, though it is up to date")
    made.add_argument("--json", action="store_true", help="print JSON, for other programs")


def problem(asked: argparse.Namespace) -> str:
    """Return what is wrong with the command's words, '' where nothing is."""
    if asked.engine == "spark" and not asked.master:
        return "--engine spark needs --master, the address of the cluster, such as spark://head:7077"
    if asked.engine != "spark" and (asked.master or asked.work or asked.conf):
        return "--master, --work and --conf go with --engine spark"
    return ""


def run(asked: argparse.Namespace) -> int:
    """Publish and print what was done. Raises ``StoreError`` with a plain sentence where it cannot be done: the snapshot before stands."""
    store = open_store()
    before, start = current_number(store), time.perf_counter()
    engine = by_spark(asked.master, work=asked.work, conf=dict(asked.conf)) if asked.engine == "spark" else None
    number = publish(store, afresh=asked.afresh, engine=engine)
    seconds, by = time.perf_counter() - start, _ENGINES[asked.engine].format(master=asked.master)
    weeks = len(open_snapshot(store, number).weeks)
    if asked.json:
        print_json({"number": number, "published": number != before, "engine": asked.engine, "weeks": weeks, "seconds": round(seconds, 1)})
    elif number == before:
        print(f"Snapshot {number:06d} was up to date already: nothing was done (--afresh computes it again).")
    else:
        print(f"Snapshot {number:06d} is published: {weeks:,} weeks, computed by {by} in {seconds:.1f} seconds.")
    return 0


def _setting(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name.startswith("spark."):
        raise argparse.ArgumentTypeError(f"{text!r} is none of Spark's settings; write it as spark.executor.memory=8g")
    return name, value
