"""The LA status return: the 13 actions of the national form as bars of homes in place. A share only where the form says the total."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import known, number

#: Said wherever the form's total is blank: none is invented.
NO_TOTAL = "The form does not say how many homes there are in all, so no share is shown."


#: Beside an action, wherever more support is wanted.
WANTED = "◆"


@dataclass(frozen=True)
class Action:
    """One action of one form: homes in place, the form's total where it says one, support wanted, the words beside.

    ``said_no``, ``silent`` (did not answer) and ``of_homes`` are what a person confirmed of the counts in the words, else None.
    """

    item: str
    focus: str
    label: str
    short: str
    homes: int | None
    not_applicable: bool
    own_total: int | None
    support: str
    support_text: str
    issues: str
    said_no: int | None = None
    silent: int | None = None
    of_homes: int | None = None

    @property
    def total(self) -> int | None:
        """Homes in all: of this action as a person confirmed them, else the form's own total."""
        return self.of_homes or self.own_total

    @property
    def counted(self) -> str:
        """Return the count, with its share where the total is known."""
        if self.not_applicable:
            return f"{say.NOT_APPLICABLE} not applicable"
        if self.homes is None:
            return f"{say.NOT_AVAILABLE} not answered"
        if self.total:
            return f"{say.count(self.homes)} of {say.count(self.total)} ({say.share(self.homes, self.total)})"
        return say.plural(self.homes, "home")

    @property
    def told(self) -> str:
        """Return the same, with what a person confirmed of the others."""
        return f"{self.counted} in place, {self.apart}" if self.apart else self.counted

    @property
    def apart(self) -> str:
        """Return what a person confirmed: ``76 no, 25 not answered``, and what is left of the total; '' where nobody did."""
        told = [f"{say.count(value)} {word}" for value, word in ((self.said_no, "no"), (self.silent, "not answered")) if value is not None]
        if told and self.rest:
            told.append(f"{say.count(self.rest)} not in place or not answered")
        return ", ".join(told)

    @property
    def rest(self) -> int:
        """Return the homes of the total of which nothing more is known."""
        return max(0, (self.total or 0) - (self.homes or 0) - (self.said_no or 0) - (self.silent or 0)) if self.total else 0

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
    """One bar: its name, homes in place, homes in all where that is known, the words at its end, and those under the pointer.

    ``said_no`` and ``silent`` are homes told apart from the rest of the total, 0 where they are not.
    """

    name: str
    homes: int | None
    total: int | None
    told: str
    more: str
    said_no: int = 0
    silent: int = 0

    @property
    def parts(self) -> tuple[int, int, int]:
        """Homes that said no, that did not answer, and of which neither is known."""
        return self.said_no, self.silent, max(0, (self.total or 0) - (self.homes or 0) - self.said_no - self.silent)

    @property
    def end(self) -> int:
        """Where the bar ends."""
        return (self.homes or 0) + sum(self.parts)


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
            own_total=number(row["total_homes"]),
            support=text(row["support"]),
            support_text=text(row["support_text"]),
            issues=text(row["issues"]),
            said_no=number(row.get("said_no")),
            silent=number(row.get("silent")),
            of_homes=number(row.get("of_homes")),
        )
        for row in frame.to_dict("records")
    ]
    return sorted(found, key=lambda one: [int(part) if part.isdigit() else 0 for part in one.item.split(".")])


def chart(frame: pd.DataFrame) -> Drawing:
    """Return one bar an action; a mark tells where more support is wanted."""

    def told(one: Action) -> str:
        mark = f"  <b>{WANTED} support wanted</b>" if one.support == "yes" else ""
        return f"{one.counted}{mark}" + (f"<br>{one.apart}" if one.apart else "")

    def bar(one: Action) -> Bar:
        apart = (one.said_no or 0, one.silent or 0)
        return Bar(f"{one.item}  {one.label}", one.homes, one.total, told(one), f"{one.told}<br>{one.wanted}", *apart)

    return bars([bar(one) for one in actions(frame)])


#: What follows the homes in place, in the order of ``Bar.parts``.
_PARTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("No, as confirmed", {"color": look.PALE}),
    ("Not answered, as confirmed", {"color": look.WHITE, "pattern": look.DOTS}),
    ("Not in place or not answered", {"color": look.WHITE, "pattern": look.HATCH}),
)


def bars(rows: Sequence[Bar], room: float = 1.6) -> Drawing:
    """Return the bars of ``rows`` from the top down, hatched up to all homes where a total is known. ``told`` may hold markup.

    The axis is ``room`` times as long as the longest bar, for the words at their ends.
    """
    drawing = look.figure(90 + 40 * max(4, len(rows)))
    if not rows:
        return look.note(drawing, "No LA status return")
    places = list(range(len(rows)))
    most = max([*(one.end for one in rows), 1])
    drawing.add_bar(
        x=[one.homes for one in rows],
        y=places,
        orientation="h",
        name="Homes in place",
        marker={"color": look.BLUE},
        hovertext=[f"<b>{say.safe(one.name)}</b><br>{one.more}" for one in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    totals = any(sum(one.parts) for one in rows) or any(one.total for one in rows)
    for part, (name, style) in enumerate(_PARTS):
        values = [one.parts[part] for one in rows]
        if any(values):
            line = {"color": look.BLUE, "width": 1}
            drawing.add_bar(x=values, y=places, orientation="h", name=name, marker={**style, "line": line}, hoverinfo="skip")
    for place, one in enumerate(rows):
        drawing.add_annotation(
            x=one.end, y=place, xanchor="left", xshift=8, text=one.told, showarrow=False, font={"size": 13}, align="left"
        )
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
    ends = f"fewest homes have {least.item} {least.label} in place, {least.counted}"
    return f"{name}: {ends}" + (f"; most have {most.item} {most.label}, {most.counted}" if most is not least else "")


def sentence(frame: pd.DataFrame, name: str) -> str:
    """Return the chart in words: the finding, then every action."""
    rows = actions(frame)
    if not rows:
        return f"{finding(frame, name)}."
    told = "; ".join(f"{one.item} {one.label}: {one.told}, {one.wanted}" for one in rows)
    return f"{finding(frame, name)}. Of {len(rows)} actions: {told}."
