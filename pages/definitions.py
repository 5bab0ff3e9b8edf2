"""Definitions."""

from ui.definitions_page import draw_definitions
from ui.frame import close_page, open_page

page = open_page("Definitions", needs_week=False, filters=False, homes_apply=False)
draw_definitions(page)
close_page(page)
