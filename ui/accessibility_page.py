"""The accessibility statement: what is held to, how it was tested, and what fails."""

from __future__ import annotations

import streamlit as st

from carehomes.settings import contact
from ui.text import block, esc

#: Heading, then its sentences. What fails is said first among equals: a statement without it would not be true.
STATEMENT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What fails",
        (
            "Charts cannot be walked through by keyboard, point by point. Each has its finding as a title, the same in words for screen "
            "readers, and the same figures in its Table tab.",
            "On a phone, and at 200% zoom, wide tables and charts keep their width and are scrolled sideways within their own place; "
            "the page itself is not.",
            "Links that open another view load the page anew: a screen reader starts again at its top. Skip to content leads past the "
            "navigation.",
            "After a filter is changed the new figures are not announced; the focus stays where it was.",
            "The boxes of filters, tabs, upload fields and the sidebar are Streamlit's own. The upload field gives itself a role that it "
            "does not keep (axe-core: presentation-role-conflict, minor), and the sidebar is a section called Sidebar, not a navigation.",
            "The text of a filter that cannot be used yet is pale, below 4.5 to 1.",
            "Downloaded pictures (PNG, SVG) are not read out beyond their title; the CSV and XLSX files hold the same figures.",
            "axe-core sees what a page shows when it is opened, and the tables of one page; not what lies behind every tab and button.",
            "It has not been tested with people who use assistive technology, nor with a screen reader.",
        ),
    ),
    (
        "What is held to",
        (
            "The Web Content Accessibility Guidelines 2.2 at level AA.",
            "Nothing is told by colour alone: a share has its counts, a state its letter and shape, not answered its hatching.",
            "Text has a contrast of 4.5 to 1 or more, marks of charts 3 to 1 against white, by themselves or by their outline.",
            "Tables are real tables with headings; terms in headings lead to what they mean; no text is smaller than 10 points.",
        ),
    ),
    (
        "How it was tested",
        (
            "Every page, at each change of the code, by axe-core 4.12 in Chromium: no serious or critical finding.",
            "By geometry at 1600 by 900, 1920 by 1080, 800 by 450 (200% zoom) and 390 by 844 (a phone): no text is cut, no label lies over "
            "another or outside its drawing, no page is scrolled sideways.",
            "By keyboard: search, navigation, filters, tabs and tables are reached in the order of reading, and the focus is seen.",
            "The colours of text and marks are held to their contrast by computation.",
        ),
    ),
)


def draw_accessibility() -> None:
    """Draw the statement, and whom to tell what is missing from it."""
    for heading, lines in STATEMENT:
        with st.container(key=f"card_{heading.lower().replace(' ', '_')}"):
            listed = "".join(f"<li>{esc(line)}</li>" for line in lines)
            block(f'<h2 class="ch-title">{heading}</h2><ul class="ch-list">{listed}</ul>')
    with st.container(key="card_tell"):
        whom = contact() or "Tell whoever runs this installation: no contact is set."
        block(f'<h2 class="ch-title">If something cannot be used</h2><div class="ch-dl"><p>{esc(whom)}</p></div>')
