"""CCGs, networks and homes of a made-up world, and how a home comes about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, exp

from benchmarks.generate.chance import Chance
from benchmarks.generate.words import home_name

OLDER, WORKING_AGE, BOTH = "Older people", "Working age", "Both"
FIRST_WEEK = date(2020, 5, 17)


def weeks_from(first: date, count: int) -> list[date]:
    """Return ``count`` reporting weeks, by their Sundays."""
    return [first + timedelta(days=7 * number) for number in range(count)]


@dataclass(frozen=True)
class Ccg:
    """A CCG with the names above it."""

    code: str
    name: str
    region: str


@dataclass(frozen=True)
class Pcn:
    """A network and the code of its CCG. ``totals_only``: it reports counts, never home rows."""

    code: str
    name: str
    ccg: str
    totals_only: bool = False


@dataclass(frozen=True)
class Home:
    """One care home. ``ended`` is its last day; ``pcn`` is the code of the network that it is aligned to, '' where none.

    ``claimed_by`` is a second network that claims it, ``commissioner`` the CCG that pays where that is another one;
    ``address`` (street) and ``uprn`` tell its place, '' where nobody made them up.
    """

    id: str
    name: str
    ccg: str
    pcn: str
    beds: int
    kind: str
    started: date
    la_code: str
    la_name: str
    provider: str
    postcode: str
    ended: date | None = None
    dormant: bool = False
    claimed_by: str = ""
    commissioner: str = ""
    address: str = ""
    uprn: str = ""

    def open_on(self, day: date) -> bool:
        """Return whether the home was registered on ``day``."""
        return self.started <= day and (self.ended is None or day <= self.ended)

    @property
    def need(self) -> int:
        """Pulse oximeters that it needs: one for every 25 beds, at least one (an assumption of the field)."""
        return max(1, ceil(self.beds / 25))


def bed_count(chance: Chance) -> int:
    """Return a number of beds from 8 to 90, most often about 25, as on the register of 2020."""
    return max(8, min(90, round(8 + 21 * exp(chance.between(-1.6, 1.35)))))


def make_home(chance: Chance, *, home_id: str, ccg: Ccg, pcn: str, la: tuple[str, str], postcode: str) -> Home:
    """Return an invented home of a CCG and network in the local authority ``la`` (code and name)."""
    kind = chance.weighted([(OLDER, 0.66), (WORKING_AGE, 0.2), (BOTH, 0.14)])
    beds = bed_count(chance)
    if kind == WORKING_AGE:
        beds = max(8, beds // 2)
    return Home(
        id=home_id,
        name=home_name(chance),
        ccg=ccg.code,
        pcn=pcn,
        beds=beds,
        kind=kind,
        started=date(2010, 10, 1) + timedelta(days=chance.whole(0, 3300)),
        la_code=la[0],
        la_name=la[1],
        provider=f"1-99{chance.whole(1000000, 1999999)}",
        postcode=postcode,
    )
