"""Testing: the ladder from not eligible to regular testing, residents and staff tested."""

from ui.family import draw_family
from ui.frame import close_page, open_page

page = open_page("Testing", beds_apply=True)
draw_family(page, "testing")
close_page(page)
