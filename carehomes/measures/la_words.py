"""The words of the councils' forms: every text, the themes it is about, and a search in them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from carehomes.access import Permitted
from carehomes.catalogue import Theme
from carehomes.measures.local_authorities import la_items, name_of
from carehomes.snapshots import Snapshot, records

WORD_COLUMNS = ("la_code", "la_name", "week", "item", "label", "part", "text", "return_id")
THEME_COLUMNS = ("theme", "name", "la_code", "la_name", "week", "item", "label", "part", "word", "text")
#: The item under which a form's texts beneath its headings stand.
NARRATIVE = "narrative"


def la_words(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return every text of the standing LA returns, one row a text. Columns of ``WORD_COLUMNS``.

    ``part`` is ``support_text`` or ``issues`` beside an action; a text beneath a heading has the item ``narrative`` and its focus.
    """
    items = la_items()
    focuses = {one.item.partition(".")[0]: one.focus for one in items.values()}
    rows = []
    for row in records(snapshot.query("la_words", **permitted.parameters)):
        action = items.get(row["item"])
        label = action.label if action else focuses.get(row["part"], row["part"])
        rows.append({**row, "la_name": name_of(snapshot, row["la_code"]), "label": label})
    return pd.DataFrame(rows, columns=list(WORD_COLUMNS))


def la_themes(frame: pd.DataFrame, listed: Sequence[Theme]) -> pd.DataFrame:
    """Return which texts (``WORD_COLUMNS``) are about which theme, one row a theme and text, ``word`` by which it was known.

    Columns of ``THEME_COLUMNS``; the order is that of the themes, then of the texts.
    """
    rows = [
        {"theme": theme.id, "name": theme.name, "word": word, **{name: row[name] for name in THEME_COLUMNS if name in row}}
        for theme in listed
        for row in records(frame.drop(columns="return_id"))
        if (word := theme.said_in(row["text"]))
    ]
    return pd.DataFrame(rows, columns=list(THEME_COLUMNS))


def la_search(frame: pd.DataFrame, asked: str) -> pd.DataFrame:
    """Return the texts of ``frame`` in which every word of ``asked`` stands, capitals or not; all of them where nothing is asked."""
    wanted = asked.casefold().split()
    kept = [all(word in str(text).casefold() for word in wanted) for text in frame["text"]]
    return frame[pd.Series(kept, index=frame.index, dtype=bool)]
