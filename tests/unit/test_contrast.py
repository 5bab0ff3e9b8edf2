"""The palette by computation (WCAG 2.2, 1.4.3 and 1.4.11): text 4.5 to 1, marks 3 to 1 by themselves or by their outline."""

from __future__ import annotations

import re

import pytest

from carehomes.charts import template as look
from ui.states import LOOKS
from ui.style import SHEET

#: The colours that marks of charts are drawn in, without an outline.
MARKS = (look.BLUE, look.DARK_BLUE, look.PURPLE, look.GREY, look.INK, *look.SERIES)
#: Light marks, which are drawn with an outline of grey or blue.
OUTLINED = (look.ORANGE, look.PALE, *look.STEPS)
BEHIND = ("#FFFFFF", "#F0F4F5")


def light(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#005EB8", "#FFFFFF") == pytest.approx(6.4, abs=0.1)


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_stands_out_from_white(mark: str) -> None:
    assert contrast(mark, look.WHITE) >= 3


def test_the_outlines_of_light_marks_stand_out() -> None:
    # Why they have one: by themselves some would not be seen.
    assert any(contrast(pale, look.WHITE) < 3 for pale in OUTLINED)
    assert all(contrast(outline, look.WHITE) >= 3 for outline in (look.GREY, look.INK, look.BLUE))


def test_no_state_is_told_by_colour_alone() -> None:
    told = [one.mark for one in LOOKS.values()]
    assert len(set(told)) == len(told) and all(told)


@pytest.mark.parametrize(("least", "fill", "ink"), look.SHADES)
def test_words_are_read_on_every_shade(least: float, fill: str, ink: str) -> None:
    assert contrast(fill, ink) >= 4.5


@pytest.mark.parametrize("ink", [look.INK, look.GREY])
@pytest.mark.parametrize("behind", BEHIND)
def test_words_are_read_on_the_page_and_on_cards(ink: str, behind: str) -> None:
    assert contrast(ink, behind) >= 4.5


def test_the_line_around_what_has_the_focus_is_seen_on_white_and_on_blue() -> None:
    found = re.search(r"focus-visible.*?outline: 2px solid (#\w{6}).*?box-shadow: 0 0 0 4px (#\w{6})", SHEET, re.DOTALL)
    assert found
    line, glow = found.groups()
    assert contrast(line, look.WHITE) >= 3 and contrast(line, glow) >= 3 and contrast(glow, look.BLUE) >= 3
