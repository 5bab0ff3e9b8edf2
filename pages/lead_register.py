"""Lead register: each home's clinical lead - profession, employer, job share, start -, the gaps, what moved, leads by their homes."""

from ui.frame import close_page, open_page
from ui.lead_register import draw_lead_register

page = open_page("Lead register")
draw_lead_register(page)
close_page(page)
