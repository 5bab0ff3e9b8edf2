"""``backup``, ``restore``, ``verify``, ``rebuild``: keeping a store."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from carehomes import upkeep
from carehomes.access import NotAllowedError, person_here, refusal
from carehomes.areas import AreaList
from carehomes.cli.console import print_json
from carehomes.settings import store_folder
from carehomes.store import Store, open_store
from carehomes.upkeep import Report

_COMMANDS = {
    "backup": "copy the whole ledger into a new folder, while the app runs",
    "restore": "make a backup the store (stop the app before)",
    "verify": "hold journal, archive, facts and snapshot - or a backup - to one another; nothing is changed",
    "rebuild": "make facts again from the archive where they are damaged, and the snapshot from the ledger",
}
_EXIT = "Exit codes: 0 everything fits, 1 something is wrong, 2 the command's words are off."
SOUND, WRONG = 0, 1


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the four commands."""
    made = {name: commands.add_parser(name, help=told, description=told, epilog=_EXIT) for name, told in _COMMANDS.items()}
    made["backup"].add_argument("out", type=Path, metavar="FOLDER", help="a new folder, best on another disk; none is ever overwritten")
    made["backup"].add_argument("--link", action="store_true", help="link files where the disk can: no help should it break")
    made["restore"].add_argument("source", type=Path, metavar="BACKUP", help="the folder that backup wrote")
    made["restore"].add_argument("--replace", action="store_true", help="in the place of the store that is there, which is put beside")
    made["verify"].add_argument("folder", nargs="?", type=Path, metavar="BACKUP", help="a backup (the store, if none is named)")
    made["verify"].add_argument("--whole", action="store_true", help="make the snapshot again, elsewhere, and compare every table")
    made["verify"].add_argument("--head", default="", metavar="HASH", help="the newest hash of the audit of an earlier day, kept elsewhere")
    for one in made.values():
        one.add_argument("--json", action="store_true", help="print JSON, for other programs")


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for and print it. Raises ``ValueError`` with a plain sentence where it cannot be done, or not by her."""
    _require_keeper()
    found = _report(asked)
    if asked.json:
        print_json({"sound": found.sound, "told": list(found.told), "troubles": list(found.troubles)})
    else:
        for one in found.told:
            print(one)
        for one in found.troubles:
            print(f"WRONG: {one}")
    return SOUND if found.sound else WRONG


def _require_keeper() -> None:
    """Ask for the right as every other door does, but without the journal: the store may be what is broken."""
    areas = AreaList.read(*Store(store_folder().resolve()).area_list_paths)
    if told := refusal(person_here(), "keep", [""], areas, datetime.now(UTC).date()):
        raise NotAllowedError(told)


def _report(asked: argparse.Namespace) -> Report:
    if asked.command == "backup":
        return upkeep.backup(open_store(), asked.out, link=asked.link)
    if asked.command == "restore":
        return upkeep.restore(asked.source, store_folder(), replace=asked.replace)
    if asked.command == "rebuild":
        return upkeep.rebuild(open_store())
    if asked.folder:
        return upkeep.verify_backup(asked.folder, head=asked.head)
    return upkeep.verify(Store(store_folder().resolve()), whole=asked.whole, head=asked.head)
