"""What a CCG stands on in a week: its homes of the register by PCN (rules 1 and 6), its rows, and the silence (rule 2)."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from .answers import Asked, Said, own_count
from .catalogue import Catalogue
from .knowledge import NOT_ALIGNED, Home, Knowledge, weeks_before
from .model import Row
from .tally import Tally

CARRY_WEEKS = 2
NEEDS_HOME_ROWS = "not available from totals"


class Ground:
    """One CCG in one week, as known."""

    def __init__(self, known: Knowledge, catalogue: Catalogue, ccg: str, week: date) -> None:
        self.known, self.catalogue, self.ccg, self.week = known, catalogue, ccg, week
        self.register = known.register(week)
        self.homes = [home for _, home in sorted(self.register.homes.items()) if home.ccg == ccg]
        self.area_rows = known.area_rows(ccg, week)
        self.returned = known.has_returned(ccg, week)

    @cached_property
    def by_pcn(self) -> dict[str, list[Home]]:
        """The homes by the PCN they are aligned to; under '' those not aligned."""
        result: dict[str, list[Home]] = {}
        for home in self.homes:
            result.setdefault(self.known.aligned_to(home.id, self.week), []).append(home)
        return result

    @property
    def loose(self) -> list[Home]:
        """The homes not aligned to a PCN."""
        return self.by_pcn.get(NOT_ALIGNED, [])

    def aligned(self, pcn: str) -> list[Home]:
        """This CCG's homes of a PCN."""
        return self.by_pcn.get(pcn, []) if pcn else []

    def pcns(self, carry: bool) -> list[str]:
        """The PCNs of the alignment and of the area rows, those of the weeks that may be carried too."""
        found = set(self.by_pcn) | set(self.area_rows)
        if carry:
            for week in weeks_before(self.week, CARRY_WEEKS):
                for code in (self.ccg, *self.predecessors):
                    found |= set(self.known.area_rows(code, week))
        return sorted(found - {""})

    def row(self, home: Home) -> Row | None:
        """The home's row of this week that counts (rule 7)."""
        return self.known.row_that_counts(home.id, self.week)

    # Rule 10: the answer of the week, or the last one known --------------------------------------------------

    def home_said(self, asked: Asked, home: Home, carry: bool) -> Said:
        """A home's answer of the week; where there is none and carrying is allowed, the last one known, for two weeks."""
        for week in [self.week, *(weeks_before(self.week, CARRY_WEEKS) if carry and asked.carries else [])]:
            row = self.known.row_that_counts(home.id, week)
            said = asked.of_home(row) if row else Said()
            if said.homes:
                return said if week == self.week else Said(said.homes, said.counts, said.homes)
        return Said()

    def homes_said(self, asked: Asked, homes: list[Home], carry: bool) -> Said:
        """The answers of several homes."""
        result = Said()
        for home in homes:
            result.add(self.home_said(asked, home, carry))
        return result

    def area_said(self, asked: Asked, pcn: str, carry: bool) -> tuple[Said, Row | None]:
        """The answers of the area row of a PCN ('' for the CCG), and the row that gave them: this week's, or a whole carried one."""
        for week in [self.week, *(weeks_before(self.week, CARRY_WEEKS) if carry and asked.carries else [])]:
            row = self.known.area_rows(self.ccg, week).get(pcn)
            said = asked.of_area(row) if row else Said()
            if said.homes:
                return (said if week == self.week else Said(said.homes, said.counts, said.homes)), row
        if carry and asked.carries and (told := self.area_said_before_the_merger(asked, pcn)):
            return told
        return Said(), self.area_rows.get(pcn)

    @cached_property
    def predecessors(self) -> list[str]:
        """The CCGs that this one stands for this week, itself left out."""
        codes = [area.code for area in self.known.world.areas if area.level == "ccg" and area.code != self.ccg]
        return sorted(code for code in codes if self.known.world.ccg_open_on(code, self.week) == self.ccg)

    def area_said_before_the_merger(self, asked: Asked, pcn: str) -> tuple[Said, Row] | None:
        """What the predecessors told last in their area rows, added up: a merger changes no total."""
        added, homes = Said(), 0
        for code in self.predecessors:
            for week in weeks_before(self.week, CARRY_WEEKS):
                row = self.known.area_rows(code, week).get(pcn)
                said = asked.of_area(row) if row else Said()
                if row and said.homes:
                    added.add(Said(said.homes, said.counts, said.homes))
                    homes += own_count(row, self.catalogue)
                    break
        return (added, {"homes": str(homes)}) if added.homes else None

    # Rule 2: the not answered, apart --------------------------------------------------------------------------

    def silence_of_homes(self, tally: Tally, homes: list[Home], answered: set[str]) -> None:
        """Split the not answered of a part that home rows answer for into blank (of which not in the return) and no return."""
        missing = tally.denominator - tally.answered
        with_row = {home.id for home in homes if self.row(home) is not None}
        if self.returned:
            tally.blank = missing
            tally.not_in_return = max(0, tally.denominator - len(with_row | answered))
        else:
            tally.blank = min(missing, len(with_row - answered))
            tally.no_return = missing - tally.blank

    def silence_of_area(self, tally: Tally) -> None:
        """The same where an area row is the source: the homes that it does not answer for."""
        missing = tally.denominator - tally.answered
        if self.returned:
            tally.blank = missing
        else:
            tally.no_return = missing

    # Rule 6: denominators -------------------------------------------------------------------------------------

    def base(self, pcn: str, row: Row | None) -> int:
        """The homes of a PCN: by alignment; where none is known its own stated number."""
        homes = len(self.aligned(pcn))
        row = self.area_rows.get(pcn) or row
        return homes if homes or row is None else own_count(row, self.catalogue)

    def remainder(self, stated: int) -> int:
        """The register less the homes of the PCNs; without a register there is no remainder, only the homes sent."""
        return len(self.loose) - stated if self.register.exists else len(self.loose)
