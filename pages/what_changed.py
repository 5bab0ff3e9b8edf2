"""What changed: between any two moments, why, and which homes are behind it."""

from ui.frame import close_page, open_page
from ui.what_changed_page import draw_what_changed

page = open_page("What changed")
draw_what_changed(page)
close_page(page)
