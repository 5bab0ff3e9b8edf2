"""Own groups in the journal: saved and hidden, never changed, so that an old link opens what its sender saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.ledger.journal import GroupEntry, Journal


class Kept(Protocol):
    """Whatever has a journal and is held by somebody: the store."""

    @property
    def journal(self) -> Journal:
        """The journal."""

    @property
    def permitted(self) -> Permitted:
        """The areas that whoever holds it may see."""

    def sees(self, codes: Iterable[str]) -> bool:
        """Return whether whoever holds it may see all these areas."""

    def hides(self, week: date | None) -> bool:
        """Return whether ``week`` is not published yet and whoever holds it may not preview it."""

    def require(self, action: str, codes: Iterable[str] | None = None) -> None:
        """Raise ``NotAllowedError`` where whoever holds it may not do ``action`` for ``codes``."""


@dataclass(frozen=True)
class Saved:
    """A group and when it was saved (UTC)."""

    group: Group
    since: datetime


def save(store: Kept, group: Group) -> Group:
    """Save ``group``; from now on it is what its name stands for. One that is current already is not saved twice."""
    store.require("save")
    with store.journal.write() as transaction:
        held = _current(transaction.group_entries()).get(_key(group.name))
        if held is None or held.group != group:
            transaction.append_group(GroupEntry("saved", group, transaction.now()))
    return group


def hide(store: Kept, group_id: str) -> Group:
    """Take a group out of the lists; its links still open it. Raises ``ValueError`` where no current group has this id."""
    store.require("save")
    with store.journal.write() as transaction:
        held = {saved.group.id: saved.group for saved in _current(transaction.group_entries()).values() if _seen(store, saved.group)}
        if group_id not in held:
            known = ", ".join(f"{one.id} ({one.name})" for one in held.values()) or "none"
            raise ValueError(f"There is no own group {group_id} to hide. The groups are: {known}.")
        transaction.append_group(GroupEntry("hidden", held[group_id], transaction.now()))
    return held[group_id]


def groups(store: Kept) -> list[Saved]:
    """Return the current groups by name: for each name the one saved last, unless it was hidden."""
    return sorted(_current(store.journal.group_entries()).values(), key=lambda one: (_key(one.group.name), one.group.id))


def find(store: Kept, group_id: str) -> Group | None:
    """Return the group that was ever saved under this id, hidden and replaced ones too, or None."""
    wanted = group_id.strip().lower()
    return next((one.group for one in store.journal.group_entries() if one.group.id == wanted), None)


def _seen(store: Kept, group: Group) -> bool:
    """Return whether whoever holds the store may see a group; whose its single homes are is not known here."""
    return store.permitted.ccgs is None or (not group.homes and store.sees(group.areas))


def _key(name: str) -> str:
    return name.casefold()


def _current(entries: list[GroupEntry]) -> dict[str, Saved]:
    found: dict[str, Saved] = {}
    for entry in entries:
        key = _key(entry.group.name)
        if entry.action == "saved":
            found[key] = Saved(entry.group, entry.decided_at)
        elif key in found and found[key].group == entry.group:
            del found[key]
    return found
