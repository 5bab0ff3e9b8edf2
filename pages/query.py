"""Query: an analyst's own SQL, over tables cut to the areas that the reader may see."""

from ui.frame import close_page, open_page
from ui.query_page import draw_query

page = open_page("Query", homes_apply=False)
draw_query(page)
close_page(page)
