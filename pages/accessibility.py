"""The accessibility statement."""

from ui.accessibility_page import draw_accessibility
from ui.frame import close_page, open_page

page = open_page("Accessibility", needs_week=False, filters=False, homes_apply=False)
draw_accessibility()
close_page(page)
