"""Care plans: personalised care and support plans of residents, medicines support, and all elements together."""

from ui.family import draw_family
from ui.frame import close_page, open_page

page = open_page("Care plans")
draw_family(page, "care_plans", "medicines", "all_elements")
close_page(page)
