"""The chain of events: each holds the hash of what it says and of the event before, so that a change of either is found. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

#: Settings that are keys: the audit says that they were set, not to what.
SECRET = frozenset({"name_key"})
#: Settings that the program counts by itself: nobody decides them, so they have no event.
COUNTED = frozenset({"last_snapshot"})
SETTING = "setting"
_SUBJECTS = {"entry": "return", "closing_entry": "week", "told_count_entry": "count in words", "follow_up_entry": "follow-up"}
#: The columns of any entry that say what it is about, in this order.
_ABOUT = ("kind", "submitter", "la", "area", "measure", "item", "name", "week", "first_week", "last_week", "file_name", "number")


@dataclass(frozen=True)
class Event:
    """One event of the audit: who did what, when (UTC, aware) and from where.

    Of a decided entry ``entry_table``, ``entry_seq`` and ``entry_hash`` hold it to what it said; ``previous`` is the hash of the event
    before, ``hash`` that of everything else here.
    """

    seq: int
    at: str
    who: str
    source: str
    action: str
    what: str
    details: str
    entry_table: str
    entry_seq: int | None
    entry_hash: str
    previous: str
    hash: str

    @property
    def moment(self) -> datetime:
        """When it was (UTC)."""
        return datetime.fromisoformat(f"{self.at}+00:00")

    @property
    def sound(self) -> bool:
        """Whether it says what it said when it was written."""
        return self.hash == event_hash(vars(self))


def event_hash(event: Mapping[str, object]) -> str:
    """Return the hash of what an event says, its ``previous`` included and its ``hash`` not."""
    return _hash({name: value for name, value in event.items() if name != "hash"})


def entry_hash(table: str, row: Mapping[str, object]) -> str:
    """Return the hash of what an entry says. Columns without a value are left out: one added later changes no earlier entry."""
    return _hash({"table": table, "row": {name: value for name, value in row.items() if value is not None}})


def _hash(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def told(table: str, row: Mapping[str, object]) -> tuple[str, str, dict[str, object]]:
    """Return action, what and details of the event about an entry: in words, by the columns that entries have in common."""
    subject = _SUBJECTS.get(table, table.removesuffix("_entry").replace("_", " "))
    done = str(row.get("action", "written"))
    if table == "entry":
        subject = "nil return" if row.get("nil") else subject
        done = "undone" if done == "accepted" and row.get("return_seq") else done
    what = " ".join(str(row[name]) for name in _ABOUT if row.get(name) not in (None, ""))
    details = {name: row[name] for name in ("reason", "text", "decided_by") if row.get(name)}
    return f"{subject} {done}", what, details


def told_setting(name: str, value: str) -> tuple[str, str, dict[str, object]]:
    """Return action, what and details of the event about a setting; of a key not its value."""
    return "setting set", name, {} if name in SECRET else {"value": value}


def first_break(events: Iterable[Event]) -> str:
    """Return the first thing in the chain that does not fit, in plain words; '' where every event follows the one before."""
    before = ""
    for number, one in enumerate(events, start=1):
        if one.seq != number:
            missing = f"event {number} is" if one.seq == number + 1 else f"events {number} to {one.seq - 1} are"
            return f"The audit has a gap: {missing} missing."
        if not one.sound:
            return f"Event {one.seq} of the audit ({one.action} {one.what}) was changed after it was written."
        if one.previous != before:
            return f"Event {one.seq} of the audit ({one.action} {one.what}) does not follow event {one.seq - 1}, which was replaced."
        before = one.hash
    return ""
