"""Clinical leads: in which areas every home has a named one, and who they are; all elements together."""

from ui.family import draw_family
from ui.frame import close_page, open_page

page = open_page("Clinical leads", beds_apply=True)
draw_family(page, "clinical_lead", "all_elements")
close_page(page)
