"""Whether a week's change is more than noise, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from carehomes.charts import words as say
from carehomes.charts.maps import LEAST_TO_SHADE
from carehomes.charts.readings import Kind, Reading
from carehomes.statistics import Change, round_half_away

#: Fewer homes than this are not drawn: one home would decide.
LEAST = LEAST_TO_SHADE
#: The heading of what ``both`` tells, in a table.
HEADING = "Same homes, week before and this"
#: How the line of the same homes is made.
ABOUT = (
    "The thin dashed line compares only homes that said yes or no in a week and in the week before: each piece joins their share of yes in "
    "the two weeks, so that nothing in it comes from homes that began or ceased to answer. Every piece has homes of its own, so the pieces "
    "do not meet; they are not chained, since a chain would keep homes that answer no longer. Counted from home rows alone, drawn where at "
    f"least {LEAST} homes answered in both weeks."
)
NOT_TOLD = (
    "There is no line of the same homes here. It is drawn for a plain question of yes or no that home rows answer, in England, regions, "
    "STPs, CCGs and PCNs; not for local authorities, own groups, homes for older people, beds, counts of people or units, or several "
    "questions together."
)


def drawn(moved: Mapping[date, Change]) -> dict[date, Change]:
    """Return the weeks that have enough homes to be drawn."""
    return {week: one for week, one in moved.items() if one.homes >= LEAST}


def both(change: Change) -> str:
    """Return the yes of the homes that answered in both weeks: ``45, then 48 of 60 said yes (75%, then 80%)``."""
    before, after = say.share(change.yes_before, change.homes), say.share(change.yes_after, change.homes)
    homes = say.count(change.homes)
    return f"{say.count(change.yes_before)}, then {say.count(change.yes_after)} of {homes} said yes ({before}, then {after})"


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
    """Return the step of the share among those that answered, where matched returners are not known.

    None where one week has no share, or where this week has nothing but what is carried: nobody said anything new.
    """
    counts = [(one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole) for one in (now, before)]
    (part, whole), (part_before, whole_before) = [(part or 0, whole or 0) for part, whole in counts]
    if kind not in ("homes", "people") or not whole or not whole_before or (kind == "homes" and (now.carried or 0) >= whole):
        return None
    was = f"{say.count(part_before)} of {say.count(whole_before)}"
    told = f"of beds answered; before: {was}" if now.counted == "beds" else f"of those that answered; the week before {was}"
    return _points(part, whole, part_before, whole_before), told
