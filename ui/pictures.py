"""A chart as a picture of 1600 by 900 with its title, where it comes from and what it is of: drawn by the reader's own browser.

The server needs no browser and nothing is asked of the outside: the page has drawn the figure, and ``pictures.js`` puts the same figure,
or the same table, between its title and its footer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from ui.frame import Page

_pictures = st.components.v2.component(
    "pictures",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Picture:
    """One picture of a card: what its buttons call it, the key of the element that holds the drawing, and what is told with it.

    ``name`` is the file's name without its ending; ``alt`` the sentence that stands for the picture; ``under`` lines below the drawing.
    """

    what: str
    holds: str
    name: str
    alt: str
    under: tuple[str, ...] = ()


def draw_pictures(page: Page, key: str, title: str, subtitle: str, pictures: Sequence[Picture]) -> None:
    """Offer ``pictures`` as PNG and SVG: the title is the card's, the subtitle says the area and the week."""
    source = page.provenance
    _pictures(
        key=f"pictures_{key}",
        data={
            "title": title,
            "subtitle": subtitle,
            "mark": " · ".join(source.marks),
            "footer": " · ".join([*source.lines, source.stamp]),
            "pictures": [asdict(one) for one in pictures],
        },
    )
