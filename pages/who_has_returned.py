"""Who has returned: every CCG by every week, whom to chase, each submitter's record, weeks closed."""

from ui.frame import close_page, open_page
from ui.who_page import draw_who

page = open_page("Who has returned", homes_apply=False)
draw_who(page)
close_page(page)
