"""The weekly briefing: a pack of slides with its own figures, made of a selection, kept, and written as files."""

from carehomes.briefing.content import Graph, Grid, Pack, Series, Slide, read_pack, written
from carehomes.briefing.kept import find, keep, packs
from carehomes.briefing.pack import KINDS, make_pack, too_few
from carehomes.briefing.pptx_file import pptx_file

__all__ = [
    "KINDS",
    "Graph",
    "Grid",
    "Pack",
    "Series",
    "Slide",
    "find",
    "keep",
    "make_pack",
    "packs",
    "pptx_file",
    "read_pack",
    "too_few",
    "written",
]
