"""About: what this is, where its figures come from, whom to turn to."""

from ui.about_page import draw_about
from ui.frame import close_page, open_page

page = open_page("About", needs_week=False, filters=False, homes_apply=False)
draw_about(page)
close_page(page)
