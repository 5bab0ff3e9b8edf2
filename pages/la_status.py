"""LA status: the 13 actions of the national form, the councils of an area side by side, or one by itself."""

from ui.frame import close_page, open_page
from ui.la_data import received
from ui.la_page import draw_la_status

SOURCE = "LA status return (the national form of May 2020)"
page = open_page("LA status", needs_week=False, source=SOURCE, homes_apply=False, received=received)
page = draw_la_status(page)
close_page(page)
