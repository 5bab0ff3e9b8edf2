"""The icons of process charts: own drawings, told by shape and letter first and by colour second."""

from __future__ import annotations

from carehomes.charts import template as look

#: Making Data Count's colours; those below 3:1 on white have a dark outline wherever they are drawn.
IMPROVEMENT, CONCERN, NEITHER, COMMON = "#00B0F0", "#E46C0A", "#490092", "#A6A6A6"

_DIAMOND = '<path d="M20 2 38 20 20 38 2 20Z"'
_SQUARE = '<rect x="4" y="4" width="32" height="32" rx="3"'
_HEXAGON = '<path d="M11 4 29 4 38 20 29 36 11 36 2 20Z"'
_CIRCLE = '<circle cx="20" cy="20" r="17"'
_WAVE = '<path d="M8 20q4-9 8 0t8 0 8 0" fill="none" stroke="#212B32" stroke-width="2.5" stroke-linecap="round"/>'

#: Shape, fill, letter and ink of every icon; '' is the wave of common cause.
_DRAWN: dict[str, tuple[str, str, str, str]] = {
    "common_cause": (_CIRCLE, "#FFFFFF", "", look.INK),
    "improvement_high": (_DIAMOND, IMPROVEMENT, "H", look.INK),
    "improvement_low": (_DIAMOND, IMPROVEMENT, "L", look.INK),
    "concern_high": (_SQUARE, CONCERN, "H", look.INK),
    "concern_low": (_SQUARE, CONCERN, "L", look.INK),
    "neither_high": (_HEXAGON, NEITHER, "H", look.WHITE),
    "neither_low": (_HEXAGON, NEITHER, "L", look.WHITE),
    "pass": (_DIAMOND, IMPROVEMENT, "P", look.INK),
    "hit_or_miss": (_CIRCLE, "#FFFFFF", "?", look.INK),
    "fail": (_SQUARE, CONCERN, "F", look.INK),
}

#: What each icon says, in a few words: its name for those who cannot see it, and the head of a matrix.
ICON_WORDS: dict[str, str] = {
    "common_cause": "Common cause: no sign of a change",
    "improvement_high": "Special cause, improvement: higher",
    "improvement_low": "Special cause, improvement: lower",
    "concern_high": "Special cause, concern: higher",
    "concern_low": "Special cause, concern: lower",
    "neither_high": "Special cause, neither better nor worse: higher",
    "neither_low": "Special cause, neither better nor worse: lower",
    "pass": "Meets the target week after week",
    "hit_or_miss": "Hits and misses the target by chance",
    "fail": "Misses the target week after week",
}


def icon_svg(name: str, size: int = 40) -> str:
    """Return the drawing of an icon of ``carehomes.statistics`` as SVG, with its words as title; ``KeyError`` for a name unknown."""
    shape, fill, letter, ink = _DRAWN[name]
    told = ICON_WORDS[name]
    font = f'font-family="{look.FONT}" font-size="17" font-weight="700"'
    text = f'<text x="20" y="26" text-anchor="middle" {font} fill="{ink}">{letter}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 40 40" role="img" aria-label="{told}">'
        f'<title>{told}</title>{shape} fill="{fill}" stroke="{look.INK}" stroke-width="2"/>{text if letter else _WAVE}</svg>'
    )
