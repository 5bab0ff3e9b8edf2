"""Plain bars, one or several beside one another a name, each with its count in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing

#: The look of the series, first to last: each is told from its neighbour by more than its colour.
_LOOKS: tuple[dict[str, object], ...] = (
    {"color": look.BLUE},
    {"color": "#8DBDE8"},
    {"color": look.WHITE, "pattern": look.DOTS},
    {"color": look.WHITE, "pattern": look.HATCH},
)


@dataclass(frozen=True)
class Series:
    """A bar for each name: its value (None: there is none) and the words beside it."""

    name: str
    values: tuple[int | None, ...]
    texts: tuple[str, ...]


def _add(drawing: Drawing, one: Series, rows: Sequence[int], style: dict[str, object]) -> None:
    drawing.add_bar(
        x=[one.values[row] for row in rows],
        y=list(rows),
        orientation="h",
        name=say.safe(one.name),
        marker={**style, "line": {"color": look.BLUE, "width": 1}},
        text=[one.texts[row] for row in rows],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        hovertemplate=f"{say.safe(one.name)}: %{{text}}<extra></extra>",
    )


def chart(names: Sequence[str], series: Sequence[Series], title: str, *, hatched: str = "", none: str = "") -> Drawing:
    """Return the bars of ``names`` from the top down, ``title`` (what is counted) beneath.

    Of one series the name ``hatched`` is silence, and drawn so. ``none`` is told where every value is 0 or missing.
    """
    drawing = look.figure(max(240, 84 + (34 if len(series) == 1 else 24 * len(series) + 12) * len(names)))
    most = max([value for one in series for value in one.values if value is not None], default=0)
    if not most:
        return look.note(drawing, none or "No home has told it in a row of its own")
    for place, one in enumerate(series):
        if hatched in names:
            apart = names.index(hatched)
            _add(drawing, one, [row for row in range(len(names)) if row != apart], _LOOKS[place % len(_LOOKS)])
            _add(drawing, one, [apart], _LOOKS[-1])
        else:
            _add(drawing, one, list(range(len(names))), _LOOKS[place % len(_LOOKS)])
    drawing.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[say.safe(say.capital(name)) for name in names],
        range=[len(names) - 0.45, -0.55],
        showgrid=False,
        ticks="",
    )
    drawing.update_xaxes(title={"text": say.safe(say.capital(title)), "font": {"size": 13}}, tickformat=",d", range=[0, most * 1.45])
    # Homes and units are whole: no tick between two of them.
    drawing.update_xaxes(**{"dtick": 1} if most < 5 else {"nticks": 5})
    several = len(series) > 1
    drawing.update_layout(
        barmode="group" if several else "overlay",
        showlegend=several,
        bargap=0.3,
        margin={"l": 8, "r": 16, "t": 40 if several else 8, "b": 48},
    )
    return drawing
