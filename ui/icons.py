"""Icons of process charts on a page: pictures with their words, since a page takes no drawing as such."""

from __future__ import annotations

from base64 import b64encode

from carehomes.charts.icons import ICON_WORDS, icon_svg
from ui.text import esc


def icon_image(name: str, size: int) -> str:
    """Return the icon ``name`` as an image of ``size`` pixels, told by its words."""
    drawn = b64encode(icon_svg(name, size).encode()).decode()
    told = esc(ICON_WORDS[name])
    return f'<img src="data:image/svg+xml;base64,{drawn}" width="{size}" height="{size}" alt="{told}" title="{told}">'
