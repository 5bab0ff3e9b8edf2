"""What a snapshot can be searched for: areas, PCNs and homes by code and name."""

from __future__ import annotations

from carehomes.access import Permitted
from carehomes.areas.search import Finder, HomeName, PcnName
from carehomes.measures.returns import pcns
from carehomes.snapshots import Snapshot, records


def home_names(snapshot: Snapshot, *, permitted: Permitted) -> list[HomeName]:
    """Return every home that a register lists or a return has a row for, by ID, with the name that the newest register gives it."""
    found = snapshot.query("home_names", **permitted.parameters)
    rows = records(found)
    return [HomeName(str(row["home_id"]), row["name"], row["postcode"], row["ccg"], bool(row["listed"])) for row in rows]


def finder(snapshot: Snapshot, *, permitted: Permitted) -> Finder:
    """Return the search over a snapshot's areas, the PCNs that its returns name, and its homes."""
    newest = snapshot.latest_week
    under: dict[str, str] = {}
    for row in records(pcns(snapshot, newest, permitted=permitted)) if newest else []:
        under.setdefault(row["code"], row["ccg"])
    named = {**{code: code for code in under}, **snapshot.pcn_names}
    known = [PcnName(code, named[code], under.get(code, "")) for code in sorted(named)]
    return Finder(snapshot.areas, known, home_names(snapshot, permitted=permitted))
