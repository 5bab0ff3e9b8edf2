"""What publishing asks of an engine: the few verbs by which base tables and prepared tables are made, whoever computes them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import pyarrow as pa

from carehomes.ledger.journal import Version
from carehomes.store import Store


class Door(Protocol):
    """An engine at work on the tables of one snapshot. ``Work`` of ``database.py`` is that of DuckDB, ``SparkWork`` that of Spark.

    Every ``select`` is the text of a file of ``queries/``, in DuckDB's words and in the portable subset. A name that is ``temporary`` is
    no table of the snapshot.
    """

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as tuples."""

    def has(self, name: str) -> bool:
        """Return whether there is a table ``name``."""

    def replace(self, name: str, data: pa.Table, *, temporary: bool = False) -> None:
        """Make ``data`` the table ``name``."""

    def relation(self, name: str, select: str, parameters: Mapping[str, Any] | None = None, *, temporary: bool = False) -> None:
        """Make the rows of ``select`` the table ``name``."""

    def append(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Add the rows of ``select`` to the table ``name``, columns by name; what ``select`` lacks of them is null."""

    def add(self, name: str, select: str) -> None:
        """Do the same, and make the table where there is none."""

    def recompute(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Put the rows of ``select`` in the place of the rows of ``name`` whose week and CCG are in the table ``scope``."""

    def forget(self, name: str, columns: Sequence[str], gone: str) -> None:
        """Take from the table ``name`` the rows whose ``columns`` stand together in a row of the table ``gone`` (none empty)."""

    def drop(self, name: str) -> None:
        """Take the table ``name`` away."""

    def lent(self, name: str, data: pa.Table) -> AbstractContextManager[None]:
        """Lend ``data`` as the relation ``name`` for as long as the block lasts."""

    def at_once(self) -> AbstractContextManager[None]:
        """Write what the block does together, where the engine can."""


class Facts(Protocol):
    """How the facts of returns come to an engine."""

    def __call__(self, store: Store, found: Sequence[Version], personal: Sequence[str], key: bytes) -> Generator[None]:
        """Lend the facts of ``found`` as the relation ``facts``, some at a time, once at least: each with its ``return_id``.

        ``key`` stands in for what the questions ``personal`` name: equal names stay equal, none can be read back.
        """
