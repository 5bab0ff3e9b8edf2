"""Methods: how areas and weeks are compared, each method with a worked example."""

from ui.frame import close_page, open_page
from ui.methods_page import draw_methods

page = open_page("Methods", needs_week=False, filters=False, homes_apply=False, source="the methods of this installation")
draw_methods()
close_page(page)
