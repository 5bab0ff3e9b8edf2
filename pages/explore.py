"""Explore: any measure by any breakdown, for any weeks, as trend, bars, heat table or rows."""

from ui.explore_page import draw_explore
from ui.frame import close_page, open_page

page = open_page("Explore", beds_apply=True)
close_page(draw_explore(page))
