"""The store: the one folder that holds the ledger and its snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from carehomes.areas import AreaList
from carehomes.ledger.journal import Journal
from carehomes.settings import PROJECT, store_folder

DEMONSTRATION = "demonstration"


@dataclass(frozen=True)
class Store:
    """A store at ``folder``: archive, facts, journal, snapshots, and an area list of its own where a demonstration has one."""

    folder: Path

    @property
    def archive(self) -> Path:
        """Every file received, by its SHA-256."""
        return self.folder / "archive"

    @property
    def facts(self) -> Path:
        """One Parquet file a file accepted."""
        return self.folder / "facts"

    @property
    def snapshots(self) -> Path:
        """Numbered snapshots and the pointer ``CURRENT``."""
        return self.folder / "snapshots"

    @property
    def own_areas(self) -> Path:
        """The area list of a demonstration, where it brought one."""
        return self.folder / "areas.csv"

    @cached_property
    def journal(self) -> Journal:
        """The journal, made where there is none."""
        return Journal(self.folder / "journal.sqlite")

    @property
    def demonstration(self) -> bool:
        """True for good once a demonstration was loaded here."""
        return self.journal.read_setting(DEMONSTRATION) == "yes"

    @property
    def empty(self) -> bool:
        """True while nothing was ever accepted: a refused file leaves an entry and nothing to show."""
        return self.journal.accepted() == 0

    @property
    def area_list_path(self) -> Path:
        """The area list in force."""
        return self.own_areas if self.own_areas.exists() else PROJECT / "data" / "reference" / "areas.csv"

    def areas(self) -> AreaList:
        """Read the area list in force."""
        return AreaList.read(self.area_list_path)


def open_store(folder: Path | None = None) -> Store:
    """Open the store at ``folder`` (``CAREHOMES_STORE``, or ``data/store``); it is made where there is none."""
    store = Store((folder or store_folder()).resolve())
    store.folder.mkdir(parents=True, exist_ok=True)
    store.journal.last_seq()
    return store
