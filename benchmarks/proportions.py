"""``python -m benchmarks.proportions``: what a funnel and ranks of England's PCNs cost on one core, beside reading as many numbers.

1,250 made-up PCNs of 2 to 40 homes, seeded. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import os

# Before numpy is read: one core, as the aim says.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from benchmarks.costs import Cost, middle, tell
from carehomes.statistics import exact_p, false_alarms, funnel, funnel_curve, rank_ranges, wilson

PCNS = 1_250


def main() -> None:
    """Print the table."""
    chance = np.random.default_rng(1)
    n = chance.integers(2, 41, PCNS)
    x = chance.binomial(n, 0.85)
    rows = {
        "funnel": middle(lambda: funnel(x, n), 9),
        "curve of the funnel": middle(lambda: funnel_curve(x, n), 9),
        "ranks as ranges": middle(lambda: rank_ranges(x, n), 9),
        "Wilson intervals": middle(lambda: wilson(x, n), 9),
        "exact tests, false alarms": middle(lambda: false_alarms(exact_p(x, n, 0.85)), 9),
    }
    beside = ("drawing and sorting 480 numbers each", 1000 * middle(lambda: np.sort(chance.random((480, PCNS)), axis=1), 9), "ms")
    whole = sum(list(rows.values())[:3])
    tell(
        [
            *(Cost(f"{what} of {PCNS:,} PCNs, one core", 1000 * took, *beside) for what, took in rows.items()),
            Cost("funnel, its curve and ranks together", 1000 * whole, *beside, promised=200.0),
        ]
    )


if __name__ == "__main__":
    main()
