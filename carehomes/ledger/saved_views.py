"""Saved views in the journal: the address of a page under a name. Saved and hidden, never changed, as own groups are."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import moment_of, moment_text

LONGEST_NAME, LONGEST_ROLE = 60, 60
#: Codes of an address that name an area.
_AREAS = frozenset({"pcn", "la", "ccg", "stp", "region", "area"})
#: Codes of an address that name no area, home or group, so that everybody may read them.
_PLAIN = frozenset(
    {
        "week",
        "areas",
        "homes",
        "in",
        "as_at",
        "measure",
        "by",
        "from",
        "to",
        "as",
        "word",
        "against",
        "rows",
        "panels",
        "first",
        "topic",
        "list",
    }
)
_PAGE = re.compile(r"[a-z_]*")


@dataclass(frozen=True)
class SavedView:
    """The address of a page under a name: ``page`` is its last part ('' is the Overview), ``params`` its codes in their order.

    Without a ``week`` among them it opens the newest one. Make one with ``view_of``.
    """

    name: str
    page: str
    params: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """The view's code, such as ``v-3f9a1c22d0``: of its content, so that a link to it always opens the same address."""
        content = json.dumps([self.name, self.page, self.params], ensure_ascii=False)
        return f"v-{hashlib.sha256(content.encode()).hexdigest()[:10]}"

    @property
    def newest(self) -> bool:
        """Whether it opens the newest week there is."""
        return not dict(self.params).get("week")


@dataclass(frozen=True)
class Saved:
    """A view, the role by which it was saved, and when (UTC)."""

    view: SavedView
    by: str
    since: datetime


def view_of(name: str, page: str, params: Mapping[str, str]) -> SavedView:
    """Return the view of this address. Raises ``ValueError`` where the name is blank or too long, or the page is none."""
    plain = " ".join(name.split())
    if not plain:
        raise ValueError("A saved view needs a name.")
    if len(plain) > LONGEST_NAME:
        raise ValueError(f"A saved view's name has at most {LONGEST_NAME} letters; this one has {len(plain)}.")
    if not _PAGE.fullmatch(page):
        raise ValueError(f"“{page}” is no page. A page is named as in its address, such as clinical_leads.")
    return SavedView(plain, page, tuple((key, value) for key, value in params.items() if value))


def save(store: Kept, view: SavedView, *, by: str) -> SavedView:
    """Save ``view``; from now on it is what its name stands for. One that is current already is not saved twice.

    Raises ``ValueError`` where ``by`` names no role.
    """
    store.require("save")
    role = " ".join(by.split())
    if not role or len(role) > LONGEST_ROLE:
        raise ValueError(f"Say by which role the view is saved, in at most {LONGEST_ROLE} letters; no person's name.")
    with store.journal.write() as transaction:
        held = _current(transaction.rows("view_entries")).get(view.name.casefold())
        if held is None or held.view != view:
            transaction.insert("insert_view_entry", _row("saved", view, role, transaction.now()))
    return view


def hide(store: Kept, view_id: str, *, by: str) -> SavedView:
    """Take a view out of the list; its links still open it. Raises ``ValueError`` where no current view has this id, or no role is said."""
    store.require("save")
    role = " ".join(by.split())
    if not role or len(role) > LONGEST_ROLE:
        raise ValueError(f"Say by which role the view is hidden, in at most {LONGEST_ROLE} letters; no person's name.")
    wanted = view_id.strip().lower()
    with store.journal.write() as transaction:
        held = {saved.view.id: saved.view for saved in _current(transaction.rows("view_entries")).values() if _seen(store, saved.view)}
        if wanted not in held:
            known = ", ".join(f"{one.id} ({one.name})" for one in held.values()) or "none"
            raise ValueError(f"There is no saved view {view_id} to hide. The views are: {known}.")
        transaction.insert("insert_view_entry", _row("hidden", held[wanted], role, transaction.now()))
    return held[wanted]


def views(store: Kept) -> list[Saved]:
    """Return the current views by name: for each name the one saved last, unless it was hidden."""
    found = [one for one in _current(store.journal.rows("view_entries")).values() if _seen(store, one.view)]
    return sorted(found, key=lambda one: (one.view.name.casefold(), one.view.id))


def find(store: Kept, view_id: str) -> SavedView | None:
    """Return the view that was ever saved under this id, hidden and replaced ones too, or None."""
    wanted = view_id.strip().lower()
    return next((view for row in store.journal.rows("view_entries") if (view := _view(row)).id == wanted and _seen(store, view)), None)


def _seen(store: Kept, view: SavedView) -> bool:
    """Return whether whoever holds the store may see what a view is about: every area in its address, and no home or group by its id.

    Whose homes those are is not known here, so such a view is only for those who may see everything.
    """
    if store.permitted.ccgs is None:
        return True
    told = [(key, text) for key, text in view.params if key not in _PLAIN]
    return all(key in _AREAS and store.sees([text]) for key, text in told)


def _row(action: str, view: SavedView, by: str, decided_at: datetime) -> dict[str, object]:
    address = json.dumps(view.params, ensure_ascii=False)
    moment = moment_text(decided_at)
    return {"decided_at": moment, "action": action, "name": view.name, "page": view.page, "params": address, "decided_by": by}


def _view(row: tuple[object, ...]) -> SavedView:
    _, _, _, name, page, params, _ = row
    return SavedView(str(name), str(page), tuple((key, value) for key, value in json.loads(str(params))))


def _current(rows: Iterable[tuple[object, ...]]) -> dict[str, Saved]:
    found: dict[str, Saved] = {}
    for row in rows:
        view, key = _view(row), str(row[3]).casefold()
        if row[2] == "saved":
            found[key] = Saved(view, str(row[6]), moment_of(str(row[1])))
        elif key in found and found[key].view == view:
            del found[key]
    return found
