"""Notes and events: what a reader of the figures must know of areas, measures and weeks."""

from ui.frame import close_page, open_page
from ui.notes_page import draw_notes

page = open_page("Notes and events", filters=False, homes_apply=False)
draw_notes(page)
close_page(page)
