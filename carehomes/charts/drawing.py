"""A chart while it is drawn: its parts as plain values, handed to Plotly once, when all of them are there.

Plotly looks at every part again whenever one is added, and builds objects that nobody reads: that costs a page more than all that it asks
of the snapshot. The words are Plotly's own (``add_scatter``, ``update_layout``), as far as the charts of this product use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import plotly.graph_objects as go


class _Whole(go.Figure):  # type: ignore[misc]
    """Plotly's figure of a drawing. It is drawn by every rerun and nothing is added to it any more: its parts are copied out once."""

    @cached_property
    def _told(self) -> dict[str, Any]:
        found: dict[str, Any] = super().to_dict()
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as Plotly's browser takes it; nobody changes it."""
        return self._told


class Drawing:
    """A figure of one pair of axes: ``traces``, shapes, annotations, layout. Whatever else is asked of it is asked of Plotly's figure."""

    def __init__(self, layout: Mapping[str, Any]) -> None:
        """Begin a drawing with ``layout``, plain values, which stays as it is."""
        self.traces: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = dict(layout)

    @cached_property
    def figure(self) -> go.Figure:
        """The drawing as Plotly's figure; nothing is added to it any more. Its parts are as valid as they were written: tests look."""
        return _Whole(self.traces, self._layout, _validate=False)

    def __getattr__(self, name: str) -> Any:
        """Return what Plotly's figure has under a name that is not the drawing's own: ``data``, ``layout``, ``to_json``."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.figure, name)

    def _change(self) -> dict[str, Any]:
        self.__dict__.pop("figure", None)
        return self._layout

    def add_scatter(self, **options: Any) -> None:
        """Add points or lines."""
        self._change()
        self.traces.append({"type": "scatter", **_values(options)})

    def add_bar(self, **options: Any) -> None:
        """Add bars."""
        self._change()
        self.traces.append({"type": "bar", **_values(options)})

    def add_annotation(self, **options: Any) -> None:
        """Add words."""
        self._change().setdefault("annotations", []).append(options)

    def add_shape(self, **options: Any) -> None:
        """Add a line or a box."""
        self._change().setdefault("shapes", []).append(options)

    def add_hline(self, y: float, **options: Any) -> None:
        """Add a line across the drawing at the height ``y``."""
        self.add_shape(type="line", xref="x domain", x0=0, x1=1, yref="y", y0=y, y1=y, **options)

    def add_vline(self, x: object, **options: Any) -> None:
        """Add a line from the foot to the top of the drawing at ``x``."""
        self.add_shape(type="line", xref="x", x0=x, x1=x, yref="y domain", y0=0, y1=1, **options)

    def add_vrect(self, x0: object, x1: object, **options: Any) -> None:
        """Add a band from the foot to the top of the drawing, from ``x0`` to ``x1``."""
        self.add_shape(type="rect", xref="x", x0=x0, x1=x1, yref="y domain", y0=0, y1=1, **options)

    def update_xaxes(self, **options: Any) -> None:
        """Set options of the x axis."""
        self.update_layout(xaxis=options)

    def update_yaxes(self, **options: Any) -> None:
        """Set options of the y axis."""
        self.update_layout(yaxis=options)

    def update_layout(self, **options: Any) -> None:
        """Set options of the layout; within a group (``margin``, ``title``) only those that are given."""
        _laid_over(self._change(), options)


def _values(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``options`` with the columns of data frames as arrays."""
    return {name: value.to_numpy() if hasattr(value, "to_numpy") else value for name, value in options.items()}


def _laid_over(held: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, Mapping):
            inner = dict(held.get(name) or {})
            _laid_over(inner, value)
            held[name] = inner
        else:
            held[name] = value
