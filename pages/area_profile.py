"""Area profile: one area on one page - its measures, its place among others, its returns, its councils, its homes, its notes."""

from ui.area_profile import draw_profile
from ui.frame import close_page, open_page

page = open_page("Area profile", beds_apply=True)
draw_profile(page)
close_page(page)
