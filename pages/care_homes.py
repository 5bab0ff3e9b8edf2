"""Care homes: the homes of the register in the chosen area, the alignment lists, and the register against the returns."""

from ui.care_homes_page import draw_care_homes
from ui.frame import close_page, open_page

page = open_page("Care homes", source="CQC register, alignment files and weekly CCG returns")
draw_care_homes(page)
close_page(page)
