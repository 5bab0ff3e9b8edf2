"""What was known at a moment: which returns stood (rule 13), the register (rule 1), who sent a home (rule 7), alignment (rule 6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from .model import Event, Row, World
from .reading import parse_date

NOT_ALIGNED = ""
NA_WORDS = {"n/a", "na", "n.a.", "not applicable"}


@dataclass(frozen=True)
class Home:
    """A home of the register on a day."""

    id: str
    ccg: str
    beds: int | None
    la: str = ""
    older: bool = False


@dataclass
class Register:
    """Rule 1: the homes of the register on the last day of a week, and how it was found."""

    homes: dict[str, Home]
    mark: str = ""

    @property
    def exists(self) -> bool:
        """Whether there is any register at all."""
        return self.mark != "no register"


@dataclass
class Knowledge:
    """A world as at a moment (None: everything that was ever decided)."""

    world: World
    as_at: datetime | None = None
    _register: dict[date, Register] = field(default_factory=dict)
    _rows: dict[tuple[str, date], dict[str, Row]] = field(default_factory=dict)
    _counting: dict[tuple[str, date], Row | None] = field(default_factory=dict)

    @cached_property
    def known(self) -> list[Event]:
        """Everything decided by the moment, the moment itself included."""
        return [e for e in self.world.events if self.as_at is None or e.decided_at <= self.as_at]

    # Rule 13 -----------------------------------------------------------------------------------------------

    @cached_property
    def versions(self) -> tuple[dict[tuple[str, str, date | None], Event], set[int], dict[int, Event]]:
        """Rule 13: what stands by key; the orders of the withdrawn; all returns that were new ones, by order."""
        standing: dict[tuple[str, str, date | None], Event] = {}
        withdrawn: set[int] = set()
        returns: dict[int, Event] = {}
        for event in self.known:
            key = event.key if event.kind != "alignment" else (event.kind, event.file, event.week)
            if event.action == "nil":
                key = ("nil", event.submitter, event.week)
            before = standing.get(key)
            if event.action == "withdraw":
                if before is not None:
                    withdrawn.add(before.order)
                    del standing[key]
            elif before is None or event.action == "nil" or before.digest != event.digest:
                standing[key] = event
                returns[event.order] = event
        return standing, withdrawn, returns

    def standing(self, kind: str, submitter: str, week: date) -> Event | None:
        """The return that stands."""
        return self.versions[0].get((kind, submitter, week))

    def has_returned(self, ccg: str, week: date) -> bool:
        """Rule 12: a standing home, area or nil return of the CCG for the week."""
        return any(self.standing(kind, ccg, week) for kind in ("home", "area", "nil"))

    # Rule 1 ------------------------------------------------------------------------------------------------

    def register(self, week: date) -> Register:
        """Rule 1: the register in force on the last day of the week."""
        if week not in self._register:
            self._register[week] = self._register_of(week)
        return self._register[week]

    def _register_of(self, week: date) -> Register:
        by_effective = {e.week: e for e in self.versions[0].values() if e.kind == "register" and e.week is not None}
        if not by_effective:
            return self._homes_of_the_returns(week)
        in_force = [day for day in by_effective if day <= week]
        day = max(in_force) if in_force else min(by_effective)
        homes: dict[str, Home] = {}
        for row in by_effective[day].rows:
            home = self._home_of(row, week)
            if home is not None:
                homes[home.id] = home
        return Register(homes, "" if in_force else "first register")

    def _home_of(self, row: Row, day: date) -> Home | None:
        """A row of the register as a home of that day: from its start date, not past its end date; dormant ones count."""
        start, end = parse_date(row.get("location hsca start date")), parse_date(row.get("location hsca end date"))
        if row.get("care home?", "Y").upper() not in ("Y", "YES", ""):
            return None
        if (start is not None and day < start) or (end is not None and end < day):
            return None
        ccg = self.world.ccg_of_code(row.get("location onspd ccg code", "")) or self.world.ccg_of_code(
            row.get("location commissioning ccg code", "")
        )
        beds = row.get("care homes beds", "")
        return Home(
            id=row["location id"],
            ccg=self.world.ccg_open_on(ccg, day),
            beds=int(float(beds)) if beds else None,
            la=self.world.la_of(row.get("local authority code", ""), row.get("local authority", "")),
            older=row.get("service user band - older people", "").upper() in ("Y", "YES"),
        )

    def _homes_of_the_returns(self, week: date) -> Register:
        """Rule 1: without any register, the homes in that week's returns, each with the CCG that sent it (the first by code)."""
        homes: dict[str, Home] = {}
        for ccg in sorted(self.senders(week)):
            for home_id in self.home_rows(ccg, week):
                homes.setdefault(home_id, Home(home_id, ccg, None))
        return Register(homes, "no register")

    # Rule 7 ------------------------------------------------------------------------------------------------

    def senders(self, week: date) -> list[str]:
        """The CCGs with a standing home return for the week."""
        return sorted(s for (kind, s, w) in self.versions[0] if kind == "home" and w == week)

    def home_rows(self, ccg: str, week: date) -> dict[str, Row]:
        """The rows of a CCG's standing home return, by home."""
        if (ccg, week) not in self._rows:
            event = self.standing("home", ccg, week)
            self._rows[ccg, week] = {row["home_id"]: row for row in event.rows} if event else {}
        return self._rows[ccg, week]

    def row_that_counts(self, home_id: str, week: date) -> Row | None:
        """Rule 7: the whole row of the register's CCG; another CCG's only where that one has none (the first by code)."""
        if (home_id, week) not in self._counting:
            self._counting[home_id, week] = self._row_that_counts(home_id, week)
        return self._counting[home_id, week]

    def _row_that_counts(self, home_id: str, week: date) -> Row | None:
        home = self.register(week).homes.get(home_id)
        own = self.home_rows(home.ccg, week).get(home_id) if home else None
        if own is not None:
            return own
        return next((rows[home_id] for ccg in self.senders(week) if home_id in (rows := self.home_rows(ccg, week))), None)

    # Rule 6 ------------------------------------------------------------------------------------------------

    @cached_property
    def alignment_files(self) -> list[Event]:
        """Alignment files, the newest first."""
        files = [e for (kind, *_), e in self.versions[0].items() if kind == "alignment"]
        return sorted(files, key=lambda e: (e.decided_at, e.order), reverse=True)

    @cached_property
    def weeks(self) -> list[date]:
        """All weeks that any home return is about."""
        return sorted({w for (kind, _, w) in self.versions[0] if kind == "home" and w is not None})

    def aligned_to(self, home_id: str, week: date) -> str:
        """Rule 6: the PCN of a home on the last day of the week; '' where none is known or two claim it."""
        claims = self._claims_of_files(home_id, week)
        if claims:
            return claims.pop() if len(claims) == 1 else NOT_ALIGNED
        return self._said_in_returns(home_id, week)

    def _claims_of_files(self, home_id: str, week: date) -> set[str]:
        """The PCNs that the newest alignment file that mentions the home gives it on that day."""
        for file in self.alignment_files:
            mentions = [row for row in file.rows if row["home_id"] == home_id]
            if mentions:
                return {row["pcn_code"].upper() for row in mentions if _covers(row, week)}
        return set()

    def _said_in_returns(self, home_id: str, week: date) -> str:
        """The return's own column: it counts from the week it is said until it says otherwise. Blank says nothing."""
        for said_in in reversed([w for w in self.weeks if w <= week]):
            row = self.row_that_counts(home_id, said_in)
            said = (row or {}).get("pcn_code", "")
            if said:
                return NOT_ALIGNED if said.lower() in NA_WORDS else said.upper()
        return NOT_ALIGNED

    # Area rows ---------------------------------------------------------------------------------------------

    def area_rows(self, ccg: str, week: date) -> dict[str, Row]:
        """The rows of a CCG's standing area return by PCN; '' is the CCG's own row."""
        event = self.standing("area", ccg, week)
        return {row.get("pcn_code", "").upper(): row for row in event.rows} if event else {}


def _covers(row: Row, day: date) -> bool:
    """Whether an alignment holds on a day; `to` is included."""
    start, end = parse_date(row.get("from")), parse_date(row.get("to"))
    return (start is None or start <= day) and (end is None or day <= end)


def weeks_before(week: date, count: int) -> list[date]:
    """The `count` weeks before, the nearest first."""
    return [week - timedelta(days=7 * n) for n in range(1, count + 1)]
