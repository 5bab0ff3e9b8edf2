"""``python -m benchmarks.proportions``: what a funnel and ranks of England's PCNs cost on one core, beside reading as many numbers.

1,250 made-up PCNs of 2 to 40 homes, seeded. The aim is 200 milliseconds for funnel, its curve and ranks together. Nothing here is a test.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

# Before numpy is read: one core, as the aim says.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from carehomes.statistics import exact_p, false_alarms, funnel, funnel_curve, rank_ranges, wilson

PCNS = 1_250
AIM = 0.2


def seconds(action: Callable[[], object], times: int = 9) -> float:
    """Return the median of how long an action takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the table."""
    chance = np.random.default_rng(1)
    n = chance.integers(2, 41, PCNS)
    x = chance.binomial(n, 0.85)
    rows = {
        "funnel": seconds(lambda: funnel(x, n)),
        "curve of the funnel": seconds(lambda: funnel_curve(x, n)),
        "ranks as ranges": seconds(lambda: rank_ranges(x, n)),
        "Wilson intervals": seconds(lambda: wilson(x, n)),
        "exact tests, false alarms": seconds(lambda: false_alarms(exact_p(x, n, 0.85))),
    }
    bare = seconds(lambda: np.sort(chance.random((480, PCNS)), axis=1))
    print(f"{PCNS:,} PCNs, one core; drawing and sorting 480 numbers each alone: {1000 * bare:.1f} ms\n")
    print("| what | milliseconds |\n|---|---|")
    for what, took in rows.items():
        print(f"| {what} | {1000 * took:.1f} |")
    whole = sum(list(rows.values())[:3])
    print(f"\nFunnel and ranks together: {1000 * whole:.0f} ms, aim {1000 * AIM:.0f} ms: {'met' if whole < AIM else 'not met'}.")


if __name__ == "__main__":
    main()
