"""Whether a week's change is more than noise, in a sentence."""

from __future__ import annotations

from carehomes.charts import words as say
from carehomes.statistics import Change


def sentence(change: Change) -> str:
    """Return what the homes that answered in both weeks did, whether that is more than noise, and by which test."""
    answered = f"Since the week before, of the {say.plural(change.homes, 'home')} that answered in both weeks"
    if not change.gained + change.lost:
        return f"{answered}, none changed its answer."
    told = "more than noise" if change.more_than_noise else "no more than noise"
    p = "p < 0.001" if change.p < 0.001 else f"p = {change.p:.3f}"
    return f"{answered}, {say.count(change.gained)} went to yes and {say.count(change.lost)} to no: {told} (exact McNemar test, {p})."
