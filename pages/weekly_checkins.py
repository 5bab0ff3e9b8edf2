"""Weekly check-ins: set up, and done this week; by mode and by whom."""

from ui.family import draw_family
from ui.frame import close_page, open_page

page = open_page("Weekly check-ins", beds_apply=True)
draw_family(page, "weekly_checkin")
close_page(page)
