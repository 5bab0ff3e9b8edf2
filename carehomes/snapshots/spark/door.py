"""The door to Spark: what publishing asks, done by the workers of a cluster."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from carehomes.ledger.facts import FACTS_SCHEMA, SAID, facts_file
from carehomes.ledger.journal import Version
from carehomes.ledger.trouble import StoreError
from carehomes.snapshots.base import hidden_name
from carehomes.snapshots.dialect import transpiled
from carehomes.snapshots.spark.session import unseen
from carehomes.store import Store

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: What Spark calls the types of the tables that this machine makes.
_KINDS = {
    pa.string(): "string",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp_ntz",
}
_NO_CELLS = pa.schema([*(FACTS_SCHEMA.field(name) for name in SAID), ("file_name", pa.string())]).empty_table()
#: What nobody may set otherwise. A count stays a whole number or the query stops; a moment is one of UTC.
_COUNTING = {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ"}


@dataclass
class _Made:
    """A relation that is there: its folders of Parquet, and what this machine gave, as it gave it."""

    temporary: bool
    folders: list[Path]
    schema: Any
    given: pa.Table | None = None


@dataclass
class SparkWork:
    """The ``Door`` to Spark: every relation is written as Parquet into ``folder`` once, and read by those that come after it."""

    session: SparkSession
    folder: Path
    _made: dict[str, _Made] = field(default_factory=dict)
    _folders: int = 0

    def __post_init__(self) -> None:
        for name, value in _COUNTING.items():
            self.session.conf.set(name, value)

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as tuples."""
        return [tuple(row) for row in self._frame(sql, parameters).collect()]

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return an Arrow table."""
        found: pa.Table = self._frame(sql, parameters).toArrow()
        return found

    def has(self, name: str) -> bool:
        """Return whether there is a table ``name``."""
        return name in self._made

    def replace(self, name: str, data: pa.Table, *, temporary: bool = False) -> None:
        """Make ``data`` the table ``name``."""
        folder = self._new_folder(name)
        folder.mkdir()
        pq.write_table(data, folder / "part-0.parquet")
        kinds = ", ".join(f"`{one.name}` {_KINDS[one.type]}" for one in data.schema)
        self._show(name, _Made(temporary, [folder], kinds, data))

    def relation(self, name: str, select: str, parameters: Mapping[str, Any] | None = None, *, temporary: bool = False) -> None:
        """Make the rows of ``select`` the table ``name``."""
        frame = self._frame(select, parameters)
        self._show(name, _Made(temporary, [self._written(name, frame)], frame.schema))

    def append(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Add the rows of ``select`` to the table ``name``, columns by name; what ``select`` lacks of them is null."""
        from pyspark.sql import functions as f

        made, frame, wanted = self._made[name], self._frame(select, parameters), self.session.table(name).schema
        there = set(frame.columns)
        alike = [(f.col(f"`{one.name}`") if one.name in there else f.lit(None)).cast(one.dataType).alias(one.name) for one in wanted]
        added = self._written(name, frame.select(*alike))
        self._show(name, _Made(made.temporary, [*made.folders, added], made.schema))

    def add(self, name: str, select: str) -> None:
        """Do the same, and make the table where there is none."""
        if self.has(name):
            self.append(name, select)
        else:
            self.relation(name, select)

    def recompute(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Put the rows of ``select`` in the place of the rows of ``name`` whose week and CCG are in the table ``scope``."""
        if not self.has(name):
            self.relation(name, select, parameters)
            return
        self.forget(name, ("week", "ccg"), "scope")
        self.append(name, select, parameters)

    def forget(self, name: str, columns: Sequence[str], gone: str) -> None:
        """Take from the table ``name`` the rows whose ``columns`` stand together in a row of the table ``gone`` (none empty)."""
        same = " and ".join(f'g."{one}" = t."{one}"' for one in columns)
        self.relation(name, f'select t.* from "{name}" as t where not exists (select 1 from "{gone}" as g where {same})')

    def drop(self, name: str) -> None:
        """Take the table ``name`` away."""
        self.session.catalog.dropTempView(name)
        for folder in self._made.pop(name).folders:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def lent(self, name: str, data: pa.Table) -> Iterator[None]:
        """Lend ``data`` as the relation ``name`` for as long as the block lasts."""
        self.replace(name, data, temporary=True)
        yield
        self.drop(name)

    def at_once(self) -> nullcontext[None]:
        """Do nothing more: what is half made goes with the folder."""
        return nullcontext()

    def facts(self, store: Store, found: Sequence[Version], personal: Sequence[str], key: bytes) -> Generator[None]:
        """Lend the facts of ``found`` all at once, read by the workers where they lie (the ``Facts`` of publishing)."""
        from pyspark.sql import functions as f

        held = [one for one in found if one.facts]
        # By where they truly lie: the folder of facts may be a link to a disk that all share.
        paths = [str(facts_file(store.facts, name).resolve()) for name in dict.fromkeys(one.facts for one in held)]
        self.replace("facts_return", _returns_of_facts(held), temporary=True)
        kinds = ", ".join(f"`{one.name}` {_KINDS[one.type]}" for one in FACTS_SCHEMA)
        if paths:
            files = self.session.read.schema(kinds).parquet(*paths)
            files.select(*SAID, f.col("_metadata.file_name").alias("file_name")).createOrReplaceTempView("facts_cell")
        else:
            self.replace("facts_cell", _NO_CELLS, temporary=True)
        told = self.session.sql(
            "select r.return_id, c.* from facts_cell as c join facts_return as r "
            "on c.file_name = r.file_name and c.kind = r.kind and c.submitter = r.submitter and c.week <=> r.week"
        ).drop("file_name")
        # Written once more, together: a store has a file a return, and each of them would be opened for every base table.
        together = self._hidden(told, personal, key).sortWithinPartitions("kind", "field")
        self._show("facts", _Made(True, [self._written("facts", together)], together.schema))
        yield
        for name in ("facts", "facts_return"):
            self.drop(name)

    def kept(self) -> Iterator[tuple[str, pa.Table | pa.RecordBatchReader]]:
        """Yield name and rows of every table of the snapshot, in the order in which they were made."""
        for name, made in self._made.items():
            if not made.temporary:
                yield name, made.given if made.given is not None else _reader(made.folders)

    def _frame(self, sql: str, parameters: Mapping[str, Any] | None) -> DataFrame:
        return self.session.sql(transpiled(sql, "spark"), args=dict(parameters or {}))

    def _hidden(self, told: DataFrame, personal: Sequence[str], key: bytes) -> DataFrame:
        """Return facts in which a keyed hash stands for a person's name.

        The names, each once, are hashed here, by the one function that does: nowhere else is it known which hash is whose.
        """
        from pyspark.sql import functions as f

        of_person = f.col("field").isin(*personal) & f.col("answer").isNotNull()
        names = [row[0] for row in told.where(of_person).select("answer").distinct().collect()]
        if not names:
            return told
        # As an Arrow table: Java reads it without a Python on the workers.
        stand_ins = self.session.createDataFrame(pa.table({"name": names, "stand_in": [hidden_name(name, key) for name in names]}))
        joined = told.join(f.broadcast(stand_ins), of_person & (f.col("answer") == f.col("name")), "left")
        return joined.withColumn("answer", f.coalesce("stand_in", "answer")).drop("name", "stand_in")

    def _new_folder(self, name: str) -> Path:
        self._folders += 1
        return self.folder / f"{self._folders:04d}-{name}"

    def _written(self, name: str, frame: DataFrame) -> Path:
        """Have the workers write a relation; return its folder. Raises ``StoreError`` where this machine does not see all of it."""
        from pyspark.sql import Observation
        from pyspark.sql import functions as f

        folder, seen = self._new_folder(name), Observation()
        frame.observe(seen, f.count(f.lit(1)).alias("rows")).write.parquet(str(folder))
        there = sum(pq.read_metadata(path).num_rows for path in folder.glob("*.parquet"))
        # A worker that cannot see the folder writes into one of its own by that name, and all would look well.
        if there < seen.get.get("rows", 0):
            raise StoreError(unseen(self.folder.parent))
        return folder

    def _show(self, name: str, made: _Made) -> None:
        self.session.read.schema(made.schema).parquet(*(str(one) for one in made.folders)).createOrReplaceTempView(name)
        # Made anew, it is the last: what replaces a table is not where that one was.
        self._made.pop(name, None)
        self._made[name] = made


def _returns_of_facts(held: Sequence[Version]) -> pa.Table:
    """Return which returns each facts file holds, by kind, submitter and week: more than one, where the same was accepted again."""
    columns = {
        "file_name": pa.array([f"{one.facts}.parquet" for one in held], pa.string()),
        "kind": pa.array([one.kind for one in held], pa.string()),
        "submitter": pa.array([one.submitter for one in held], pa.string()),
        "week": pa.array([one.week for one in held], pa.date32()),
        "return_id": pa.array([one.return_id for one in held], pa.int64()),
    }
    return pa.table(columns)


def _reader(folders: Sequence[Path]) -> pa.RecordBatchReader:
    """Return the rows of Parquet folders in the order in which Spark put them, some at a time."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.parquet"))]
    schema = pq.read_schema(paths[0]).remove_metadata()
    batches = (batch.cast(schema) for path in paths for batch in _batches(path))
    return pa.RecordBatchReader.from_batches(schema, batches)


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches()
