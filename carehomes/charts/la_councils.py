"""The forms of several councils together: each action pooled, weakest first, and what is missing, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pandas as pd

from carehomes.charts import la_status
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.la_status import WANTED, Action, Bar
from carehomes.measures import Pooled

#: Councils that a sentence names; of the others it tells how many they are.
_NAMED = 8


def councils(number: int, of: int) -> str:
    """Return ``2 of 3 councils``."""
    return f"{say.count(number)} of {say.plural(of, 'council')}"


def counts(one: Pooled) -> str:
    """Return the homes in place of those of the forms that give both, with the share; ``[x]`` where no form does."""
    if one.gave:
        return f"{say.count(one.homes)} of {say.count(one.of)} ({say.share(one.homes, one.of)})"
    return f"{say.count(one.apart)} homes, no total" if one.without_total else f"{say.NOT_AVAILABLE} not answered"


def beside(one: Pooled) -> str:
    """Return what the counts leave out: ``from 2 of 3 councils; 40 more homes in 1 that gives no total``."""
    told = [f"from {councils(one.gave, one.forms)}"] if one.gave else []
    if one.without_total and one.gave:
        gives = "that gives" if one.without_total == 1 else "that give"
        told.append(f"{say.count(one.apart)} more homes in {say.count(one.without_total)} {gives} no total")
    elif one.without_total:
        told.append(f"from {councils(one.without_total, one.forms)}")
    if one.not_answered:
        told.append(f"{say.count(one.not_answered)} not answered")
    if one.not_applicable:
        told.append(f"{say.count(one.not_applicable)} not applicable")
    return "; ".join(told)


def weakest(pooled: Sequence[Pooled]) -> list[Pooled]:
    """Return the actions, the lowest pooled share first (ties in the form's order); those without a share come last."""
    return sorted(pooled, key=lambda one: (not one.of, one.homes / one.of if one.of else 0, pooled.index(one)))


def chart(pooled: Sequence[Pooled]) -> Drawing:
    """Return a bar an action, the weakest first; a mark tells how many councils want more support."""

    def told(one: Pooled) -> str:
        gave = f", {councils(one.gave or one.without_total, one.forms)}" if one.gave or one.without_total else ""
        return f"{counts(one)}{gave}" + (f"  <b>{WANTED} {say.count(one.wanted)}</b>" if one.wanted else "")

    def more(one: Pooled) -> str:
        return f"{counts(one)}<br>{beside(one)}<br>support wanted: {councils(one.wanted, one.forms)}"

    rows = [Bar(f"{one.action.item}  {one.action.label}", one.homes if one.gave else None, one.of or None, told(one), more(one))
            for one in weakest(pooled)]  # fmt: skip
    return la_status.bars(rows, room=2.0)


def finding(pooled: Sequence[Pooled], where: str) -> str:
    """Return the action that the smallest share of homes of ``where`` has in place, and the next two, without a full stop."""
    ranked = [one for one in weakest(pooled) if one.of]
    if not ranked:
        return f"{where}: no form gives its total of homes, so no share is shown"
    first, *rest = ranked
    others = say.listed([f"{one.action.item} {one.action.short} ({say.share(one.homes, one.of)})" for one in rest[:2]])
    head = f"{where}: fewest homes have {first.action.item} {first.action.label} in place, {counts(first)}"
    return head + (f"; then {others}" if others else "")


def sentence(pooled: Sequence[Pooled], where: str) -> str:
    """Return the chart in words: the finding, then every action."""
    told = "; ".join(
        f"{one.action.name}: {counts(one)}, {beside(one)}, support wanted by {councils(one.wanted, one.forms)}" for one in weakest(pooled)
    )
    return f"{finding(pooled, where)}. {told}."


def spread(forms: Mapping[str, Sequence[Action]], where: str) -> str:
    """Return the action whose share differs most between the councils that give a total, and those with the ends of it."""
    widest: tuple[float, str, tuple[str, Action], tuple[str, Action]] | None = None
    for item in [one.item for one in next(iter(forms.values()), ())]:
        told = [(name, one) for name, rows in forms.items() for one in rows if one.item == item and one.total and one.homes is not None]
        if len(told) < 2:
            continue

        def share(pair: tuple[str, Action]) -> float:
            return say.share_value(pair[1].homes, pair[1].total) or 0.0

        low, high = min(told, key=share), max(told, key=share)
        if widest is None or share(high) - share(low) > widest[0]:
            widest = (share(high) - share(low), item, low, high)
    if widest is None:
        return f"{where}: the 13 actions, council by council"
    _, item, low, high = widest
    ends = f"{low[1].counted} in {low[0]}, {high[1].counted} in {high[0]}"
    return f"{where}: councils differ most in {item} {low[1].label}: {ends}"


def named(names: Sequence[str]) -> str:
    """Return the names, the first of many, with how many more there are."""
    rest = len(names) - _NAMED
    return say.listed([*names[:_NAMED], f"{say.count(rest)} more"] if rest > 0 else list(names))


def frame(pooled: Sequence[Pooled]) -> pd.DataFrame:
    """Return the pooled actions as rows of a file, in the order of the chart."""
    rows = []
    for one in weakest(pooled):
        told = {name: value for name, value in asdict(one).items() if name != "action"}
        share = say.share_value(one.homes, one.of)
        rows.append({"item": one.action.item, "focus": one.action.focus, "label": one.action.label, "share": share, **told})
    return pd.DataFrame(rows)
