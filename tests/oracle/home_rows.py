"""Measures that need home rows: composites, splits, missed two weeks, oximeters outstanding (rules 10 and 11)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from .answers import NA, NO, UNITS, YES, Said, Stock, state_of, word_of
from .catalogue import Measure
from .counting import HOME_ROWS, LOOSE, PCN, Parts, loose_part
from .ground import NEEDS_HOME_ROWS, Ground
from .knowledge import Home
from .tally import Tally

BEDS_FOR_ONE = 25


def composite_state(states: list[str], settles: str) -> str:
    """Rule 11: one `settles` answers it with no; otherwise a blank leaves it open; n/a is left out, and all of them n/a is n/a."""
    if settles in states:
        return NO
    if "" in states:
        return ""
    return NA if all(state == NA for state in states) else YES


def missed_state(this_week: str, last_week: str) -> str:
    """Rule 11, missed two weeks running: the cases in the order of the text."""
    if this_week == NO and last_week == NO:
        return YES
    if this_week == YES or last_week in (YES, NA):
        return NO
    return NA if this_week == NA else ""


def outbreak_unchecked_state(outbreak: str, checked_in: str) -> str:
    """Rule 11, an outbreak and no check-in: both said; a no to the one or a yes to the other settles it."""
    if outbreak == YES and checked_in == NO:
        return YES
    if outbreak == NO or checked_in == YES:
        return NO
    return NA if NA in (outbreak, checked_in) else ""


def need(beds: int) -> int:
    """Rule 10: one for so many beds, at least one."""
    return max(1, math.ceil(beds / BEDS_FOR_ONE))


def in_state(state: str) -> Said:
    """One home in a state, or silent."""
    return Said(1, Counter({state: 1})) if state else Said()


def said_by(ground: Ground, measure: Measure) -> Callable[[Home], Said]:
    """What one home says to a measure that needs home rows."""

    def composite(home: Home) -> Said:
        row = ground.row(home) or {}
        return in_state(composite_state([state_of(row, q) for q in measure.questions], measure.settles))

    def missed(home: Home) -> Said:
        last = ground.known.row_that_counts(home.id, ground.week - timedelta(days=7)) or {}
        return in_state(missed_state(state_of(ground.row(home) or {}, "checked_in"), state_of(last, "checked_in")))

    def unchecked(home: Home) -> Said:
        row = ground.row(home) or {}
        return in_state(outbreak_unchecked_state(state_of(row, "outbreak"), state_of(row, "checked_in")))

    def outstanding(home: Home) -> Said:
        said = ground.home_said(Stock("oximeters_delivered"), home, carry=True)
        if not said.homes or home.beds is None:
            return Said()
        needed = need(home.beds)
        return Said(1, Counter({UNITS: max(0, needed - said.counts[UNITS]), "need": needed}), said.carried)

    if measure.shape == "composite":
        return composite
    own = {"missed_two_weeks": missed, "outbreak_unchecked": unchecked, "oximeters_outstanding": outstanding}
    return own[measure.id]


def home_row_parts(ground: Ground, measure: Measure) -> Parts:
    """The parts of a CCG for a measure over the homes of the register that home rows answer."""
    said_of = said_by(ground, measure)
    parts, stated = Parts(), 0
    for pcn in ground.pcns(carry=False):
        homes = ground.aligned(pcn)
        tally = Tally(registered=len(homes), denominator=ground.base(pcn, None))
        if not homes:
            tally.marks.add("stated homes")
            stated += tally.denominator
        if pcn in ground.area_rows:
            tally.marks.add(NEEDS_HOME_ROWS)
        answered = _take(tally, homes, said_of)
        ground.silence_of_homes(tally, homes, answered)
        parts.rows[PCN, pcn] = tally
    loose = Tally()
    answered = _take(loose, ground.loose, said_of)
    said = Said(loose.answered, loose.counts, loose.carried)
    parts.rows[LOOSE, ground.ccg] = loose_part(ground, parts, said, answered, stated)
    if "" in ground.area_rows:
        parts.rows[LOOSE, ground.ccg].marks.add(NEEDS_HOME_ROWS)
    if ground.area_rows:
        parts.marks.add(NEEDS_HOME_ROWS)
    return parts


def _take(tally: Tally, homes: list[Home], said_of: Callable[[Home], Said]) -> set[str]:
    """Count what the homes say; the homes that said something."""
    answered = set()
    for home in homes:
        said = said_of(home)
        if said.homes:
            answered.add(home.id)
            tally.take(said, HOME_ROWS)
    return answered


def split_parts(ground: Ground, measure: Measure) -> Parts:
    """Rule 11, splits: the homes whose own row says yes to the base, by word."""
    parts = Parts()
    for pcn in [*ground.pcns(carry=False), ""]:
        homes = ground.aligned(pcn) if pcn else ground.loose
        tally = Tally(registered=len(homes))
        for home in homes:
            row = ground.row(home) or {}
            if state_of(row, measure.base) == YES:
                tally.denominator += 1
                tally.take(said_of_split(ground, measure, home), HOME_ROWS)
        tally.blank = tally.denominator - tally.answered
        if pcn in ground.area_rows:
            tally.marks.add(NEEDS_HOME_ROWS)
        parts.rows[(PCN, pcn) if pcn else (LOOSE, ground.ccg)] = tally
    if ground.area_rows:
        parts.marks.add(NEEDS_HOME_ROWS)
    return parts


def said_of_split(ground: Ground, measure: Measure, home: Home) -> Said:
    """The word of a home for a split."""
    question = ground.catalogue.questions[measure.question]
    return in_state(word_of(ground.row(home) or {}, measure.question, question.words if question.type == "word" else (YES, NO)))
