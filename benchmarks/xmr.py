"""``python -m benchmarks.xmr``: what process charts cost for England, as ratios taken in one run.

XmR charts of 1,418 areas (region, STPs, CCGs, PCNs), 12 measures and 104 weeks, made up from a seed, some weeks missing, each measure with
its own direction and target. It stands beside the plain means of the same numbers. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import numpy as np

from benchmarks.costs import Cost, middle, tell
from carehomes.statistics import NHS_ENGLAND, NHS_R, variation_by_assurance, xmr, xmr_array

AREAS, MEASURES, WEEKS = 1_418, 12, 104
SEED = 20200517


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
    plain = middle(lambda: np.nanmean(values, axis=-1), 3)
    chart = xmr_array(values, **asked)
    areas = [f"U{number:05}" for number in range(AREAS)]
    size = f"{AREAS:,} areas, {MEASURES} measures, {WEEKS} weeks"
    beside = ("the means of the same numbers", plain)

    def rebased() -> object:
        return xmr_array(values, rebase_at=52, settings=NHS_ENGLAND, **asked)

    def matrix() -> object:
        return variation_by_assurance(areas, chart.variation[:, 0], chart.assurance[:, 0])

    rows = [
        Cost(f"XmR of {size}, NHS England", middle(lambda: xmr_array(values, **asked), 3), *beside, promised=2.0),
        Cost(f"XmR of {size}, NHS-R", middle(lambda: xmr_array(values, settings=NHS_R, **asked), 3), *beside, promised=2.0),
        Cost(f"XmR of {size}, re-based once", middle(rebased, 3), *beside, promised=2.0),
        Cost("the matrix of one measure", middle(matrix, 3), *beside),
        Cost("XmR of one series, as a table", middle(lambda: xmr(values[0, 0], improvement="up", target=80), 50), *beside),
    ]
    tell(rows)


if __name__ == "__main__":
    main()
