"""Returns: upload, receipts, who has returned."""

from ui.decisions import draw_decisions
from ui.desk import draw_desk
from ui.frame import close_page, open_page
from ui.received import draw_received

page = open_page("Returns", needs_week=False, homes_apply=False)
draw_desk(page)
draw_decisions(page)
draw_received(page)
close_page(page)
