"""Whether a week's change is more than noise, in a sentence."""

from __future__ import annotations

from fractions import Fraction

from carehomes.charts import words as say
from carehomes.charts.readings import Kind, Reading
from carehomes.statistics import Change, round_half_away


def sentence(change: Change) -> str:
    """Return what the homes that answered in both weeks did, whether that is more than noise, and by which test."""
    answered = f"Since the week before, of the {say.plural(change.homes, 'home')} that answered in both weeks"
    if not change.gained + change.lost:
        return f"{answered}, none changed its answer."
    told = "more than noise" if change.more_than_noise else "no more than noise"
    p = "p < 0.001" if change.p < 0.001 else f"p = {change.p:.3f}"
    return f"{answered}, {say.count(change.gained)} went to yes and {say.count(change.lost)} to no: {told} (exact McNemar test, {p})."


def _points(part: int, whole: int, part_before: int, whole_before: int) -> str:
    """Return the step between two shares in percentage points, its sign as a shape too."""
    step = round_half_away(Fraction(100 * part, whole) - Fraction(100 * part_before, whole_before))
    return f"{'▲ +' if step > 0 else '▼ −'}{abs(step)} points" if step else "● no change"


def short(change: Change) -> tuple[str, str]:
    """Return the change as a headline card tells it: ``▲ +1.5 points``, and its counts with the verdict."""
    told = "more than noise" if change.more_than_noise else "no more than noise"
    counts = f"{say.count(change.gained)} up, {say.count(change.lost)} down of {say.count(change.homes)} in both weeks: {told}"
    return _points(change.yes_after, change.homes, change.yes_before, change.homes), counts


def short_of_answered(now: Reading, before: Reading, kind: Kind) -> tuple[str, str] | None:
    """Return the step of the share among those that answered, where matched returners are not known; None where one week has no share."""
    counts = [(one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole) for one in (now, before)]
    (part, whole), (part_before, whole_before) = [(part or 0, whole or 0) for part, whole in counts]
    if kind not in ("homes", "people") or not whole or not whole_before:
        return None
    was = f"{say.count(part_before)} of {say.count(whole_before)}"
    return _points(part, whole, part_before, whole_before), f"of those that answered; the week before {was}"
