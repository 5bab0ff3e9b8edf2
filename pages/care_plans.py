"""Care plans: personalised care and support plans of residents, and medicines support."""

from ui.family import draw_family
from ui.frame import close_page, open_page

page = open_page("Care plans", beds_apply=True)
draw_family(page, "care_plans", "medicines")
close_page(page)
