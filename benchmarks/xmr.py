"""``python -m benchmarks.xmr``: what process charts cost for England, as ratios taken in one run.

XmR charts of 1,418 areas (region, STPs, CCGs, PCNs), 12 measures and 104 weeks, made up from a seed, some weeks missing, each measure with
its own direction and target. It stands beside the plain means of the same numbers. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from carehomes.statistics import NHS_ENGLAND, NHS_R, variation_by_assurance, xmr, xmr_array

AREAS, MEASURES, WEEKS = 1_418, 12, 104
SEED = 20200517


def seconds(action: Callable[[], object], times: int = 3) -> float:
    """Return how long an action takes, the median of several."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def made_up() -> np.ndarray:
    """Return shares in percent of areas, measures and weeks, one week in thirty missing."""
    chance = np.random.default_rng(SEED)
    values = np.clip(np.round(chance.normal(70, 12, (AREAS, MEASURES, WEEKS)), 1), 0, 100)
    values[chance.random(values.shape) < 1 / 30] = np.nan
    return values


def main() -> None:
    """Run the benchmark and print a table in Markdown."""
    values = made_up()
    directions = np.array(["up"] * 10 + ["down", "neither"])
    targets = np.full(MEASURES, 80.0)
    asked = {"improvement": directions, "target": targets, "bounds": (0, 100)}
    plain = seconds(lambda: np.nanmean(values, axis=-1))
    chart = xmr_array(values, **asked)
    areas = [f"U{number:05}" for number in range(AREAS)]
    size = f"{AREAS:,} areas, {MEASURES} measures, {WEEKS} weeks"
    rows = [
        (f"XmR of {size}, NHS England", seconds(lambda: xmr_array(values, **asked))),
        (f"XmR of {size}, NHS-R", seconds(lambda: xmr_array(values, settings=NHS_R, **asked))),
        (f"XmR of {size}, re-based once", seconds(lambda: xmr_array(values, rebase_at=52, settings=NHS_ENGLAND, **asked))),
        ("the matrix of one measure", seconds(lambda: variation_by_assurance(areas, chart.variation[:, 0], chart.assurance[:, 0]))),
        ("XmR of one series, as a table", seconds(lambda: xmr(values[0, 0], improvement="up", target=80), times=50)),
    ]
    print("| what | seconds | beside it, in seconds | ratio |\n|---|---|---|---|")
    for what, taken in rows:
        print(f"| {what} | {taken:.3f} | the means of the same numbers: {plain:.3f} | {taken / plain:.1f} |")


if __name__ == "__main__":
    main()
