"""What needs attention on the Overview, as many lines as fit its screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from carehomes.charts import words
from carehomes.charts.attention import Line
from carehomes.statistics import Alert
from ui.text import esc

#: Letters of a line of the list on a screen of 1600 pixels, and the heights in pixels of a line of text and of what is around a point.
_LETTERS, _LINE, _AROUND = 48, 19, 15
_ALERT_LETTERS, _ALERT_LINE, _ALERT_AROUND = 52, 18, 9
#: What the line that says how many are left takes.
_MORE = 24
#: What the line takes that says how many alerts there are.
_HEAD = 22
_TAG = re.compile(r"<[^>]*>")


def told_lines(found: Sequence[Line]) -> list[str]:
    """Return the lines as HTML, everything from data escaped."""
    return [f"<b>{esc(one.about)}</b>{esc(one.told)}" for one in found]


def alert_lines(found: Sequence[Alert]) -> list[str]:
    """Return the alerts as HTML, each with its sentence and its evidence."""
    return [f"<b>{esc(one.area)}</b>{esc(one.sentence.removeprefix(one.area))}. <span>{esc(one.evidence)}</span>" for one in found]


def _high(line: str, alert: bool) -> int:
    """Return about how high a line is on a screen, in pixels."""
    letters, one, around = (_ALERT_LETTERS, _ALERT_LINE, _ALERT_AROUND) if alert else (_LETTERS, _LINE, _AROUND)
    return around + one * -(-len(unescape(_TAG.sub("", line))) // letters)


def _fitting(lines: Sequence[str], room: int, alert: bool = False) -> tuple[int, int]:
    """Return how many lines stand within ``room`` pixels, one at least, and how many pixels are left."""
    for place, line in enumerate(lines):
        high = _high(line, alert)
        if place and high > room:
            return place, room
        room -= high
    return len(lines), room


def _list(lines: Sequence[str], kind: str) -> str:
    return f'<ul class="ch-list{kind}">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def attention_list(lines: Sequence[str], raised: Sequence[str], looks: int, link: str, room: int) -> str:
    """Return the list as HTML within ``room`` pixels: the lines, then the alerts ``raised`` in so many ``looks``.

    What there is no room for stands behind a line that says how much it is; ``link`` leads to the page with every alert.
    """
    head = ""
    if looks:
        told = words.plural(len(raised), "alert") if raised else "No alert"
        every = f'<a href="{esc(link)}" target="_self">Compare areas</a>'
        head = f'<p class="ch-muted">{esc(told)} in {esc(words.plural(looks, "look"))} ({every})</p>'
    above = _HEAD if looks else 0
    # All of it where it fits; else one alert at least stands beside the lines, and a line says how many are left.
    if sum(_high(one, False) for one in lines) + above + sum(_high(one, True) for one in raised) <= room:
        shown, alerts = len(lines), len(raised)
    else:
        kept = _high(raised[0], True) if raised else 0
        shown, left = _fitting(lines, room - _MORE - above - kept)
        alerts, _ = _fitting(raised, left + kept, True)
    rest = [*lines[shown:], *raised[alerts:]]
    more = f'<details class="ch-more"><summary>{len(rest)} more</summary>{_list(rest, "")}</details>' if rest else ""
    return _list(lines[:shown], "") + head + _list(raised[:alerts], " ch-alerts") + more
