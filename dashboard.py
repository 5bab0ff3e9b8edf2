"""Overview, the front page: where is every element in place, how sure are we, and what needs attention."""

from ui.frame import close_page, open_page
from ui.navigation import PRODUCT
from ui.overview import draw_overview

page = open_page(PRODUCT, beds_apply=True)
draw_overview(page)
close_page(page)
