"""What chance alone would do: exact tests of counts, and the false alarms of looking at many areas at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, isnan, log, sqrt
from typing import Literal

import numpy as np

from carehomes.statistics.numbers import Floats, counts, floats

Side = Literal["both", "below", "above"]
#: Outcomes whose probability differs by less than this, of rounding, are equally likely (as in R's binom.test).
_ALIKE = 1 + 1e-7


def exact_p(x: object, n: object, baseline: float, side: Side = "both") -> Floats:
    """Return the exact binomial p-value of each ``x`` of ``n`` where the true share is ``baseline``, an array of the shape given.

    ``both``: the probability of all outcomes no likelier than the one seen; ``below`` and ``above``: of x or fewer, of x or more. NaN
    where n is 0 or something is missing. Raises ``ValueError`` where a count is not whole, negative or above its whole, or the baseline is
    no share.

    Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934); two sides as R's ``binom.test``.
    """
    _share(baseline)
    parts, wholes = counts(x, n)
    if (np.nan_to_num(parts) % 1 != 0).any() or (np.nan_to_num(wholes) % 1 != 0).any():
        raise ValueError("An exact test is of whole counts.")
    found = np.full(parts.shape, np.nan)
    known = wholes > 0
    pairs = {(int(part), int(whole)) for part, whole in zip(parts[known], wholes[known], strict=True)}
    told = {pair: _binomial(*pair, baseline, side) for pair in sorted(pairs)}
    found[known] = [told[int(part), int(whole)] for part, whole in zip(parts[known], wholes[known], strict=True)]
    return found


def _binomial(x: int, n: int, share: float, side: Side) -> float:
    if share in (0.0, 1.0):
        certain = round(n * share)
        outside = {"both": x != certain, "below": x < certain, "above": x > certain}[side]
        return 0.0 if outside else 1.0
    ways = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, n + 1)))))
    k = np.arange(n + 1)
    chances = np.exp(ways[n] - ways - ways[::-1] + k * log(share) + (n - k) * log(1 - share))
    kept = {"both": chances <= chances[x] * _ALIKE, "below": k <= x, "above": k >= x}[side]
    return min(1.0, float(chances[kept].sum()))


def score_p(x: object, n: object, baseline: float) -> Floats:
    """Return the two-sided p-value of the score test of each ``x`` of ``n``, an array of the shape given: the test of the funnel's limits.

    It is 0.05 on the 95% limit and 0.002 on the 99.8% limit. NaN where n is 0 or something is missing. Raises ``ValueError`` as ``funnel``.
    """
    _share(baseline)
    parts, wholes = counts(x, n)
    wholes = np.where(wholes > 0, wholes, np.nan)
    share = parts / wholes
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(share == baseline, 0.0, np.abs(share - baseline) / np.sqrt(baseline * (1 - baseline) / wholes))
    return np.array([np.nan if isnan(one) else erfc(one / sqrt(2)) for one in z.ravel()]).reshape(z.shape)


def _share(baseline: float) -> None:
    if not 0 <= baseline <= 1:
        raise ValueError(f"The baseline {baseline} must be a share from 0 to 1.")


def false_alarms(p_values: object) -> Floats:
    """Return the p-values adjusted for having looked at all of them, in the order given: kept are those up to the rate that one accepts.

    Of what is kept at 0.05, at most 5 in 100 are false alarms in the long run. A missing p-value (None, NaN: not looked at) stays missing
    and does not count. Raises ``ValueError`` where one is not between 0 and 1.

    Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995).
    """
    p = np.atleast_1d(floats(p_values))
    known = ~np.isnan(p)
    if ((p[known] < 0) | (p[known] > 1)).any():
        raise ValueError("A p-value must lie between 0 and 1.")
    found = np.full(len(p), np.nan)
    order = np.argsort(p[known], kind="stable")
    raised = p[known][order] * len(order) / np.arange(1, len(order) + 1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(raised[::-1])[::-1])
    found[known] = adjusted
    return found


def mcnemar(gained: int, lost: int) -> float:
    """Return the exact two-sided p-value that ``gained`` and ``lost`` homes changed by chance alone, each way as likely; 1 where none did.

    In whole numbers until the last division. Source: Q. McNemar, Psychometrika 12 (1947), exact by the binomial. Raises ``ValueError``
    where a count is negative.
    """
    if gained < 0 or lost < 0:
        raise ValueError(f"{gained} gained and {lost} lost: counts of homes must be 0 or more.")
    changed = gained + lost
    # Each binomial coefficient follows from the one before: thousands of homes are told at once.
    fewer, ways = 0, 1
    for done in range(min(gained, lost) + 1):
        fewer += ways
        ways = ways * (changed - done) // (done + 1)
    chance: float = 2 * fewer / 2**changed
    return min(1.0, chance)


@dataclass(frozen=True)
class Change:
    """What changed among homes that said yes or no in both weeks: how many there are, yes before and after, and the chance of it."""

    homes: int
    gained: int
    lost: int
    yes_before: int
    yes_after: int
    p: float

    @property
    def more_than_noise(self) -> bool:
        """Whether chance alone would do as much in fewer than 1 of 20 weeks."""
        return self.p < 0.05


def matched_change(before: Sequence[bool | None], after: Sequence[bool | None]) -> Change:
    """Return the change of the homes whose answers ``before`` and ``after`` (yes, no, None for any other), in the same order, are both
    known.

    Raises ``ValueError`` where the two are not of one length.
    """
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old is not None and new is not None]
    return change_of(
        yes_both=sum(old and new for old, new in pairs),
        gained=sum(new and not old for old, new in pairs),
        lost=sum(old and not new for old, new in pairs),
        homes=len(pairs),
    )


def change_of(yes_both: int, gained: int, lost: int, homes: int) -> Change:
    """Return the change of ``homes`` of which ``yes_both`` said yes twice, ``gained`` turned to yes and ``lost`` to no.

    Raises ``ValueError`` where these are more than the homes, or one is negative.
    """
    if min(yes_both, gained, lost) < 0 or yes_both + gained + lost > homes:
        raise ValueError(f"{yes_both} yes twice, {gained} gained and {lost} lost cannot be of {homes} homes.")
    return Change(homes, gained, lost, yes_both + lost, yes_both + gained, mcnemar(gained, lost))
