"""Returns: upload, receipts, templates, what was received."""

from ui.decisions import draw_decisions
from ui.desk import draw_desk
from ui.frame import close_page, open_page
from ui.mapping_screen import draw_mappings
from ui.received import draw_received
from ui.templates_card import draw_templates

page = open_page("Returns", needs_week=False, homes_apply=False, for_team=True)
draw_desk(page)
draw_templates(page)
draw_mappings(page)
draw_decisions(page)
draw_received(page)
close_page(page)
