"""The LA status return: the 13 actions of the national form as bars of homes in place. A share only where the form says the total."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.readings import known, number

#: Said wherever the form's total is blank: none is invented.
NO_TOTAL = "The form does not say how many homes there are in all, so no share is shown."


#: Beside an action, wherever more support is wanted.
WANTED = "◆"


@dataclass(frozen=True)
class Action:
    """One action of one form: homes in place, the form's total where it says one, support wanted, the words beside."""

    item: str
    focus: str
    label: str
    short: str
    homes: int | None
    not_applicable: bool
    total: int | None
    support: str
    support_text: str
    issues: str

    @property
    def told(self) -> str:
        """Return the count, with its share where the total is known."""
        if self.not_applicable:
            return f"{say.NOT_APPLICABLE} not applicable"
        if self.homes is None:
            return f"{say.NOT_AVAILABLE} not answered"
        if self.total:
            return f"{say.count(self.homes)} of {say.count(self.total)} ({say.share(self.homes, self.total)})"
        return f"{say.count(self.homes)} homes" if self.homes != 1 else "1 home"

    @property
    def answered(self) -> bool:
        """Return whether the form says anything of the action: a count, or that it does not apply."""
        return self.homes is not None or self.not_applicable

    @property
    def wanted(self) -> str:
        """Return whether more support would help, in words."""
        told = {"yes": "support wanted", "no": "no more support wanted", "not applicable": "support: not applicable"}
        return told.get(self.support, "support: not answered")


@dataclass(frozen=True)
class Bar:
    """One bar: its name, homes in place, homes in all where that is known, the words at its end, and those under the pointer."""

    name: str
    homes: int | None
    total: int | None
    told: str
    more: str


def actions(frame: pd.DataFrame) -> list[Action]:
    """Return the actions of one authority's form, in the form's order."""

    def text(value: object) -> str:
        return str(value).strip() if known(value) else ""

    found = [
        Action(
            item=text(row["item"]),
            focus=text(row["focus"]),
            label=text(row["label"]),
            short=text(row.get("short")),
            homes=number(row["homes"]),
            not_applicable=row.get("not_applicable") is True,
            total=number(row["total_homes"]),
            support=text(row["support"]),
            support_text=text(row["support_text"]),
            issues=text(row["issues"]),
        )
        for row in frame.to_dict("records")
    ]
    return sorted(found, key=lambda one: [int(part) if part.isdigit() else 0 for part in one.item.split(".")])


def chart(frame: pd.DataFrame) -> go.Figure:
    """Return one bar an action; a mark tells where more support is wanted."""

    def told(one: Action) -> str:
        return f"{one.told}  <b>{WANTED} support wanted</b>" if one.support == "yes" else one.told

    found = [Bar(f"{one.item}  {one.label}", one.homes, one.total, told(one), f"{one.told}<br>{one.wanted}") for one in actions(frame)]
    return bars(found)


def bars(rows: Sequence[Bar], room: float = 1.6) -> go.Figure:
    """Return the bars of ``rows`` from the top down, hatched up to all homes where a total is known. ``told`` may hold markup.

    The axis is ``room`` times as long as the longest bar, for the words at their ends.
    """
    drawing = look.figure(90 + 40 * max(4, len(rows)))
    if not rows:
        return look.note(drawing, "No LA status return")
    places = list(range(len(rows)))
    most = max([*(max(one.homes or 0, one.total or 0) for one in rows), 1])
    drawing.add_bar(
        x=[one.homes for one in rows],
        y=places,
        orientation="h",
        name="Homes in place",
        marker={"color": look.BLUE},
        hovertext=[f"<b>{say.safe(one.name)}</b><br>{one.more}" for one in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    totals = any(one.total for one in rows)
    if totals:
        drawing.add_bar(
            x=[max(0, (one.total or 0) - (one.homes or 0)) for one in rows],
            y=places,
            orientation="h",
            name="Not in place or not answered",
            marker={"color": look.WHITE, "pattern": look.HATCH, "line": {"color": look.BLUE, "width": 1}},
            hoverinfo="skip",
        )
    for place, one in enumerate(rows):
        end = max(one.homes or 0, one.total or 0)
        drawing.add_annotation(x=end, y=place, xanchor="left", xshift=8, text=one.told, showarrow=False, font={"size": 13}, align="left")
    drawing.update_yaxes(
        tickvals=places,
        ticktext=["<br>".join(textwrap.wrap(say.safe(one.name), 62)[:2]) for one in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        ticks="",
    )
    drawing.update_xaxes(title={"text": "Care homes", "font": {"size": 13}}, tickformat=",d", range=[0, most * room])
    drawing.update_layout(barmode="stack", bargap=0.35, showlegend=totals, margin={"l": 8, "r": 8, "t": 34 if totals else 8, "b": 48})
    return drawing


def finding(frame: pd.DataFrame, name: str) -> str:
    """Return the actions that fewest and most homes of the authority ``name`` have in place, without a full stop."""
    rows = [one for one in actions(frame) if one.homes is not None]
    if not rows:
        return f"{name}: no action has a count"
    least, most = min(rows, key=lambda one: one.homes or 0), max(rows, key=lambda one: one.homes or 0)
    ends = f"fewest homes have {least.item} {least.label} in place, {least.told}"
    return f"{name}: {ends}" + (f"; most have {most.item} {most.label}, {most.told}" if most is not least else "")


def sentence(frame: pd.DataFrame, name: str) -> str:
    """Return the chart in words: the finding, then every action."""
    rows = actions(frame)
    if not rows:
        return f"{finding(frame, name)}."
    told = "; ".join(f"{one.item} {one.label}: {one.told}, {one.wanted}" for one in rows)
    return f"{finding(frame, name)}. Of {len(rows)} actions: {told}."
