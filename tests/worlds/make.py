"""A made-up world, written as a demonstration folder: what was sent, resent, withdrawn and late, in the order in which it happened."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .optional import add_optional, is_optional
from .plan import INVENTED_AREAS, MERGED, MadeHome, Plan, Switches, make_plan
from .rows import HOME_COLUMNS, Row, area_row, home_row, total_row

LONDON = ZoneInfo("Europe/London")


@dataclass
class Made:
    """A world that was written: its weeks, the moments worth looking back to, what there is in it, and how nasty it is."""

    folder: Path
    seed: int
    weeks: list[date]
    moments: list[datetime]
    ccgs: list[str]
    above: list[str]
    pcns: list[str]
    las: list[str]
    homes: list[str]
    switches: Switches


@dataclass
class Line:
    """A line of the manifest before its file is written."""

    kind: str
    submitter: str
    week: date | None
    received: datetime
    decided: datetime
    action: str
    file: str = ""


@dataclass
class Desk:
    """The files and lines so far, of the world of this seed."""

    seed: str
    files: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    newest: dict[tuple[str, date], list[Row]] = field(default_factory=dict)

    def put(self, line: Line, text: str) -> Line:
        """A new file of its own name."""
        line.file = f"{len(self.files) + 1:03d}_{line.kind}_{line.submitter or 'x'}_{line.week or 'all'}.csv"
        self.files[line.file] = text
        self.lines.append(line)
        return line


def make_world(folder: Path | str, seed: int, size: str = "small", **switches: Any) -> Made:
    """Write the world of a seed into a folder; sizes tiny, small and medium; `switches` as in Switches."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"{size}-{seed}")
    plan = make_plan(rng, size, Switches(**switches))
    desk = Desk(f"{size}-{seed}")
    _registers(rng, plan, desk)
    _alignments(rng, plan, desk)
    for week in plan.weeks:
        for ccg in plan.senders(week):
            _week_of(rng, plan, desk, ccg, week)
    lines = sorted(desk.lines, key=lambda line: line.decided)
    if plan.switches.areas == "invented":
        desk.files["areas.csv"] = INVENTED_AREAS
    for name, text in desk.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    manifest = [
        [line.file, line.kind, line.submitter, str(line.week or ""), line.received.isoformat(), line.decided.isoformat(), line.action]
        for line in lines
    ]
    head = ["file", "kind", "submitter", "week", "received_at", "decided_at", "action"]
    (folder / "manifest.csv").write_text(table(head, manifest), encoding="utf-8")
    return Made(
        folder=folder,
        seed=seed,
        weeks=plan.weeks,
        moments=_moments(rng, plan, lines),
        ccgs=list(plan.pcns),
        above=plan.above,
        pcns=sorted({pcn for pcns in plan.pcns.values() for pcn in pcns}),
        las=[la.code for la in plan.las],
        homes=[home.id for home in plan.homes],
        switches=plan.switches,
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    """A CSV text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def at(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A moment by the clock of London."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=LONDON)


# Reference files -------------------------------------------------------------------------------------------------------


def _registers(rng: random.Random, plan: Plan, desk: Desk) -> None:
    for number, effective in enumerate(plan.effective):
        late = rng.choice([0, 0, 0, 9]) if number else rng.choice([0, 0, 0, 0, 24])
        decided = at((effective if number else plan.weeks[0] - timedelta(days=16)) + timedelta(days=late), 8)
        desk.put(Line("register", "CQC", effective, decided, decided, "accept"), _register_text(rng, plan, number, effective))


def _beds_said(home_id: str, beds: int) -> str:
    """Some homes have no number of beds in the register, and a few have 0."""
    return {3: "", 7: "0"}.get(sum(int(digit) for digit in home_id if digit.isdigit()) % 11, str(beds))


def _register_text(rng: random.Random, plan: Plan, number: int, effective: date) -> str:
    head = ["Location ID", "Location HSCA start date", "Dormant (Y/N)", "Care home?", "Location Name", "Care homes beds"]
    head += ["Region", "Postal Code", "Provider ID", "Location ONSPD CCG Code", "Location Commissioning CCG Code"]
    with_end, ons = any(h.end for h in plan.homes), rng.random() < 0.4
    la_codes, new_codes = rng.random() < 0.7, effective >= MERGED and rng.random() < 0.7
    head += ["Local Authority", *(["Local Authority Code"] if la_codes else [])]
    head += ["Service user band - Older People"] if plan.switches.older else []
    head += ["Location HSCA End Date"] if with_end else []
    rows = []
    for home in (h for h in plan.homes if number in h.registers):
        stands, commissions = _ccgs_of(rng, plan, home, number)
        if new_codes:
            stands, commissions = plan.merged.get(stands, stands), plan.merged.get(commissions, commissions)
        beds = home.beds_later if number and home.beds_later else home.beds
        row = [home.id, _uk(home.start or date(2011, 4, 1)), "Y" if home.dormant else "N", "Y" if home.care_home else "N"]
        row += [f"Home {home.id}", _beds_said(home.id, beds), "", home.place, "1-9" + home.id[2:]]
        row += [plan.ons[code] if ons and code else code for code in (stands, commissions)]
        name, code = _la_of(rng, plan, home, la_codes)
        row += [name, *([code] if la_codes else [])]
        row += [rng.choice(["Y", "Y", "Yes"]) if home.older else ""] if plan.switches.older else []
        rows.append(row + ([_uk(home.end) if home.end else ""] if with_end else []))
    return table(head, rows)


def _ccgs_of(rng: random.Random, plan: Plan, home: MadeHome, number: int) -> tuple[str, str]:
    """Where the register says that a home stands, and who commissions it."""
    ccg = home.ccg_later if number and home.ccg_later else home.ccg
    if plan.switches.unplaced and rng.random() < 0.1:
        return "", ccg
    return ccg, ccg if home.commissioner == home.ccg else home.commissioner


def _la_of(rng: random.Random, plan: Plan, home: MadeHome, codes: bool) -> tuple[str, str]:
    """How a row of the register tells a home's local authority: name and code."""
    told = rng.choice(["both"] * 6 + ["name", "shouted", "malformed", "neither", "another name"]) if plan.switches.las else "both"
    name = {"shouted": home.la.name.upper(), "neither": rng.choice(["", "Nowhere"])}.get(told, home.la.name)
    code = {"name": "", "shouted": "", "malformed": rng.choice(["E0800", "n/k", "E99999999"]), "neither": ""}.get(told, home.la.code)
    if told == "another name" and codes:
        name = rng.choice(plan.las).name
    return name, code


def _uk(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _alignments(rng: random.Random, plan: Plan, desk: Desk) -> None:
    how = plan.switches.alignment
    if how == "none":
        return
    rows: list[list[str]] = []
    for home in plan.homes:
        if home.pcn and (how == "all" or rng.random() < 0.7):
            rows += _periods(rng, plan, home, how == "conflict" and rng.random() < 0.3)
    moment = at(plan.weeks[0] - timedelta(days=15), 12)
    head = ["home_id", "pcn_code", "from", "to"]
    desk.put(Line("alignment", "", None, moment, moment, "accept"), table(head, rows))
    if how == "two":
        again = [row for home in rng.sample(plan.homes, len(plan.homes) // 3) if home.pcn for row in _periods(rng, plan, home, False)]
        moment = at(rng.choice(plan.weeks) + timedelta(days=2), 12)
        desk.put(Line("alignment", "", None, moment, moment, "accept"), table(head, again))


def _periods(rng: random.Random, plan: Plan, home: MadeHome, twice: bool) -> list[list[str]]:
    start = date(2020, 4, 1)
    show = rng.choice([date.isoformat, _uk])
    other = rng.choice(plan.pcns[home.ccg])
    if twice and other != home.pcn:
        return [[home.id, home.pcn, show(start), ""], [home.id, other, show(rng.choice(plan.weeks)), ""]]
    if rng.random() < 0.2:
        last = rng.choice(plan.weeks) + timedelta(days=rng.choice([-1, 0, 1]))
        periods = [[home.id, home.pcn, show(start), show(last)]]
        return periods + ([[home.id, other, show(last + timedelta(days=1)), ""]] if rng.random() < 0.5 else [])
    return [[home.id, home.pcn, show(start), ""]]


# Returns ---------------------------------------------------------------------------------------------------------------


def _week_of(rng: random.Random, plan: Plan, desk: Desk, ccg: str, week: date) -> None:
    """What one CCG sends for one week: nothing, a nil, home rows, totals, or both, and what comes after."""
    on, fate = plan.switches, rng.random()
    if fate < 0.12:
        return
    first = at(week + timedelta(days=rng.choice([1, 1, 2, 3, 5])), rng.choice([9, 12, 17]))
    if on.nils and fate < 0.22:
        desk.lines.append(Line("home", ccg, week, first, first, "nil"))
        if rng.random() < 0.6:
            return
    mode = rng.choice(["homes", "homes", "area", "both", "both"]) if on.area_returns else "homes"
    if mode != "area":
        _send(rng, plan, desk, "home", ccg, week, first)
    if mode != "homes":
        _send(rng, plan, desk, "area", ccg, week, first + timedelta(minutes=5))


def _send(rng: random.Random, plan: Plan, desk: Desk, kind: str, ccg: str, week: date, moment: datetime) -> None:
    """One kind of return, and its resubmissions, withdrawals and doubles."""
    on, first, sent = plan.switches, moment, []
    nil = any(line.action == "nil" and (line.submitter, line.week) == (ccg, week) for line in desk.lines)
    due = at(week + timedelta(days=3), 17)
    for turn in range(rng.choice([1, 1, 1, 2, 3]) if on.revisions else 1):
        if turn:
            soon = timedelta(0) if on.ties else timedelta(hours=1)
            moment += rng.choice([soon, timedelta(minutes=30), timedelta(days=1), timedelta(days=8)])
        received = rng.choice([moment, moment, moment - timedelta(days=1), due, due + timedelta(seconds=1)])
        line = Line(kind, ccg, week, min(received, moment), moment, "accept")
        sent.append(desk.put(line, _text(rng, plan, desk, kind, ccg, week)))
        if on.revisions and rng.random() < 0.15:  # the same bytes again: nothing happens
            moment += timedelta(minutes=10)
            desk.lines.append(Line(kind, ccg, week, moment, moment, "accept", line.file))
    if on.withdrawals and not nil and rng.random() < 0.2:
        moment += timedelta(hours=2)
        desk.lines.append(Line(kind, ccg, week, moment, moment, "withdraw", sent[-1].file))
        if rng.random() < 0.5:  # bytes of a withdrawn or superseded one: a new return
            moment += timedelta(hours=2)
            desk.lines.append(Line(kind, ccg, week, first if rng.random() < 0.3 else moment, moment, "accept", rng.choice(sent).file))


def _text(rng: random.Random, plan: Plan, desk: Desk, kind: str, ccg: str, week: date) -> str:
    rows = _home_rows(rng, plan, ccg, week) if kind == "home" else _area_rows(rng, plan, ccg, desk.newest.get((ccg, week), []))
    if kind == "home":
        desk.newest[ccg, week] = rows
    add_optional(desk.seed, f"{kind}-{ccg}-{week}", len(desk.files), rows, kind)
    return _as_table(rng, rows, ccg, week)


def _home_rows(rng: random.Random, plan: Plan, ccg: str, week: date) -> list[Row]:
    on = plan.switches
    candour = rng.choice([0.3, 0.6, 0.9, 1.0])
    homes = [h for h in plan.homes_of(ccg) if rng.random() < 0.85]
    others = [h for h in plan.homes if plan.ccg_on(h.ccg, week) != ccg]
    if on.cross_border and others:
        victim = _victim_of(plan, ccg, week)
        homes += [h for h in others if (on.three_ways or plan.ccg_on(h.ccg, week) == victim) and rng.random() < 0.15]
    rows = [home_row(rng, plan, home, candour if rng.random() < 0.9 else 0.0) for home in homes]
    if on.strangers and rng.random() < 0.3:
        rows.append(home_row(rng, plan, MadeHome("1-9999" if not rows else f"1-99{list(plan.pcns).index(ccg)}", ccg, "", 20), 0.8))
    if not rows:
        rows = [home_row(rng, plan, plan.homes_of(ccg)[0], candour)]
    kept = set(rng.sample(HOME_COLUMNS, rng.randint(len(HOME_COLUMNS) * 2 // 3, len(HOME_COLUMNS)))) | {"home_id"}
    for part, whole in (("residents_with_pcsp", "residents"), ("residents_tested", "residents"), ("staff_tested", "staff")):
        kept -= {part} if whole not in kept else set()
    return [{name: value for name, value in row.items() if name in kept} for row in rows]


def _victim_of(plan: Plan, ccg: str, week: date) -> str:
    """The one CCG whose homes this one sometimes sends: a ring, so that no home is sent by two others."""
    ring = list(dict.fromkeys(plan.ccg_on(one, week) for one in plan.ccgs))
    return ring[(ring.index(ccg) + 1) % len(ring)]


def _area_rows(rng: random.Random, plan: Plan, ccg: str, sent: list[Row]) -> list[Row]:
    """PCN rows and a total, which often says what the home rows sent for the week say, or a little more."""
    on, candour = plan.switches, rng.choice([0.4, 0.8, 1.0])
    rows = []
    homes = [h for h in plan.homes_of(ccg) if h.care_home and (h.registers or not plan.effective)]
    for pcn in plan.pcns[ccg]:
        if rng.random() < 0.6:
            true = sum(1 for h in homes if h.pcn == pcn)
            more = rng.choice([0, 0, 1, 3]) if on.excess else 0
            rows.append(area_row(rng, plan, pcn, max(0, true + rng.choice([0, 0, 0, -1]) + more), candour))
    if (on.totals and rng.random() < 0.7) or not rows:
        rows = rows if rng.random() < 0.7 else []
        rows.append(total_row(rng, plan, sent if rng.random() < 0.8 else [], rows, len(homes)))
    rng.shuffle(rows)
    return rows


def _as_table(rng: random.Random, rows: list[Row], ccg: str, week: date) -> str:
    """The rows with their week and CCG, columns in any order."""
    every = list(dict.fromkeys(name for row in rows for name in row))
    names = [name for name in every if not is_optional(name)]
    rng.shuffle(names)
    names += [name for name in every if is_optional(name)]
    head = ["week_ending", "ccg_code", *names]
    return table(head, [[week.isoformat(), ccg, *(row.get(name, "") for name in names)] for row in rows])


def _moments(rng: random.Random, plan: Plan, lines: list[Line]) -> list[datetime]:
    """Moments worth looking back to: at a decision, a second before one, the due moments, between two revisions of one return."""
    moments = {line.decided for line in lines if line.action == "withdraw"}
    decided = [line.decided for line in lines if line.kind in ("home", "area")]
    for moment in rng.sample(decided, min(3, len(decided))):
        moments |= {moment, moment - timedelta(seconds=1)}
    moments |= {at(week + timedelta(days=3), 17) for week in plan.weeks}
    return sorted(moments)
