"""LA status: the 13 actions of the national form, one local authority at a time."""

from ui.frame import close_page, open_page
from ui.la_page import draw_la_status

page = open_page("LA status", needs_week=False, source="LA status return (the national form of May 2020)", homes_apply=False)
page = draw_la_status(page)
close_page(page)
