"""Reference: registers and alignment files come in here, their versions, and what changed between two registers."""

from ui.frame import close_page, open_page
from ui.reference_page import draw_reference

page = open_page("Reference", needs_week=False, filters=False, homes_apply=False, source="CQC registers and alignment files")
draw_reference(page)
close_page(page)
