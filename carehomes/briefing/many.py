"""A pack for each area below the chosen one, together in a ZIP file with an index."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from carehomes.access import Permitted
from carehomes.briefing.content import Pack
from carehomes.briefing.kept import keep
from carehomes.briefing.pack import make_pack
from carehomes.measures import pcns
from carehomes.selection import VIEWS, Pcn, Selection, choices, parts_level, pcn_place, place_of
from carehomes.snapshots import Snapshot, records
from carehomes.store import Store

#: The clock of the members: the same in every file, so that the same packs give the same bytes.
_STILL = (2020, 1, 1, 0, 0, 0)
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


def make_packs(
    store: Store, snapshot: Snapshot, chosen: Sequence[Selection], permitted: Permitted, *, title: str = "", kinds: Sequence[str] = ()
) -> Iterator[Pack]:
    """Yield the pack of each selection, kept, in their order: whoever asks for no more stops it."""
    for one in chosen:
        yield keep(store, make_pack(store, snapshot, one, permitted=permitted, title=title, kinds=kinds))


def write_zip(path: Path, packs: Iterator[Pack], write: Callable[[Pack], bytes], ending: str, done: Callable[[Pack], None]) -> int:
    """Write each of ``packs`` as a file with ``ending`` into a ZIP at ``path``, then its index; return how many there are.

    ``done`` is told of each. The ZIP is there whole or not at all: what is stopped leaves nothing. The same packs give the same bytes.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    rows: list[tuple[Pack, str]] = []
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as book:
            for pack in packs:
                name = f"{pack.file_name}.{ending}"
                put(book, name, write(pack))
                rows.append((pack, name))
                done(pack)
            put(book, "index.html", _index(rows))
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
    return len(rows)


def put(book: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a member to a ZIP, its clock stilled."""
    entry = zipfile.ZipInfo(name, _STILL)
    entry.compress_type = zipfile.ZIP_DEFLATED
    book.writestr(entry, content)


def _index(rows: Sequence[tuple[Pack, str]]) -> bytes:
    """Return the page that lists the packs: area, week, who returned, the pack's id."""
    marks = sorted({pack.mark for pack, _ in rows if pack.mark})
    lines = "".join(
        f'<tr><th scope="row"><a href="{escape(name)}">{escape(pack.area)}</a></th><td>{escape(pack.week)}</td>'
        f"<td>{escape(_returned(pack))}</td><td>{escape(pack.id)}</td></tr>"
        for pack, name in rows
    )
    heads = "".join(f'<th scope="col">{one}</th>' for one in ("Area", "Week ending", "Returned", "Pack"))
    title = escape(rows[0][0].title if rows else "No pack")
    told = "".join(f"<p><b>{escape(one)}</b></p>" for one in marks)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1>{told}<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></body></html>\n"
    ).encode()


def _returned(pack: Pack) -> str:
    return next((line for line in pack.footer if line.startswith("returns received")), "").removeprefix("returns received ")
