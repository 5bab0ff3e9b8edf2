"""Arrangements of a briefing in the journal: which slides, in which order, under which title, saved by name. Entries, never changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import moment_of, moment_text

LONGEST_NAME, LONGEST_TITLE, LONGEST_SUBTITLE, LONGEST_ROLE = 60, 80, 80, 60
_KIND = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Arrangement:
    """Which ``kinds`` of slides in which order (none: all as they come), an own ``title``, and a ``subtitle`` on the cover.

    Make one with ``arrangement_of``.
    """

    kinds: tuple[str, ...] = ()
    title: str = ""
    subtitle: str = ""


class TakenError(ValueError):
    """A name that stands for another arrangement already; ``name`` is it."""

    def __init__(self, held: Saved) -> None:
        super().__init__(f"There is an arrangement called {held.name} already, saved by {held.by}. Overwrite it, or take another name.")
        self.name = held.name


#: As it comes: nothing chosen.
ALL_SLIDES = Arrangement()


@dataclass(frozen=True)
class Saved:
    """An arrangement under its name, the role by which it was saved, and when (UTC)."""

    name: str
    arrangement: Arrangement
    by: str
    since: datetime


def arrangement_of(kinds: Sequence[str] = (), title: str = "", subtitle: str = "") -> Arrangement:
    """Return the arrangement. Raises ``ValueError`` where a kind is said twice or is no word, or a title is too long."""
    if twice := next((one for place, one in enumerate(kinds) if one in kinds[:place]), ""):
        raise ValueError(f"The slides called {twice} are asked for twice. Name each once.")
    if odd := next((one for one in kinds if not _KIND.fullmatch(one)), ""):
        raise ValueError(f"“{odd}” names no slides.")
    return Arrangement(tuple(kinds), _line("title", title, LONGEST_TITLE), _line("subtitle", subtitle, LONGEST_SUBTITLE))


def save(store: Kept, name: str, arrangement: Arrangement, *, by: str, overwrite: bool = False) -> Saved:
    """Save ``arrangement`` as what ``name`` stands for from now on. What is so already is not saved twice.

    Raises ``TakenError`` where the name stands for another one, unless ``overwrite`` is said, and ``ValueError`` where the name is blank or
    too long, or ``by`` names no role.
    """
    plain = _line("name", name, LONGEST_NAME)
    if not plain:
        raise ValueError("An arrangement needs a name.")
    role = _role(by)
    store.require("save")
    with store.journal.write() as transaction:
        held = _current(transaction.rows("arrangement_entries")).get(plain.casefold())
        if held and (held.name, held.arrangement) == (plain, arrangement):
            return held
        if held and not overwrite:
            raise TakenError(held)
        row = _row("saved", plain, arrangement, role, transaction.now())
        transaction.insert("insert_arrangement_entry", row)
    return Saved(plain, arrangement, role, moment_of(str(row["decided_at"])))


def delete(store: Kept, name: str, *, by: str) -> Saved:
    """Delete the arrangement of this name; packs made by it stay as they are.

    Raises ``ValueError`` where there is none, or no role is said.
    """
    role = _role(by)
    store.require("save")
    with store.journal.write() as transaction:
        held = _current(transaction.rows("arrangement_entries"))
        found = held.get(_key(name))
        if found is None:
            raise ValueError(unknown(name, [one.name for one in held.values()]))
        transaction.insert("insert_arrangement_entry", _row("deleted", found.name, found.arrangement, role, transaction.now()))
    return found


def arrangements(store: Kept) -> list[Saved]:
    """Return the arrangements there are, by name."""
    found = _current(store.journal.rows("arrangement_entries"))
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.name))


def find(store: Kept, name: str) -> Arrangement:
    """Return the arrangement that ``name`` stands for. Raises ``ValueError`` with the names there are where it is none of them."""
    found = _current(store.journal.rows("arrangement_entries"))
    if _key(name) not in found:
        raise ValueError(unknown(name, [one.name for one in found.values()]))
    return found[_key(name)].arrangement


def unknown(name: str, names: Sequence[str]) -> str:
    """Return the sentence for a name that stands for no arrangement."""
    known = ", ".join(sorted(names, key=str.casefold)) or "none yet"
    return f"There is no arrangement called {name.strip()}. There are: {known}."


def _key(name: str) -> str:
    return _plain(name).casefold()


def _plain(text: str) -> str:
    """Return ``text`` as one line without what no file can hold."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _line(what: str, text: str, most: int) -> str:
    plain = _plain(text)
    if len(plain) > most:
        raise ValueError(f"The {what} of a briefing's arrangement has at most {most} letters; this one has {len(plain)}.")
    return plain


def _role(by: str) -> str:
    role = _plain(by)
    if not role or len(role) > LONGEST_ROLE:
        raise ValueError(f"Say by which role this is done, in at most {LONGEST_ROLE} letters; no person's name.")
    return role


def _row(action: str, name: str, held: Arrangement, by: str, moment: datetime) -> dict[str, object]:
    return {
        "decided_at": moment_text(moment),
        "action": action,
        "name": name,
        "slides": json.dumps(held.kinds),
        "title": held.title,
        "subtitle": held.subtitle,
        "decided_by": by,
    }


def _current(rows: Iterable[tuple[object, ...]]) -> dict[str, Saved]:
    """Return by name, whatever its capitals, what was saved last and not deleted since."""
    found: dict[str, Saved] = {}
    for _, moment, action, name, slides, title, subtitle, by in rows:
        key = str(name).casefold()
        if action == "deleted":
            found.pop(key, None)
            continue
        held = Arrangement(tuple(json.loads(str(slides))), str(title), str(subtitle))
        found[key] = Saved(str(name), held, str(by), moment_of(str(moment)))
    return found
