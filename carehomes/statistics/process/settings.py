"""What the sources of process charts read differently: each choice by its name, and the sources as presets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

#: The four special-cause rules by name.
RULES: Final = ("beyond", "shift", "trend", "two of three")
#: 3 / d2 for the p-prime chart, whose source (Laney 2002) keeps the constant unrounded.
P_PRIME_FACTOR: Final = 3 / 1.128


@dataclass(frozen=True, kw_only=True)
class XmrSettings:
    """The choices of a process chart. The defaults are NHS England's: what its conformance charts show.

    ``shift_points``: this many points in a row on one side of the mean are a shift.
    ``trend_points``: this many points in a row, each above (or each below) the one before, are a trend: one step fewer. A tie ends it.
    ``minimum_points``: from this many points of the whole series there are limits, rules and icons; before, the mean alone.
    ``trial_below``: limits of a segment with fewer points are marked as trial limits.
    ``trial_limits``: limits are given before ``minimum_points``, marked as trial limits; rules and icons still wait.
    ``limit_factor``: limits lie this many mean moving ranges from the mean; a point is near a limit beyond two thirds of that.
    ``decimals``: mean and mean moving range are rounded to so many decimals before the limits are set (textbooks, statprocon); None: not.
    ``screen``: moving ranges above ``screen_factor`` times their mean are left out, once, and the mean of the rest sets the limits.
    ``screen_keeps_equal``: a range exactly at that bound stays (NHS England) or goes (NHS-R: a flat series is left without limits).
    ``screen_mean``: the points that end such a range are left out of the mean too (NHS England's SQL; not NHS-R).
    ``two_of_three_same_side``: the third point, too, must lie on that side of the mean.
    ``two_of_three_beyond``: a point beyond a limit counts as one of the two, and is marked.
    ``rules_across_rebase``: the rules whose patterns may run across a re-base; each point is held against its own mean and limits.
    ``rebase_with_baseline``: with a fixed baseline, re-bases are ``ignored`` (the NHS England tool), the baseline holds for the ``first``
    segment alone (its SQL), or ``each`` segment has its own (NHS-R).
    ``conflict``: a point with causes in both directions is labelled ``improvement``, ``concern``, or by ``order``: the first rule of
    ``rule_order`` that marks it decides, and ``tie`` where that rule marks it in both directions. Without a direction high counts first.
    ``rule_order``: also names the cause of a point that several rules mark.
    ``trend_turn``: a point that ends one trend and begins another is part of ``both``, of the ``later`` one, or its direction is that of
    the ``next step`` wherever the next point is part of a trend (NHS-R, also for two trends that only lie beside each other).
    ``target_on_limit``: a target exactly on a limit counts as ``outside`` the limits (pass or fail) or ``inside`` (hit or miss).
    ``bounds``: the least and greatest value there can be, such as (0, 100) for a share; limits are drawn within them, judged without.
    ``at_bounds``: no limits where at least this part of the points that would set them lies at one of the bounds.
    """

    shift_points: int = 6
    trend_points: int = 6
    minimum_points: int = 13
    trial_below: int = 13
    trial_limits: bool = False
    limit_factor: float = 2.66
    decimals: int | None = None
    screen: bool = False
    screen_factor: float = 3.267
    screen_keeps_equal: bool = True
    screen_mean: bool = False
    two_of_three_same_side: bool = True
    two_of_three_beyond: bool = False
    rules_across_rebase: tuple[str, ...] = ("shift", "trend", "two of three")
    rebase_with_baseline: Literal["ignored", "first", "each"] = "ignored"
    conflict: Literal["improvement", "concern", "order"] = "improvement"
    rule_order: tuple[str, ...] = ("beyond", "trend", "two of three", "shift")
    tie: Literal["improvement", "concern"] = "improvement"
    trend_turn: Literal["both", "later", "next step"] = "both"
    target_on_limit: Literal["outside", "inside"] = "outside"
    bounds: tuple[float, float] | None = None
    at_bounds: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what no chart can be made of."""
        if self.shift_points < 1 or self.trend_points < 2:
            raise ValueError("A shift needs at least 1 point and a trend at least 2.")
        if set(self.rule_order) != set(RULES) or len(self.rule_order) != len(RULES):
            raise ValueError(f"rule_order must name each of {', '.join(RULES)} once.")
        if not set(self.rules_across_rebase) <= {*RULES}:
            raise ValueError(f"rules_across_rebase may name only {', '.join(RULES)}.")
        if self.bounds is not None and not self.bounds[0] < self.bounds[1]:
            raise ValueError("bounds must be the lower and then the upper bound.")


#: The Making Data Count tool of NHS England, "Single Chart Tool v5.0" (its conformance document "SPC Charts XmR Testing"). The document is
#: silent on a target exactly on a limit; read as in the SQL of the same team, whose differences from the tool it lists.
NHS_ENGLAND: Final = XmrSettings()

#: "SPC Charts SQL Query v2.6a" of NHS England.
NHS_ENGLAND_SQL: Final = XmrSettings(
    screen_mean=True,
    two_of_three_beyond=True,
    rules_across_rebase=("trend",),
    rebase_with_baseline="first",
    conflict="order",
    rule_order=("trend", "shift", "two of three", "beyond"),
)

#: NHSRplotthedots of the NHS-R community (0.2.0): seven points, screening, limits and icons at any length, trial limits below 13.
NHS_R: Final = XmrSettings(
    shift_points=7,
    trend_points=7,
    minimum_points=1,
    screen=True,
    screen_keeps_equal=False,
    rules_across_rebase=(),
    rebase_with_baseline="each",
    conflict="order",
    rule_order=("beyond", "trend", "two of three", "shift"),
    trend_turn="next step",
    target_on_limit="inside",
)

PRESETS: Final[Mapping[str, XmrSettings]] = {"NHS England": NHS_ENGLAND, "NHS England SQL": NHS_ENGLAND_SQL, "NHS-R": NHS_R}


def settled(settings: XmrSettings, named: Mapping[str, object]) -> XmrSettings:
    """Return ``settings`` with the choices in ``named`` that are not None; ``TypeError`` names a choice that there is not."""
    unknown = sorted(set(named) - {field.name for field in fields(XmrSettings)})
    if unknown:
        raise TypeError(f"There is no setting {', '.join(unknown)}; the settings are those of XmrSettings.")
    given: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    return replace(settings, **given) if given else settings
