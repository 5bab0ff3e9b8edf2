"""Follow-ups: values sent back to who sent them, what was answered, what is settled."""

from ui.follow_ups_page import draw_follow_ups
from ui.frame import close_page, open_page

page = open_page("Follow-ups", filters=False, homes_apply=False, for_team=True)
draw_follow_ups(page)
close_page(page)
