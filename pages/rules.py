"""Rules: everything that a file is held against, with what to do about it."""

from ui.frame import close_page, open_page
from ui.rules_page import draw_rules

page = open_page("Rules", needs_week=False, filters=False, homes_apply=False, source="the rules of this installation")
draw_rules(page)
close_page(page)
