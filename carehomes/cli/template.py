"""``template``: a workbook for a CCG and a week, blank or pre-filled; the blank form of a local authority."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path

from carehomes.cli.console import print_json
from carehomes.store import open_store
from carehomes.templates import make_la_form, make_template

DONE, REFUSED = 0, 1


def make(submitter: str, week: date, *, kind: str, blank: bool, sets: Collection[str], out: Path | None, as_json: bool) -> int:
    """Write the template beside or to ``out``; a file that is there already stays, for someone may have filled it in."""
    store = open_store()
    if kind == "la":
        made = make_la_form(store.areas(), submitter, week)
    else:
        made = make_template(store, submitter, week, kind=kind, blank=blank, sets=sets)
    path = out or Path(made.file_name)
    try:
        with path.open("xb") as file:
            file.write(made.content)
    except FileExistsError:
        print(f"{path} is there already and was left as it is. Name another file with --out.", file=sys.stderr)
        return REFUSED
    if as_json:
        print_json({"file": str(path), "kind": kind, "submitter": submitter, "week": week, "blank": blank, "rows": made.rows})
        return DONE
    if kind == "la":
        print(f"Written: {path}, the form with its 13 actions to be filled in.")
        return DONE
    thing = "home" if kind == "home" else "PCN"
    brings = f"{made.rows:,} {thing}{'' if made.rows == 1 else 's'}" if made.rows else f"no {thing}: its rows are to be filled in"
    print(f"Written: {path}, with {brings}.")
    return DONE
