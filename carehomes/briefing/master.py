"""The presentation that a pack is drawn into: empty, of an organisation's own master where one is set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.util import Emu, Inches

from carehomes.settings import briefing_master


def opened(wide: float, high: float) -> tuple[Any, Any]:
    """Return an empty presentation of ``wide`` by ``high`` inches and its layout with a title alone: of the own master, where one is set.

    Raises ``ValueError`` in a plain sentence where the master cannot be read, is of another shape, or has no layout with a title.
    """
    path = briefing_master()
    show: Any
    if path is None:
        show = Presentation()
        show.slide_width, show.slide_height = Inches(wide), Inches(high)
        return show, show.slide_layouts[5]
    try:
        show = Presentation(str(path))
    except (PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise ValueError(_unlike(path, "cannot be read as a .pptx file")) from error
    if abs(show.slide_width / Inches(wide) - 1) > 0.01 or abs(show.slide_height / Inches(high) - 1) > 0.01:
        size = f"{Emu(show.slide_width).inches:.2f} by {Emu(show.slide_height).inches:.2f} inches"
        raise ValueError(_unlike(path, f"has slides of {size}; a briefing is {wide} by {high} (16:9)"))
    titled = [one for one in show.slide_layouts if any(each.placeholder_format.type in (1, 3) for each in one.placeholders)]
    if not titled:
        raise ValueError(_unlike(path, "has no layout with a title"))
    _without_slides(show)
    return show, min(titled, key=lambda one: (len(list(one.placeholders)), "title only" not in one.name.lower()))


def _unlike(path: Path, what: str) -> str:
    return f"The master {path.name} (CAREHOMES_BRIEF_MASTER) {what}. Save it anew from PowerPoint, or leave the setting out."


def _without_slides(show: Any) -> None:
    """Take the example slides of a master out."""
    listed = show.slides._sldIdLst
    for one in list(listed):
        show.part.drop_rel(one.rId)
        listed.remove(one)
