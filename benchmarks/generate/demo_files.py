"""The files of the demonstration region and the clocks of their coming in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.generate import demo_plan as plan
from benchmarks.generate.answers import COUNTS, Answers
from benchmarks.generate.chance import Chance
from benchmarks.generate.clocks import Entry, decided, moment, on_time, too_late, write
from benchmarks.generate.demo_councils import COUNCILS, FORM_WEEK
from benchmarks.generate.demo_councils import actions as council_says
from benchmarks.generate.demo_world import DemoWorld
from benchmarks.generate.la_form import FORM, Action, la_form
from benchmarks.generate.layouts import (
    AREA_FIELDS,
    REGISTER_COLUMNS,
    alignment_rows,
    area_row,
    csv_text,
    home_row,
    register_rows,
    table,
)
from benchmarks.generate.styles import DATES, style_csv
from benchmarks.generate.workbook import Cell, return_workbook
from benchmarks.generate.world import Home, Pcn

Said = dict[str, Answers | None]


class DemoFiles:
    """Writes the files of ``world`` into ``folder`` and notes an entry of the manifest for each."""

    def __init__(self, world: DemoWorld, folder: Path) -> None:
        self.world, self.folder, self.entries = world, folder, list[Entry]()

    def reference(self) -> None:
        """Write the area list, the registers and the alignment files."""
        areas = [["code", "level", "name", "ons_code", "parent", "opened", "closed", "successor", "source"]]
        areas += [[code, level, name, "", parent, "", "", "", "invented"] for code, level, name, parent in plan.AREAS]
        code, name, ccg, opened, closed, successor = plan.CLOSED_PCN
        areas += [[pcn.code, "pcn", pcn.name, "", pcn.ccg, opened, "", "", "invented"] for pcn in plan.pcns()]
        areas.append([code, "pcn", name, "", ccg, opened, closed, successor, "invented"])
        write(self.folder, "areas.csv", csv_text(areas))
        for effective, day, (hour, minute) in plan.REGISTERS:
            received = moment(day, hour, minute)
            homes = self.world.register(effective)
            rows = register_rows(homes, plan.CCGS, plan.REGION) + self._not_care_homes()
            name = write(self.folder, f"register/register_{effective}.csv", csv_text(rows))
            self._enter(name, "register", "", effective, received)
            known = [home for home in self.world.every if home.started <= effective]
            aligned = alignment_rows(known, plan.ALIGNED_SINCE, received.date())
            for ccg, place, pcn, since in plan.ALIGNED_LATER:
                if since <= received.date():
                    aligned.append([self.world.home(ccg, place).id, pcn, since.isoformat(), ""])
            name = write(self.folder, f"alignment/alignment_{effective}.csv", csv_text(aligned))
            self._enter(name, "alignment", "", None, received + timedelta(hours=1))

    @staticmethod
    def _not_care_homes() -> list[list[str]]:
        """Return rows of services that the care directory lists too and that are no care homes."""
        place = {name: number for number, name in enumerate(REGISTER_COLUMNS)}
        rows = []
        for number, (code, ccg) in enumerate(plan.CCGS.items()):
            row = [""] * len(REGISTER_COLUMNS)
            for column, text in (
                ("Location ID", f"1-99000900{number}"),
                ("Location HSCA start date", "01/10/2010"),
                ("Dormant (Y/N)", "N"),
                ("Care home?", "N"),
                ("Location Name", f"{ccg.name.split()[1]} Home Visits"),
                ("Location Type/Sector", "Social Care Org"),
                ("Region", plan.REGION),
                ("Local Authority", plan.LAS[plan.LA_OF[code]]),
                ("Local Authority Code", plan.LA_OF[code]),
                ("Location ONSPD CCG Code", code),
                ("Location ONSPD CCG", ccg.name),
            ):
                row[place[column]] = text
            rows.append(row)
        return rows

    def local_authorities(self) -> None:
        """Write the forms of the councils, one of them revised later."""
        self._first_form()
        for code, council in COUNCILS.items():
            homes = sum(home.la_code == code for home in self.world.register(plan.FIRST_REGISTER))
            for ending, received in (("", council.received), ("-revised", council.revised_at)):
                if received is None:
                    continue
                said = council_says(plan.SEED, code, homes, revised=bool(ending))
                form = la_form(plan.LAS[code], homes if council.total else None, said)
                name = write(self.folder, f"returns/{FORM_WEEK}/{code.lower()}-la-status{ending}.xlsx", form)
                self._enter(name, "la", code, FORM_WEEK, received)

    def _first_form(self) -> None:
        code, week = plan.LA_RETURN
        homes = sum(home.la_code == code for home in self.world.register(plan.FIRST_REGISTER))
        chance = Chance(plan.SEED, "la")
        actions = []
        for item in (item for _, items in FORM for item, _ in items):
            wanted = item in ("1.3", "2.2", "4.3")
            actions.append(
                Action(
                    item,
                    None if item == "4.2" else round(homes * chance.between(0.25, 0.4) if wanted else homes * chance.between(0.7, 1.0)),
                    "Yes" if wanted else "No",
                    "Invented: discussed at the weekly call with providers." if chance.happens(0.4) else "",
                    "Invented: a worked example from elsewhere would help." if wanted else "",
                )
            )
        name = write(self.folder, f"returns/{week}/xe0001-la-status.xlsx", la_form(plan.LAS[code], homes, actions))
        self._enter(name, "la", code, week, moment(date(2020, 5, 29), 15, 20))

    def week(self, week: date) -> None:
        """Write every CCG's returns for ``week``."""
        for code in plan.CCGS:
            if (code, week) in plan.MISSING:
                continue
            received = self._received(code, week)
            if (code, week) == plan.NIL:
                self._enter("", "home", code, week, received, action="nil")
                continue
            self._area_return(code, week, received)
            if (code, week) == plan.CCG_TOTAL_ONLY:
                continue
            said = self.world.said[week]
            if (code, week) == plan.WITHDRAWN:
                self._withdrawn(code, week, received)
                continue
            self._home_return(code, week, said, received)
            if (code, week) in plan.REVISED:
                again = received + timedelta(days=9 if code == "X01" else 2, minutes=35)
                self._home_return(code, week, self._revised(code, week), again, "-revised")

    # The clocks

    def _received(self, code: str, week: date) -> datetime:
        chance = Chance(plan.SEED, "received", code, week)
        if (code, week) == plan.AT_THE_DUE_MOMENT:
            return moment(week + timedelta(days=3), 17)
        return too_late(week, chance) if (code, week) in plan.LATE else on_time(week, chance)

    def _enter(self, file: str, kind: str, submitter: str, week: date | None, received: datetime, *, action: str = "accept") -> None:
        decision = decided(received, Chance(plan.SEED, "decided", kind, submitter, week, received.isoformat()))
        self.entries.append(Entry(file, kind, submitter, week, received, decision, action))

    # Home returns

    def _rows(self, code: str, week: date, said: Said) -> list[dict[str, str]]:
        rows = []
        for home, pcn in self._reported_as_homes(code, week):
            answers = said[home.id]
            if answers is not None:
                rows.append(home_row(home, week.isoformat(), plan.CCGS[code], pcn, answers) | self._served(home))
        if code == plan.UNREGISTERED[0]:
            home = self.world.unregistered
            rows.append(home_row(home, week.isoformat(), plan.CCGS[code], None, said[home.id] or {}))
        return rows

    def _served(self, home: Home) -> dict[str, str]:
        """Return who serves a home: mostly one practice of its CCG."""
        found = next((served for place, served in plan.SERVED.items() if self.world.home(*place).id == home.id), None)
        practice = f"X8{home.ccg[2]}0{Chance(plan.SEED, 'practice', home.address).whole(10, 18)}"
        practices, others = found or (practice, "")
        return {"practices": practices, "other_pcn_codes": others}

    def _reported_as_homes(self, code: str, week: date) -> list[tuple[Home, Pcn | None]]:
        """Return the homes that a CCG's home return has rows for: not those told in totals, and one that it sends by mistake."""
        whose, place, wrongly, alone, both = plan.WRONG_CCG
        stray = self.world.home(whose, place)
        found = []
        for home in self._homes(code, week):
            pcn = self.world.pcn_of(home)
            if (pcn and pcn.totals_only) or (home is stray and week == alone):
                continue
            if pcn and (code, week, pcn.code) == plan.NOT_ATTRIBUTED:
                continue
            found.append((home, pcn))
        if code == wrongly and week in (alone, both):
            found.append((stray, None))
        return found

    def _homes(self, code: str, week: date) -> list[Home]:
        return self.world.as_sent(code, week)

    def _home_return(self, code: str, week: date, said: Said, received: datetime, ending: str = "") -> str:
        style, rows, ccg = plan.STYLES[code], self._rows(code, week, said), plan.CCGS[code]
        stem = f"returns/{week}/{code.lower()}-home-return{ending}"
        title = [*style.title, f"{ccg.name} ({code})", f"Week ending {week.day} {week:%B %Y}"] if style.title else []
        if week in plan.AS_WORKBOOK.get(code, ()):
            cells = [[_cell(name, text) for name, text in zip(style.fields, row, strict=True)] for row in table(style.fields, rows)]
            name = write(self.folder, f"{stem}.xlsx", return_workbook(title, style.header, cells, style.notes))
        else:
            name = write(self.folder, f"{stem}.csv", style_csv(style, rows, title))
        self._enter(name, "home", code, week, received)
        return name

    def _revised(self, code: str, week: date) -> Said:
        """Return what is said the second time: most of the silent homes answer, and five check-ins turn out to have been made."""
        said, chance = dict(self.world.said[week]), Chance(plan.SEED, "revised", code, week)
        turned = 0
        for home in self._homes(code, week):
            answers, truth = said[home.id], self.world.truth[week][home.id]
            if not answers and chance.happens(0.75):
                said[home.id] = truth
            elif answers and answers.get("checked_in") == "No" and turned < 5:
                turned += 1
                changed = {field: text for field, text in answers.items() if field != "checkin_reason_none"}
                said[home.id] = {**changed, "checked_in": "Yes", "checkin_mode": "Telephone", "checkin_by": "GP"}
        return said

    def _withdrawn(self, code: str, week: date, received: datetime) -> None:
        """Write last week's answers under this week's date; they are withdrawn the next day, and the right ones come after that."""
        last_week = self.world.said[week - timedelta(days=7)]
        wrong = self._home_return(code, week, last_week, received)
        self._enter(wrong, "home", code, week, received + timedelta(days=1), action="withdraw")
        self._home_return(code, week, self.world.said[week], received + timedelta(days=2, minutes=10), "-corrected")

    # Area returns

    def _area_return(self, code: str, week: date, received: datetime) -> None:
        rows = [self._totals(code, week, pcn) for pcn in self.world.pcns.values() if self._tells_totals(pcn, code, week)]
        if (code, week) == plan.CCG_TOTAL_ONLY or (code, week) == plan.NOT_ATTRIBUTED[:2]:
            rows.append(self._totals(code, week, None))
        if rows:
            name = f"returns/{week}/{code.lower()}-area-return.csv"
            write(self.folder, name, csv_text([list(AREA_FIELDS), *table(AREA_FIELDS, rows)]))
            self._enter(name, "area", code, week, received - timedelta(minutes=12))

    @staticmethod
    def _tells_totals(pcn: Pcn, code: str, week: date) -> bool:
        return pcn.totals_only and pcn.ccg == code and week != plan.TOTALS_FORGOTTEN

    def _totals(self, code: str, week: date, pcn: Pcn | None) -> dict[str, str]:
        homes = [home for home in self._homes(code, week) if pcn is None or self.world.pcn_of(home) == pcn]
        said: Sequence[Answers] = [answers for home in homes if (answers := self.world.said[week][home.id])]
        return area_row(week.isoformat(), plan.CCGS[code], pcn, len(homes), said)


def _cell(field: str, text: str) -> Cell:
    """Return a cell's value as Excel holds it: counts as numbers, dates as dates, the rest as text."""
    if (field in COUNTS or field == "beds") and text.isdigit():
        return int(text)
    if field in DATES and text:
        return date.fromisoformat(text)
    return text
