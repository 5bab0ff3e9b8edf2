"""``group``: own groups of areas and homes, saved, listed and hidden."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.access import EVERYWHERE
from carehomes.areas import Group, group_of
from carehomes.ledger import groups
from carehomes.measures import finder, seen_groups
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store

DONE = 0


def save(name: str, codes: Sequence[str]) -> int:
    """Save the group of these areas and homes. Raises ``ValueError`` with what is unknown, and what may be meant."""
    store = open_store()
    snapshot = open_snapshot(store)
    areas, homes = finder(snapshot, permitted=EVERYWHERE).members(codes)
    current = seen_groups(snapshot, [one.group for one in groups.groups(store)])
    before = {one.name.casefold(): one for one in current}
    saved = groups.save(store, group_of(name, areas, homes))
    replaced = before.get(saved.name.casefold())
    if replaced and replaced != saved:
        print(f"It takes the place of {replaced.id} ({replaced.members}) under that name; links to that one still open it.")
    print(f"Saved: {_told(saved)}. Its link is any page's address with ?group={saved.id}; its figures: figures --group {saved.id}.")
    return DONE


def show() -> int:
    """Print the current groups, one a line: id, name, members."""
    store = open_store()
    found = seen_groups(open_snapshot(store), [one.group for one in groups.groups(store)])
    for group in found:
        print(f"{group.id}  {_told(group)}")
    if not found:
        print('There is no own group yet. Make one: python -m carehomes group save "A name" CODE...')
    return DONE


def hide(group_id: str) -> int:
    """Take a group out of the lists; its links still open it."""
    hidden = groups.hide(open_store(), group_id)
    print(f"Hidden: {hidden.name} ({hidden.id}). Links to it still open it; saving it again brings it back.")
    return DONE


def _told(group: Group) -> str:
    return f"{group.name}: {group.members}"
