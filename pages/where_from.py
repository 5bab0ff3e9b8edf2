"""Where a figure comes from: its homes, each to its return, file, sheet and cell; and the returns themselves."""

from ui.frame import close_page, open_page
from ui.where_from_page import draw_where_from

page = open_page("Where from")
draw_where_from(page)
close_page(page)
