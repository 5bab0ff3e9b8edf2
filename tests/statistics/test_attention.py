"""Honest alerts: the more areas are looked at, the stronger the evidence must be; each alert has its sentence and its evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from carehomes.statistics import Watched, needs_attention

GOOD = Watched("Fine PCN", "named lead", 17, 20, baseline=0.85)


def test_each_reason_has_its_sentence_and_its_evidence() -> None:
    rows = [
        Watched("Far PCN", "named lead", 4, 20, baseline=0.85, others="the PCNs of England"),
        Watched("Low PCN", "check-ins", 6, 20, standard=0.8),
        Watched("Moved PCN", "check-ins", 10, 20, cause="7 weeks running below their mean", cause_p=2 / 2**7),
        Watched("Still PCN", "check-ins", 10, 20, cause_p=1.0),
    ]
    found = {one.area: one for one in needs_attention(rows)}
    assert list(found) == ["Far PCN", "Low PCN", "Moved PCN"]
    assert found["Far PCN"].sentence == "Far PCN: named lead, 4 of 20 homes (20%), worse than the PCNs of England (85%)"
    assert found["Far PCN"].evidence.startswith("Exact binomial test, both sides: chance alone would show as much in fewer than 1 of 1,000")
    assert found["Low PCN"].reason == "below the standard" and "6 of 20 homes (30%), below the standard of 80%" in found["Low PCN"].sentence
    assert found["Moved PCN"].sentence == "Moved PCN: 7 weeks running below their mean"
    assert found["Moved PCN"].evidence == "Process chart: chance alone would show as much in 16 of 1,000"


def test_the_same_area_is_an_alert_alone_and_none_among_many() -> None:
    odd = Watched("Odd PCN", "named lead", 13, 20, baseline=0.85)
    assert [one.area for one in needs_attention([odd])] == ["Odd PCN"]
    many = [replace(GOOD, area=f"PCN {number}") for number in range(60)]
    assert needs_attention([odd, *many]) == []


def test_better_is_never_an_alert_and_no_direction_no_look() -> None:
    best = Watched("Best PCN", "named lead", 100, 100, baseline=0.5, standard=0.9)
    assert needs_attention([best]) == []
    assert [one.reason for one in needs_attention([replace(best, direction="lower")])] == ["worse than the others", "above the standard"]
    assert needs_attention([replace(best, direction="none"), Watched("Empty PCN", "named lead", 0, 0, baseline=0.5)]) == []


def test_a_standard_of_all_is_missed_by_one_home_and_the_most_homes_come_first() -> None:
    rows = [Watched("A", "m", 11, 12, standard=1.0), Watched("B", "m", 3, 12, standard=1.0), Watched("C", "m", 12, 12, standard=1.0)]
    assert [(one.area, one.short) for one in needs_attention(rows)] == [("B", 9.0), ("A", 1.0)]
    assert needs_attention(rows) == needs_attention(rows[::-1])


def test_false_alarms_stay_few_where_nothing_is_wrong() -> None:
    chance = np.random.default_rng(7)
    raised = [
        len(needs_attention([Watched(f"{area}", "m", int(x), 15, baseline=0.85) for area, x in enumerate(chance.binomial(15, 0.85, 100))]))
        for _ in range(40)
    ]
    assert sum(one > 0 for one in raised) <= 4
