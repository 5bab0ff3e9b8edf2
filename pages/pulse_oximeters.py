"""Pulse oximeters: homes that have one, units held, allocated, delivered and outstanding, staff trained."""

from ui.family import draw_family
from ui.frame import close_page, open_page

page = open_page("Pulse oximeters", beds_apply=True)
draw_family(page, "pulse_oximeters")
close_page(page)
