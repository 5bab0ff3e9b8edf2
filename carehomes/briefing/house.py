"""What an organisation puts on its briefings: a logo, and whether it and the master can be used. No part of a pack."""

from __future__ import annotations

import base64
import io

from PIL import Image

from carehomes.settings import briefing_logo, briefing_master

#: A slide of 16 to 9, in inches.
WIDE, HIGH = 13.333, 7.5
#: The largest that a logo stands on a slide, in inches.
LOGO_WIDE, LOGO_HIGH = 1.3, 0.42
_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
#: How a file that is whole ends; what programs add may follow.
_ENDS = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}


def logo() -> bytes:
    """Return the logo, b'' where none is set. Raises ``ValueError`` in a plain sentence where the file is no picture."""
    path = briefing_logo()
    if path is None:
        return b""
    try:
        content = path.read_bytes()
        with Image.open(io.BytesIO(content)) as picture:
            # What lays out a PDF has Pillow take files that were cut off, for the whole process: so their end is looked for here.
            if picture.format not in _KINDS or _ENDS[picture.format] not in content[len(content) // 2 :]:
                raise ValueError
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
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
            # Dear to import, and only here needed.
            from carehomes.briefing.master import opened

            opened(WIDE, HIGH)
    except ValueError as error:
        return str(error)
    return ""
