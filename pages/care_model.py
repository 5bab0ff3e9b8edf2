"""Care model: what optional questions tell of enhanced health in care homes, topic by topic, of the CCGs that are asked."""

from ui.care_model import draw_care_model
from ui.frame import close_page, open_page

page = open_page("Care model", beds_apply=True)
close_page(draw_care_model(page))
