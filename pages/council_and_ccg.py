"""Council and CCG: what a council's form and its CCGs' returns say of the same homes, and who should talk to whom."""

from ui.frame import close_page, open_page
from ui.la_ccgs import draw_la_ccgs
from ui.la_data import received

SOURCE = "LA status return (the national form of May 2020) and weekly CCG returns"
page = open_page("Council and CCG", source=SOURCE, homes_apply=False, received=received)
page = draw_la_ccgs(page)
close_page(page)
