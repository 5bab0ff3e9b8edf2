"""Data quality: what is missing, what was found, what changed its meaning, what the figures cannot say."""

from ui.data_quality_page import draw_data_quality
from ui.frame import close_page, open_page

page = open_page("Data quality", homes_apply=False)
draw_data_quality(page)
close_page(page)
