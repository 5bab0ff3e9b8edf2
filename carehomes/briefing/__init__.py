"""The weekly briefing: a pack of slides with its own figures, made of a selection, kept, and written as files."""

from carehomes.briefing.asking import Brief
from carehomes.briefing.content import Graph, Grid, Pack, Series, Slide, read_pack, written
from carehomes.briefing.files import SORTS, Sort, pptx_file
from carehomes.briefing.hands import make_by_two
from carehomes.briefing.house import problem as house_problem
from carehomes.briefing.html_file import STYLE, html_file, slides_html
from carehomes.briefing.kept import count_packs, find, keep, make_kept, packs
from carehomes.briefing.many import Made, Order, below, make_files, write_zip
from carehomes.briefing.pack import KINDS, check_kinds, make_pack, too_few
from carehomes.briefing.pdf_file import missing, pdf_file
from carehomes.briefing.pictures_file import chart_svg, pack_pictures
from carehomes.briefing.tables_file import pack_csv, pack_xlsx

__all__ = [
    "KINDS",
    "SORTS",
    "STYLE",
    "Brief",
    "Graph",
    "Grid",
    "Made",
    "Order",
    "Pack",
    "Series",
    "Slide",
    "Sort",
    "below",
    "chart_svg",
    "check_kinds",
    "count_packs",
    "find",
    "house_problem",
    "html_file",
    "keep",
    "make_by_two",
    "make_files",
    "make_kept",
    "make_pack",
    "missing",
    "pack_csv",
    "pack_pictures",
    "pack_xlsx",
    "packs",
    "pdf_file",
    "pptx_file",
    "read_pack",
    "slides_html",
    "too_few",
    "write_zip",
    "written",
]
