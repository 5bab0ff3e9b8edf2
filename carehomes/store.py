"""The store: the one folder that holds the ledger and its snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from carehomes.access import ACTIONS, EVERYBODY, EVERYWHERE, NotAllowedError, Permitted, Person, permitted_of, person_here, refusal
from carehomes.areas import AreaList, week_label
from carehomes.areas.overlay import PRACTICE, Said, gather, overlay
from carehomes.ledger.acting import act_as, actor
from carehomes.ledger.facts import read_facts
from carehomes.ledger.journal import Journal, Version, versions
from carehomes.ledger.releases import Gate, published_until
from carehomes.ledger.trouble import COPY, StoreError, plainly
from carehomes.settings import PROJECT, read_only, release_gate, store_folder, viewers_beyond

DEMONSTRATION = "demonstration"
#: The kind of a code list in the journal.
AREAS = "areas"


@dataclass(frozen=True)
class Store:
    """A store at ``folder``: archive, facts, journal, snapshots, and an area list of its own where a demonstration has one.

    ``person`` is who holds it: every door through which something is decided asks her rights, and every snapshot opened of it shows
    her areas alone.
    """

    folder: Path
    person: Person = field(default=EVERYBODY, kw_only=True)

    def __reduce__(self) -> tuple[object, ...]:
        """Hand the store to another process: its folder and who holds it; what was read of it is read again there."""
        return _handed, (self.folder, self.person)

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

    @property
    def restoring(self) -> Path:
        """What says that a restore into this store was begun: there until it is done."""
        return self.folder / "RESTORING"

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
        return not self.journal.any_accepted()

    @property
    def area_list_paths(self) -> tuple[Path, ...]:
        """The files of the area list below every loaded one: the demonstration's own, else those of England."""
        shipped = PROJECT / "data" / "reference"
        return (self.own_areas,) if self.own_areas.exists() else (shipped / "areas.csv", shipped / "pcns.csv")

    def held_by(self, person: Person) -> Store:
        """Return this store as ``person`` holds it."""
        if person == self.person:
            return self
        held = replace(self, person=person)
        # One journal for all: it remembers what it has read.
        held.__dict__["journal"] = self.journal
        return held

    @cached_property
    def permitted(self) -> Permitted:
        """The areas that the person may see, by the area list of today."""
        everywhere = any(one.areas is None for one in self.person.grants)
        return EVERYWHERE if everywhere else permitted_of(self.person, self.areas(), datetime.now(UTC).date())

    @cached_property
    def _seen_areas(self) -> AreaList | None:
        # Asked of every note and view: put together once; a page opens its store anew each time.
        return None if self.permitted.ccgs is None else self.areas().seen(self.permitted.ccgs)

    @property
    def beyond_only(self) -> bool:
        """Whether the person always has the view beyond the team: she has no more than the role viewer, and the installation says so."""
        return viewers_beyond() and all(one.role == "viewer" for one in self.person.grants)

    def sees(self, codes: Iterable[str]) -> bool:
        """Return whether the person may see all these areas ('' is none): her CCGs and what is in or above them."""
        seen = self._seen_areas
        return seen is None or all(not code or seen.get(code) is not None for code in codes)

    def refusal(self, action: str, codes: Iterable[str] | None = None) -> str:
        """Return '' where the person may do ``action`` for the organisations ``codes`` (None: for any), else a plain sentence."""
        if ACTIONS[action].writes and read_only():
            return COPY
        if self.person == EVERYBODY:
            return ""
        return refusal(self.person, action, codes, self.areas(), datetime.now(UTC).date())

    def gate(self) -> Gate | None:
        """Return up to which week returns are published, and whether the rest is hidden from the person; None without a release gate.

        Whoever brings or approves the returns of all the areas that she may see may preview them.
        """
        if not release_gate():
            return None
        codes = [""] if self.permitted.ccgs is None else sorted(self.permitted.ccgs)
        return Gate(published_until(self.journal), hides=bool(self.refusal("preview", codes)))

    def hides(self, week: date | None) -> bool:
        """Return whether ``week`` is not published yet and the person may not preview it."""
        gate = self.gate()
        return gate is not None and gate.hides and not gate.open_to(week)

    def hidden(self, *weeks: date | None) -> str:
        """Return a plain sentence about the first of ``weeks`` that is hidden from the person, '' where none is."""
        week = next((one for one in weeks if self.hides(one)), None)
        return f"The {week_label(week)} is not published yet. Viewers see a week once it is." if week else ""

    def require(self, action: str, codes: Iterable[str] | None = None) -> None:
        """Raise ``NotAllowedError`` where the person may not do ``action`` for ``codes``: the one check of every door.

        What is decided from here on in this thread is hers in the audit: a button's call runs before its page says who is at it.
        """
        if told := self.refusal(action, codes):
            raise NotAllowedError(told)
        if self.person.id:
            act_as(self.person.id, actor().source)

    def areas(self, as_at: datetime | None = None) -> AreaList:
        """Return the area list in force: now, or as it was known at ``as_at`` (aware)."""
        return self.areas_of(versions([one for one in self.journal.entries() if one.kind == AREAS]), as_at)

    def areas_of(self, found: Sequence[Version], as_at: datetime | None = None) -> AreaList:
        """Return the area list with the code lists among ``found`` laid over it in the order of their decisions."""
        lists = [one for one in found if one.kind == AREAS and one.facts and _stood(one, as_at)]
        lists.sort(key=lambda one: (one.known_from, one.return_id))
        base = AreaList.read(*self.area_list_paths)
        return _laid(base, self.facts, tuple(one.facts for one in lists)) if lists else base


def _handed(folder: Path, person: Person) -> Store:
    return Store(folder, person=person)


def _stood(version: Version, as_at: datetime | None) -> bool:
    if as_at is None:
        return version.known_to is None
    return version.known_from <= as_at and (version.known_to is None or as_at < version.known_to)


@lru_cache(maxsize=16)
def _laid(base: AreaList, folder: Path, names: tuple[str, ...]) -> AreaList:
    return overlay(base, [_said(folder, name) for name in names])


@lru_cache(maxsize=64)
def _said(folder: Path, name: str) -> list[Said]:
    """Return what a code list says of areas (a facts file never changes, so it is read once)."""
    facts = read_facts(folder, name, columns=["sheet", "row", "part", "field", "answer"]).to_pylist()
    return gather(tuple(one.values()) for one in facts if one["part"] != PRACTICE)


def open_store(folder: Path | None = None, *, person: Person | None = None) -> Store:
    """Open the store at ``folder`` (``CAREHOMES_STORE``, or ``data/store``); it is made where there is none.

    ``person`` holds it: whoever runs this process, where none is given. Raises ``StoreError`` in a plain sentence where it cannot be
    opened, ``ValueError`` where a people file cannot be read.
    """
    store = Store((folder or store_folder()).resolve(), person=person or person_here())
    with plainly():
        store.folder.mkdir(parents=True, exist_ok=True)
    if store.restoring.exists():
        raise StoreError(
            "A restore into this store was broken off. Do it again, then open it: python -m carehomes restore BACKUP --replace"
        )
    store.journal.last_seq()
    return store
