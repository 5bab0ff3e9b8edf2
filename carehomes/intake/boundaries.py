"""Boundary files: GeoJSON of CCGs. Kept in the archive and drawn from there; they hold no facts."""

from __future__ import annotations

from dataclasses import replace

from carehomes.areas import AreaList
from carehomes.areas.boundaries import Boundaries, read_boundaries
from carehomes.ledger import archive
from carehomes.ledger.facts import FACTS_SCHEMA
from carehomes.ledger.journal import standing
from carehomes.ledger.model import Examined, Finding, StagedReturn
from carehomes.store import Store

KIND = "boundaries"
#: What fits into a browser is far smaller; full boundaries of the coast are no use on a page.
MAX_BYTES = 20 * 1024 * 1024


def looks_like_boundaries(content: bytes, file_name: str) -> bool:
    """Return whether a file is GeoJSON by its name, or JSON that speaks of features."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(start) and (file_name.lower().endswith(".geojson") or (start.startswith(b"{") and b'"features"' in content))


def examine_boundaries(bare: Examined, content: bytes, areas: AreaList) -> Examined:
    """Return what the intake makes of a boundary file: one return without facts, a row an area, or what is wrong with it."""
    try:
        if len(content) > MAX_BYTES:
            raise ValueError(f"These boundaries are too large: at most {MAX_BYTES // 1024**2} MB. Take the ultra generalised file (BUC).")
        found = read_boundaries(content, areas)
    except ValueError as error:
        return replace(bare, kind=KIND, findings=(Finding("boundaries_unusable", "error", str(error)),))
    staged = StagedReturn(KIND, "", None, FACTS_SCHEMA.empty_table(), len(found.shapes))
    told: tuple[Finding, ...] = ()
    if found.passed_over:
        features = "feature holds" if found.passed_over == 1 else "features hold"
        told = (Finding("boundaries_unknown", "note", f"{found.passed_over:,} {features} no code of a CCG and will not be drawn."),)
    return replace(bare, kind=KIND, returns=(staged,), findings=told)


def boundaries_of(store: Store) -> Boundaries | None:
    """Return the newest boundary file that stands, read against the area list in force; None without one."""
    found = [one for one in standing(store.journal.entries()).values() if one.kind == KIND]
    if not found:
        return None
    newest = max(found, key=lambda one: one.return_id)
    try:
        return read_boundaries(archive.fetch(store.archive, newest.sha256), store.areas())
    except ValueError:
        # It was read when it was accepted; with another area list in force, none of its codes may be known any more.
        return None
