"""The SQL of ``queries/`` in the words of another engine: the only module that knows sqlglot, which reads and writes them."""

from __future__ import annotations

from functools import cache


@cache
def transpiled(select: str, engine: str) -> str:
    """Return the query ``select`` in the words of ``engine`` (``spark`` or ``postgres``), its parameters named as that one names them.

    Raises ``sqlglot.errors.UnsupportedError`` where that engine has no words for it.
    """
    # Only where another engine is asked: its import takes longer than many a command.
    from sqlglot import ErrorLevel, transpile

    [found] = transpile(select, read="duckdb", write=engine, unsupported_level=ErrorLevel.RAISE, comments=False)
    return found
