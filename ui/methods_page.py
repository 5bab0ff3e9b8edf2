"""The Methods page: each method by the question that it answers, in a leader's words, with a worked example."""

from __future__ import annotations

import streamlit as st

from carehomes.charts.methods import METHODS, Method
from ui.text import block, esc


def _card(method: Method) -> str:
    terms = {"How": method.told, "Example": method.example, "Used": method.used, "Source": method.source}
    listed = "".join(f"<dt>{term}</dt><dd>{esc(told)}</dd>" for term, told in terms.items())
    return f'<h3 class="ch-title">{esc(method.question)}</h3><p class="ch-muted">{esc(method.name)}</p><dl class="ch-dl">{listed}</dl>'


def draw_methods() -> None:
    """Draw the methods under their headings, two or three side by side, whichever leaves no gap."""
    for heading, methods in METHODS:
        block(f'<h2 class="ch-title">{esc(heading)}</h2>')
        wide = 3 if len(methods) % 3 == 0 else 2
        for start in range(0, len(methods), wide):
            for column, method in zip(st.columns(wide, gap="small"), methods[start : start + wide], strict=False):
                with column, st.container(key=f"card_method_{method.id}"):
                    block(_card(method))
