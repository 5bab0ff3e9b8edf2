"""What a special cause is worth: how often chance alone would show as much as the latest point, by hand and by simulation."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np
import pytest

from carehomes.statistics import chance_of_latest, p_prime_array, xmr_array

STILL = [50, 52, 49, 51, 50, 52, 49, 51, 50, 52, 49, 51, 50]


def chance(*more: float) -> float:
    return float(chance_of_latest(xmr_array([*STILL, *more], improvement="up", fix_after=len(STILL))))


def test_each_rule_has_its_chance() -> None:
    chart = xmr_array([*STILL, 40], improvement="up", fix_after=len(STILL))
    z = (40 - chart.limits.mean[-1]) / ((chart.limits.upl[-1] - chart.limits.mean[-1]) / 3)
    assert chance(40) == pytest.approx(erfc(abs(z) / sqrt(2)))
    assert chance(50.5) == 1.0
    # The week before the run lies on the other side of the mean.
    assert [chance(51, *[50.2] * run) for run in (6, 7, 9)] == [2 / 2**run for run in (6, 7, 9)]
    assert chance(49, 49.5, 50, 50.6, 51, 51.4, 51.8) == pytest.approx(2 / (2 * 3 * 4 * 5 * 6 * 7))
    tail = erfc(sqrt(2)) / 2
    near = float(chart.limits.near_upl[-1]) + 0.3
    assert chance(near, 51, near) == pytest.approx(2 * (3 * tail**2 * (1 - tail) + tail**3))


def test_what_was_not_looked_at_has_none() -> None:
    few, gap = xmr_array(STILL[:12], improvement="up"), xmr_array([*STILL, None], improvement="up")
    trial = xmr_array([*STILL, 70, 70], improvement="up", rebase_at=13)
    assert np.isnan([float(chance_of_latest(one)) for one in (few, gap, trial)]).all()


def test_a_chance_is_as_rare_as_it_says() -> None:
    chance_of = np.random.default_rng(11)
    yes = chance_of.binomial(40, 0.8, (4000, 40))
    found = chance_of_latest(p_prime_array(yes, np.full_like(yes, 40), improvement="up"))
    assert np.isfinite(found).all()
    for rate in (0.05, 0.01, 0.002):
        # Several rules look at each point: each of them is as rare as it says, so together they are at most four times so.
        assert np.mean(found <= rate) <= 4 * rate
