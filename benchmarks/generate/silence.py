"""What a home leaves unsaid: silence is no answer, and every real return is full of it."""

from __future__ import annotations

from benchmarks.generate.answers import Answers
from benchmarks.generate.chance import Chance

#: What is left blank together, as people do.
_LEFT_BLANK = (
    ("clinical_lead", "lead_name", "lead_profession", "lead_employer", "lead_job_share", "lead_start"),
    ("lead_name",),
    ("lead_profession", "lead_employer", "lead_job_share"),
    ("checked_in", "checkin_mode", "checkin_by", "checkin_reason_none"),
    ("checkin_in_place",),
    ("checkin_mode", "checkin_by"),
    ("pcsp_process",),
    ("residents_with_pcsp", "new_residents_with_pcsp"),
    ("new_residents", "new_residents_with_pcsp"),
    ("medicines_support",),
    ("oximeters_held",),
    ("oximeter_staff_trained",),
    ("testing_status", "whole_home_test_date"),
    ("residents_tested", "staff_tested", "staff"),
    ("discharge_testing",),
)
OXIMETERS = ("oximeters_held", "oximeters_allocated", "oximeters_delivered", "oximeter_staff_trained")


class Silence:
    """One home's habit of not answering."""

    __slots__ = ("_answering", "_chance", "_stale_left")

    def __init__(self, answering: float, chance: Chance) -> None:
        """``answering`` is the chance that its CCG's homes answer at all in a week; some homes are worse than others."""
        self._chance = chance
        self._answering = answering - (chance.between(0.2, 0.5) if chance.happens(0.08) else 0.0)
        self._stale_left = 0

    def after(self, answers: Answers) -> Answers | None:
        """Return what of ``answers`` is said this week: {} for a row without an answer, None for no row at all."""
        chance = self._chance
        if chance.random() >= self._answering:
            return None if chance.random() < 0.3 else {}
        said = dict(answers)
        if self._stale_left:
            self._stale_left -= 1
        elif chance.random() < 0.012:
            self._stale_left = chance.whole(1, 4)
        if self._stale_left:
            forget(said, OXIMETERS)
        while chance.random() < 0.1:
            forget(said, chance.pick(_LEFT_BLANK))
        return said


def forget(answers: Answers, fields: tuple[str, ...]) -> None:
    """Take ``fields`` out of ``answers``."""
    for field in fields:
        answers.pop(field, None)
