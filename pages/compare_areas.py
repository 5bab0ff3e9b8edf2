"""Compare areas: a map of equal tiles, and the chosen area beside the rest and beside areas like it."""

from ui.compare_page import draw_compare
from ui.frame import close_page, open_page

page = open_page("Compare areas")
close_page(draw_compare(page))
