"""How a home answers, week after week: one model for the demonstration region and for England.

Every home has a story: turning points drawn once (when it gets a clinical lead, when its oximeters come), and
small events as the weeks pass. The stories are made up, and follow the dates of 2020: testing opens to homes for people of working age
in the week ending 14 June, regular testing begins in July, oximeters arrive over June.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from benchmarks.generate.chance import Chance
from benchmarks.generate.words import lead_name
from benchmarks.generate.world import FIRST_WEEK, WORKING_AGE, Home

Answers = dict[str, str]

YES, NO, NOT_APPLICABLE = "Yes", "No", "n/a"
RUNGS = ("Not eligible yet", "Not registered", "Registered", "Kits ordered", "Kits received", "Tested once", "In regular testing")
TESTED_ONCE = 5
REGULAR = 6
NEVER = 1e9

PROFESSIONS = (
    ("GP", 0.72),
    ("Nurse", 0.15),
    ("Paramedic", 0.04),
    ("Pharmacist", 0.03),
    ("Therapist", 0.02),
    ("Geriatrician", 0.02),
    ("Other", 0.02),
)
MODES = (("Telephone", 0.5), ("Video", 0.36), ("In person", 0.14))
BY = (("GP", 0.58), ("Multidisciplinary community team", 0.36), ("Other", 0.06))
REASONS = ("Home asked for another day", "Lead on leave", "Not arranged yet", "No reply from the home", "Staff shortage at the practice")
COMMENTS = (
    "Manager new in post",
    "Prefers telephone",
    "Video link poor",
    "Figures from Friday",
    "Oximeter lent to another unit",
    "Plan review booked",
)

YES_NO = (
    "clinical_lead",
    "checkin_in_place",
    "checked_in",
    "pcsp_process",
    "medicines_support",
    "oximeter_staff_trained",
    "discharge_testing",
)
COUNTS = (
    "residents",
    "residents_with_pcsp",
    "new_residents",
    "new_residents_with_pcsp",
    "oximeters_held",
    "oximeters_allocated",
    "oximeters_delivered",
    "residents_tested",
    "staff",
    "staff_tested",
)


@dataclass(frozen=True)
class Tendency:
    """How the homes of a CCG tend to do: shares at the first week, ``pace`` in weeks (the longer the slower)."""

    leads: float = 0.5
    pace: float = 5.0
    checkins: float = 0.93
    plans: float = 0.18
    answering: float = 0.95


def week_number(week: date) -> int:
    """Return 0 for the first week, the one ending 17 May 2020."""
    return (week - FIRST_WEEK).days // 7


class Story:
    """One home's truth, asked for week by week in their order."""

    def __init__(self, home: Home, tendency: Tendency, leads: Sequence[int], chance: Chance) -> None:
        """Draw the turning points of ``home``; ``leads`` are the numbers of the clinical leads of its network."""
        self.home, self._chance, self._tendency = home, chance, tendency
        self._lead_from = self._since(tendency.leads, tendency.pace)
        self._lead_gap = 0
        self._lead = self._draw_lead(leads)
        self._checkin_from = self._since(0.85, 0.7 * tendency.pace)
        self._checkin_chance = min(0.99, tendency.checkins + chance.between(-0.08, 0.06))
        self._process_from = self._since(0.35, 1.2 * tendency.pace)
        self._medicines_from = self._since(0.45, 1.4 * tendency.pace)
        self._residents = round(home.beds * chance.between(0.8, 1.0))
        self._staff = max(4, round(home.beds * chance.between(0.9, 1.5)))
        self._plans_first = max(0.02, tendency.plans + chance.between(-0.15, 0.15))
        self._plans_last = min(0.97, 0.79 + chance.between(-0.15, 0.15))
        self._draw_oximeters()
        self._draw_testing()

    # Turning points

    def _since(self, at_first: float, pace: float) -> float:
        """Return the week from which something holds: from before the first with probability ``at_first``, one in a hundred never."""
        chance = self._chance
        if chance.happens(at_first):
            return -1
        return NEVER if chance.happens(0.015) else 0.5 + chance.wait(pace)

    def _draw_lead(self, leads: Sequence[int]) -> Answers:
        chance = self._chance
        profession = chance.weighted(PROFESSIONS)
        practice = chance.happens(0.92 if profession == "GP" else 0.35)
        day = FIRST_WEEK + timedelta(days=7 * min(200, int(self._lead_from)) - chance.whole(0, 6 if self._lead_from >= 0 else 20))
        return {
            "lead_name": lead_name(chance.pick(leads)),
            "lead_profession": profession,
            "lead_employer": "General practice" if practice else ("Community provider" if chance.happens(0.93) else "Other"),
            "lead_job_share": YES if chance.happens(0.14) else NO,
            "lead_start": day.isoformat(),
        }

    def _draw_oximeters(self) -> None:
        chance, need = self._chance, self.home.need
        self._own = 0 if chance.happens(0.62) else chance.whole(1, need)
        self._allocated = 0 if chance.happens(0.06) else max(1, need - (self._own if chance.happens(0.5) else 0))
        self._allocated_from = chance.whole(2, 5)
        self._delivered_from = self._allocated_from + chance.whole(0, 2)
        self._first_part = chance.whole(1, self._allocated) if self._allocated > 1 and chance.happens(0.4) else self._allocated
        self._rest_from = self._delivered_from + chance.whole(1, 5)
        self._broken = 0
        self._trained_before = self._own > 0 and chance.happens(0.5)
        self._trained_from = self._delivered_from + (NEVER if chance.happens(0.06) else chance.whole(0, 5))
        self._says_not_applicable = chance.happens(0.5)

    def _draw_testing(self) -> None:
        chance = self._chance
        working_age = self.home.kind == WORKING_AGE
        registered = 3 + chance.wait(2.0) if working_age else chance.wait(2.2) - 1.2
        ordered = registered + chance.wait(1.0)
        received = ordered + chance.wait(1.2)
        tested = received + chance.wait(1.0)
        begins = 11 + chance.between(0, 4) if working_age else 7.5 + chance.between(0, 4)
        # The last week of each rung but the last, in the order of RUNGS.
        self._rung_until = (3 if working_age else -9, registered, ordered, received, tested, max(tested + 1, begins + chance.wait(1.5)))
        self._declined = chance.happens(0.015)
        self._side = ""
        self._side_left = 0
        self._test_date: date | None = None

    # The weeks

    def week(self, week: date, luck: float = 0.0) -> Answers:
        """Return the home's answers for ``week``; ``luck`` moves the chance of a check-in, the same for a CCG's homes."""
        if self.home.dormant:
            return {**dict.fromkeys(YES_NO, NOT_APPLICABLE), **dict.fromkeys(COUNTS, "0"), "testing_status": RUNGS[1], "comment": "Dormant"}
        number = week_number(week)
        answers: Answers = {}
        self._tell_lead(answers, number)
        self._tell_checkin(answers, number, luck)
        self._tell_plans(answers, number)
        self._tell_oximeters(answers, number)
        self._tell_testing(answers, number, week)
        if self._chance.random() < 0.03:
            answers["comment"] = self._chance.pick(COMMENTS)
        return answers

    def _tell_lead(self, answers: Answers, number: int) -> None:
        if self._lead_gap:
            self._lead_gap -= 1
        elif self._chance.random() < 0.003:
            self._lead_gap = 2
        if number >= self._lead_from and not self._lead_gap:
            answers["clinical_lead"] = YES
            answers.update(self._lead)
        else:
            answers["clinical_lead"] = NO

    def _tell_checkin(self, answers: Answers, number: int, luck: float) -> None:
        chance = self._chance
        in_place = number >= self._checkin_from
        answers["checkin_in_place"] = YES if in_place else NO
        if chance.random() < (self._checkin_chance + luck if in_place else 0.12):
            answers["checked_in"] = YES
            answers["checkin_mode"] = chance.weighted(MODES)
            answers["checkin_by"] = chance.weighted(BY)
        else:
            answers["checked_in"] = NO
            if chance.random() < 0.6:
                answers["checkin_reason_none"] = chance.pick(REASONS)

    def _tell_plans(self, answers: Answers, number: int) -> None:
        chance = self._chance
        answers["pcsp_process"] = YES if number >= self._process_from else NO
        answers["medicines_support"] = YES if number >= self._medicines_from else NO
        new = chance.of_each(3, 0.1 + self.home.beds / 400)
        left = chance.of_each(3, 0.1 + self.home.beds / 430)
        self._residents = max(1, min(self.home.beds, self._residents + new - left))
        new = min(new, self._residents)
        share = self._plans_first + (self._plans_last - self._plans_first) * (1 - exp(-number / 8))
        in_time = 0.35 + 0.5 * (1 - exp(-number / 7))
        answers["residents"] = str(self._residents)
        answers["residents_with_pcsp"] = str(round(share * self._residents))
        answers["new_residents"] = str(new)
        answers["new_residents_with_pcsp"] = str(chance.of_each(new, in_time))

    def _tell_oximeters(self, answers: Answers, number: int) -> None:
        allocated = self._allocated if number >= self._allocated_from else 0
        delivered = 0
        if number >= self._delivered_from:
            delivered = self._allocated if number >= self._rest_from else self._first_part
        if self._chance.random() < 0.004 and self._own + delivered > self._broken + 1:
            self._broken += 1
        held = self._own + delivered - self._broken
        trained = held > 0 and (self._trained_before or number >= self._trained_from)
        answers["oximeters_held"] = str(held)
        answers["oximeters_allocated"] = str(allocated)
        answers["oximeters_delivered"] = str(delivered)
        answers["oximeter_staff_trained"] = YES if trained else (NOT_APPLICABLE if not held and self._says_not_applicable else NO)

    def _tell_testing(self, answers: Answers, number: int, week: date) -> None:
        chance = self._chance
        rung = sum(number > until for until in self._rung_until)
        self._note_side(rung)
        status = RUNGS[rung]
        if self._declined and rung >= 2:
            status, rung = "Declined", 2
        elif self._side:
            status = self._side
        answers["testing_status"] = status
        answers["outbreak"] = YES if self._side == "Outbreak testing" else NO
        answers["staff"] = str(self._staff)
        if rung == 0:
            answers["residents_tested"] = answers["staff_tested"] = NOT_APPLICABLE
        elif rung < TESTED_ONCE:
            answers["residents_tested"] = answers["staff_tested"] = "0"
        else:
            if self._test_date is None or (rung == REGULAR and (week - self._test_date).days >= 28):
                self._test_date = week - timedelta(days=chance.whole(0, 6))
            answers["whole_home_test_date"] = self._test_date.isoformat()
            answers["residents_tested"] = str(round(self._residents * chance.between(0.8, 1.0)))
            answers["staff_tested"] = str(round(self._staff * chance.between(0.7 if rung == REGULAR else 0.55, 1.0)))
        if chance.random() < 0.15:
            answers["discharge_testing"] = NOT_APPLICABLE
        else:
            answers["discharge_testing"] = YES if chance.random() < 0.72 + 0.24 * (1 - exp(-number / 6)) else NO

    def _note_side(self, rung: int) -> None:
        """Begin or go on with a state beside the ladder: an outbreak, or a test that has to be made again."""
        chance = self._chance
        if self._side_left:
            self._side_left -= 1
            if not self._side_left:
                self._side = ""
        elif rung > 0 and chance.random() < 0.012:
            self._side, self._side_left = "Outbreak testing", chance.whole(2, 4)
        elif rung == TESTED_ONCE and chance.random() < 0.05:
            self._side, self._side_left = "Void/retest", chance.whole(1, 2)
