"""The homes of the demonstration region, and what each says in each of its sixteen weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from benchmarks.generate import demo_plan as plan
from benchmarks.generate.answers import Answers, Story
from benchmarks.generate.chance import Chance
from benchmarks.generate.silence import OXIMETERS, Silence, forget
from benchmarks.generate.words import home_name, lead_name, street_address
from benchmarks.generate.world import OLDER, Ccg, Home, Pcn, make_home


def _chance(*name: object) -> Chance:
    return Chance(plan.SEED, *name)


def _led(truth: Answers, ccg: str, week: date) -> Answers:
    """Return ``truth`` with the lead who has taken over from the one whom it tells, where one has by ``week``."""
    for code, number, follower, first in plan.LEAD_FOLLOWED:
        if code == ccg and week >= first and truth.get("lead_name") == lead_name(number):
            return truth | {"lead_name": lead_name(follower), "lead_start": (first - timedelta(days=6)).isoformat()}
    return truth


class DemoWorld:
    """The region: its networks and homes, the truth of each week and what was said of it."""

    def __init__(self) -> None:
        """Make the homes with what is planted in them, then tell their weeks."""
        self.pcns: dict[str, Pcn] = {pcn.code: pcn for pcn in plan.pcns()}
        self.homes: list[Home] = []
        self._place: dict[tuple[str, int], str] = {}
        for ccg in plan.CCGS.values():
            for place in range(plan.HOMES[ccg.code]):
                home = self._make(ccg, place)
                self._place[ccg.code, place] = home.id
                self.homes.append(home)
        self.homes = [self._planted(home) for home in self.homes]
        self.openings = [self._make_opening(*opening) for opening in plan.OPENINGS]
        #: By the ID of a home that re-registers: the same home under its new ID, and the week from which its CCG uses it.
        self.again: dict[str, tuple[Home, date]] = {}
        for ccg_code, place, day, used_from in plan.REREGISTERED:
            self._register_again(self.home(ccg_code, place), day, used_from)
        self.unregistered = replace(self._make(plan.CCGS[plan.UNREGISTERED[0]], 90), id=plan.UNREGISTERED[1], pcn="")
        #: By week and home: all that is true, and what was said ({}: a row without answers, None: no row).
        self.truth: dict[date, dict[str, Answers]] = {week: {} for week in plan.WEEKS}
        self.said: dict[date, dict[str, Answers | None]] = {week: {} for week in plan.WEEKS}
        for home in [*self.homes, *self.openings, self.unregistered]:
            self._tell(home)

    def home(self, ccg: str, place: int) -> Home:
        """Return the home at a place (from 0) of a CCG's list."""
        found = self._place[ccg, place]
        return next(home for home in self.homes if home.id == found)

    def pcn_of(self, home: Home) -> Pcn | None:
        """Return the network that a return names for ``home``: none where it is not aligned, or claimed by two."""
        if not home.pcn or home.claimed_by:
            return None
        ccg, place, other = plan.OTHER_PCN_IN_RETURN
        return self.pcns[other if self._place[ccg, place] == home.id else home.pcn]

    def register(self, effective: date) -> list[Home]:
        """Return the homes of the register that is effective from a day, with what it says otherwise by then."""
        return [self._as_registered(home, effective) for home in self.every if home.open_on(effective)]

    @property
    def every(self) -> list[Home]:
        """Every home that is ever registered, under each of its IDs."""
        return [*self.homes, *self.openings, *(home for home, _ in self.again.values())]

    def as_sent(self, ccg: str, week: date) -> list[Home]:
        """Return the homes of a CCG as it knows them in a week: one that re-registered keeps its old ID until the CCG uses the new one."""
        found = []
        for home in self.every:
            if home.ccg != ccg or home.id in {new.id for new, _ in self.again.values()}:
                continue
            new, used_from = self.again.get(home.id, (home, week))
            if home.id in self.again:
                found.append(new if week >= used_from else home)
            elif home.open_on(week):
                found.append(home)
        return found

    def _as_registered(self, home: Home, effective: date) -> Home:
        for ccg, place, day, field, value in plan.CHANGES:
            if self._place[ccg, place] == home.id and day <= effective:
                home = replace(home, **{field: value})
        return replace(home, la_name=plan.LAS[home.la_code])

    def _register_again(self, home: Home, day: date, used_from: date) -> None:
        number = 990100000 + 1000 * int(home.ccg[1:]) + len(self.again)
        chance = _chance("again", home.id)
        provider = f"1-99{chance.whole(1000000, 1999999)}"
        new = replace(home, id=f"1-{number}", name=home_name(chance), started=day, provider=provider)
        self.homes = [replace(one, ended=day - timedelta(days=1)) if one.id == home.id else one for one in self.homes]
        self.again[home.id] = (new, used_from)

    def _make(self, ccg: Ccg, place: int) -> Home:
        chance = _chance("home", ccg.code, place)
        theirs = [pcn.code for pcn in self.pcns.values() if pcn.ccg == ccg.code]
        position = (place + 0.5) / plan.HOMES[ccg.code]
        reached, pcn = 0.0, theirs[-1]
        for code, share in zip(theirs, plan.SHARES, strict=True):
            reached += share
            if position < reached:
                pcn = code
                break
        la = plan.LA_OF[ccg.code]
        if ccg.code == plan.HOMES_ACROSS_LA[0] and place in plan.HOMES_ACROSS_LA[1]:
            la = plan.HOMES_ACROSS_LA[2]
        number = 990000100 + 1000 * int(ccg.code[1:]) + 7 * place + chance.whole(0, 6)
        postcode = f"XX{int(ccg.code[1:])} {chance.whole(1, 9)}{chance.pick('ABDEFGHJ')}{chance.pick('LNPQRSTU')}"
        home = make_home(chance, home_id=f"1-{number}", ccg=ccg, pcn=pcn, la=(la, plan.LAS[la]), postcode=postcode)
        uprn = "" if (ccg.code, place) in plan.WITHOUT_UPRN else f"990{number}"
        return replace(home, address=street_address(_chance("address", ccg.code, place)), uprn=uprn)

    def _planted(self, home: Home) -> Home:
        def is_at(ccg: str, place: int) -> bool:
            return self._place[ccg, place] == home.id

        pcn, ccg, places = plan.ACROSS_BORDER
        if any(is_at(ccg, place) for place in places):
            home = replace(home, pcn=pcn)
        if any(is_at(*where) for where in plan.NOT_ALIGNED):
            home = replace(home, pcn="")
        if is_at(*plan.CLAIMED_BY_TWO[:2]):
            home = replace(home, claimed_by=plan.CLAIMED_BY_TWO[2])
        if any(is_at(*where) for where in plan.DORMANT):
            home = replace(home, dormant=True)
        for code, place, last_day in plan.CLOSINGS:
            if is_at(code, place):
                home = replace(home, ended=last_day)
        for code, place, commissioner in plan.OTHER_COMMISSIONER:
            if is_at(code, place):
                home = replace(home, commissioner=commissioner)
        return home

    def _make_opening(self, code: str, place: int, day: date, beds: int) -> Home:
        home = self._make(plan.CCGS[code], place)
        pcn = next(pcn.code for pcn in self.pcns.values() if pcn.ccg == code)
        return replace(home, started=day, kind=OLDER, beds=beds, pcn=pcn)

    def _tell(self, home: Home) -> None:
        tendency = plan.TENDENCIES[home.ccg]
        leads = [int((home.pcn or "U99000")[3:]) * 4 + number for number in range(1, 5)]
        story = Story(home, tendency, leads, _chance("story", home.id))
        silence = Silence(tendency.answering, _chance("silence", home.id))
        silent = any(self._place[where] == home.id for where in plan.SILENT)
        ccg, places, *stale_weeks = plan.STALE_OXIMETERS
        stale = any(self._place[ccg, place] == home.id for place in places)
        for week in plan.WEEKS:
            if home.id not in self.again and not home.open_on(week):
                continue
            truth = _led(story.week(week, luck=_chance("luck", home.ccg, week).between(-0.07, 0.04)), home.ccg, week)
            said = silence.after(truth)
            if silent:
                said = {}
            if stale and week >= stale_weeks[0] - timedelta(days=7) and week <= stale_weeks[-1]:
                said = dict(truth)  # they answer, so that there is something to carry
                if week in stale_weeks:
                    forget(said, OXIMETERS)
            for name in (home.id, *([self.again[home.id][0].id] if home.id in self.again else [])):
                self.truth[week][name], self.said[week][name] = truth, said
