"""What an organisation puts on its briefings: a logo, and a master of its own for PowerPoint. No part of a pack, which has its own id."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.util import Emu, Inches

from carehomes.settings import briefing_logo, briefing_master

#: A slide of 16 to 9, in inches.
WIDE, HIGH = 13.333, 7.5
#: The largest that a logo stands on a slide, in inches.
LOGO_WIDE, LOGO_HIGH = 1.3, 0.42
_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}


def logo() -> bytes:
    """Return the logo, b'' where none is set. Raises ``ValueError`` in a plain sentence where the file is no picture."""
    path = briefing_logo()
    if path is None:
        return b""
    try:
        content = path.read_bytes()
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format not in _KINDS:
                raise ValueError
    except (OSError, ValueError) as error:
        raise ValueError(f"The logo {path.name} (CAREHOMES_BRIEF_LOGO) cannot be read. It is to be a PNG or a JPEG file.") from error
    return content


def logo_size(content: bytes) -> tuple[float, float]:
    """Return how wide and how high a logo stands, in inches: its own proportions, within the room that there is."""
    with Image.open(io.BytesIO(content)) as picture:
        wide, high = picture.size
    scale = min(LOGO_WIDE / wide, LOGO_HIGH / high)
    return wide * scale, high * scale


def logo_address(content: bytes) -> str:
    """Return a logo as an address that holds all of it."""
    with Image.open(io.BytesIO(content)) as picture:
        kind = _KINDS[str(picture.format)]
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def problem() -> str:
    """Return what is wrong with the logo or the master that are set, '' where nothing is."""
    try:
        logo()
        # The master of python-pptx itself need not be tried.
        if briefing_master():
            opened(WIDE, HIGH)
    except ValueError as error:
        return str(error)
    return ""


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
