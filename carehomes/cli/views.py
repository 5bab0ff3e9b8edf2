"""``view``: saved views, the address of a page under a name: saved, listed, hidden."""

from __future__ import annotations

import argparse
from urllib.parse import parse_qsl, urlencode, urlsplit

from carehomes.ledger import saved_views
from carehomes.ledger.saved_views import SavedView, view_of
from carehomes.settings import PROJECT
from carehomes.store import open_store

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``view`` takes."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="save | list | hide")
    saved = deeds.add_parser("save", help="save the address of a page under a name")
    saved.add_argument("name", metavar="NAME")
    saved.add_argument("address", metavar="ADDRESS", help="as the browser has it, or its end alone: 'testing?week=2020-05-17&area=01T'")
    saved.add_argument("--newest", action="store_true", help="open the newest week each time, not the week of the address")
    deeds.add_parser("list", help="print the saved views with their ids")
    hidden = deeds.add_parser("hide", help="take a view out of the list; its links still open it")
    hidden.add_argument("id", metavar="ID", help="such as v-3f9a1c22d0")
    for deed in (saved, hidden):
        deed.add_argument("--by", required=True, metavar="ROLE", help="by which role, such as 'regional analyst'; no person's name")


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for and print it. Raises ``ValueError`` with a plain sentence where it cannot be done."""
    store = open_store()
    if asked.deed == "save":
        view = saved_views.save(store, _of(asked.name, asked.address, newest=asked.newest), by=asked.by)
        print(f"Saved: {_told(view)}. Its link, behind the dashboard's address: {view.page}?view={view.id}")
    elif asked.deed == "hide":
        hidden = saved_views.hide(store, asked.id, by=asked.by)
        print(f"Hidden: {hidden.name} ({hidden.id}). Links to it still open it; saving it again brings it back.")
    else:
        found = saved_views.views(store)
        for saved in found:
            print(f"{saved.view.id}  {_told(saved.view)}")
        if not found:
            print('There is no saved view yet. Save one: python -m carehomes view save "A name" ADDRESS --by ROLE')
    return DONE


def _of(name: str, address: str, *, newest: bool) -> SavedView:
    parts = urlsplit(address.strip())
    page = parts.path.rpartition("/")[2]
    if page and not (PROJECT / "pages" / f"{page}.py").is_file():
        raise ValueError(f"“{page}” is no page of the dashboard. Copy the address of the page as the browser shows it.")
    # What leads to another view, or belongs to the week that is left out, is no part of it.
    out = {"view", *(("week", "made") if newest else ())}
    return view_of(name, page, {key: value for key, value in parse_qsl(parts.query) if key not in out})


def _told(view: SavedView) -> str:
    week = "the newest week" if view.newest else "pinned to its week"
    return f"{view.name}: {view.page or 'Overview'}?{urlencode(view.params)} ({week})"
