"""Briefing: the pack of the chosen area and week, as it will look and as files."""

from ui.briefing_page import draw_briefing
from ui.frame import close_page, open_page

page = open_page("Briefing")
draw_briefing(page)
close_page(page)
