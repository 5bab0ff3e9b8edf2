"""A pack for each area below the chosen one, together in a ZIP file with an index."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from carehomes.access import Permitted
from carehomes.briefing.asking import Together
from carehomes.briefing.files import SORTS
from carehomes.briefing.kept import keep
from carehomes.briefing.pack import make_pack
from carehomes.briefing.still import put
from carehomes.ledger.arrangements import ALL_SLIDES, Arrangement
from carehomes.measures import pcns
from carehomes.selection import VIEWS, Pcn, Selection, choices, parts_level, pcn_place, place_of
from carehomes.snapshots import Snapshot, records
from carehomes.store import Store

_STYLE = "body { font: 16px Arial, sans-serif; margin: 2em; } th, td { text-align: left; padding: 0.3em 1em 0.3em 0; vertical-align: top; }"


def below(snapshot: Snapshot, selection: Selection, permitted: Permitted) -> list[Selection]:
    """Return the selections of the areas one level below the chosen one, by name: of a CCG its PCNs; of an own group or an LA none."""
    place, week, basis = selection.place, selection.week, selection.basis
    if week is None or place.level in (*VIEWS, "pcn"):
        return []
    level = parts_level(snapshot.areas, selection)
    if level == "pcn":
        rows = records(pcns(snapshot, week, permitted=permitted, areas=basis))
        found = [Pcn(str(row["code"]), str(row["name"] or ""), str(row["ccg"])) for row in rows if row["ccg"] == place.code]
        listed = sorted(found, key=lambda one: (one.name, one.code))
        return [replace(selection, place=pcn_place(snapshot.areas, one)) for one in listed]
    within = "" if place.level == "england" else place.code
    return [replace(selection, place=place_of(snapshot.areas, one.code)) for one in choices(snapshot.areas, level, week, basis, within)]


@dataclass(frozen=True)
class Made:
    """A pack that was made and kept, as a file: its ``name`` and ``content``, and what an index tells of it."""

    name: str
    title: str
    area: str
    week: str
    returned: str
    pack: str
    mark: str
    content: bytes


@dataclass(frozen=True)
class Order:
    """What packs are to be made of: for the areas of ``chosen``, ``arranged`` alike, as files with ``ending``, for one reader."""

    chosen: tuple[Selection, ...]
    permitted: Permitted
    arranged: Arrangement = ALL_SLIDES
    ending: str = "pptx"


def make_files(store: Store, snapshot: Snapshot, order: Order) -> Iterator[Made]:
    """Yield each pack of ``order`` as a file, kept, in their order: whoever asks for no more stops it."""
    together = Together([one.place.code for one in order.chosen])
    write = SORTS[order.ending].write
    for one in order.chosen:
        pack = keep(store, make_pack(store, snapshot, one, permitted=order.permitted, arranged=order.arranged, together=together))
        name = f"{pack.file_name}.{order.ending}"
        returned = next((line for line in pack.footer if line.startswith("returns received")), "").removeprefix("returns received ")
        yield Made(name, pack.title, pack.area, pack.week, returned, pack.id, pack.mark, write(pack))


def write_zip(path: Path, files: Iterator[Made], done: Callable[[Made], None]) -> int:
    """Write ``files`` into a ZIP at ``path``, then its index; return how many there are.

    ``done`` is told of each. The ZIP is there whole or not at all: what is stopped leaves nothing. The same packs give the same bytes.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    rows: list[Made] = []
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as book:
            for one in files:
                put(book, one.name, one.content)
                # What lies in the ZIP need not stay in memory too.
                rows.append(replace(one, content=b""))
                done(one)
            put(book, "index.html", _index(rows))
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
    return len(rows)


def _index(rows: Sequence[Made]) -> bytes:
    """Return the page that lists the packs: area, week, who returned, the pack's id."""
    marks = sorted({one.mark for one in rows if one.mark})
    lines = "".join(
        f'<tr><th scope="row"><a href="{escape(one.name)}">{escape(one.area)}</a></th><td>{escape(one.week)}</td>'
        f"<td>{escape(one.returned)}</td><td>{escape(one.pack)}</td></tr>"
        for one in rows
    )
    heads = "".join(f'<th scope="col">{one}</th>' for one in ("Area", "Week ending", "Returned", "Pack"))
    title = escape(rows[0].title if rows else "No pack")
    told = "".join(f"<p><b>{escape(one)}</b></p>" for one in marks)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1>{told}<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></body></html>\n"
    ).encode()
