"""About: what this is, each source with its frequency and latest data, approval, contact, release and licence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from carehomes import RELEASE
from carehomes.charts import words
from carehomes.charts.readings import day
from carehomes.ledger.model import KIND_NAMES
from carehomes.provenance import STATUS
from carehomes.settings import contact
from ui.frame import Page
from ui.navigation import PRODUCT
from ui.tables import Column, html_table
from ui.text import block, esc

#: What comes in, by kind: from whom, and how often.
_SOURCES = {
    "home": ("CCGs: a row a care home", "weekly"),
    "area": ("CCGs: a row a PCN or a CCG, with counts", "weekly"),
    "la": ("Local authorities: the national status form, 13 actions", "as it is asked for"),
    "register": ("CQC: the care homes of England, with beds and service types", "monthly"),
    "alignment": ("CCGs: which PCN supports which home", "when it changes"),
    "areas": ("Organisation Data Service, Office for National Statistics: codes, names, mergers", "when it changes"),
    "boundaries": ("Office for National Statistics: boundaries of CCGs", "when it changes"),
}
_WHAT = (
    f"{PRODUCT} tells, from the weekly returns of CCGs, in which areas every care home has a named clinical lead, is checked on every "
    "week, has care plans for its residents, holds pulse oximeters and is in testing.",
    "Four states are kept apart everywhere: yes, no, not answered, not applicable. Homes are counted over the register of the week's last "
    "day. Every figure says its week, when it was known and how many have returned, and opens to the cells that it comes from.",
)
_APPROVAL = (
    "A return is accepted or refused whole, by the rules that the Rules page lists: an error stops it, a query needs a reason that is "
    "kept with it. Whoever accepts it, withdraws it or closes a week stands in the journal by role, with the reason; nothing is rewritten."
)


def draw_about(page: Page) -> None:
    """Draw what it is, the sources, and who stands for it."""
    with st.container(key="card_about"):
        told = "".join(f"<p>{esc(line)}</p>" for line in _WHAT)
        block(f'<h2 class="ch-title">What it is</h2><div class="ch-dl">{told}</div>')
    with st.container(key="card_sources"):
        block(f'<h2 class="ch-title">Sources</h2>{sources_table(page.asked.returns_received())}')
    with st.container(key="card_stands"):
        terms = {
            "Status": words.capital(STATUS) + ".",
            "Approval": _APPROVAL,
            "Contact": contact() or "No contact is set for this installation. Whoever runs it can name one (CAREHOMES_CONTACT).",
            "Release": f"{RELEASE}, {page.provenance.stamp}",
            "Licence": "MIT. Lists of areas: Office for National Statistics and NHS Digital, under the Open Government Licence v3.0.",
        }
        listed = "".join(f"<dt>{term}</dt><dd>{esc(told)}</dd>" for term, told in terms.items())
        block(f'<h2 class="ch-title">Who stands for it</h2><dl class="ch-dl">{listed}</dl>')


def sources_table(received: pd.DataFrame) -> str:
    """Return each kind of file with how often it comes, how many of it stand, of which week the latest is, and when that was received."""
    rows = []
    for kind, (whose, often) in _SOURCES.items():
        standing = received[(received["kind"] == kind) & received["standing"].astype(bool)] if len(received) else received
        latest = standing.sort_values("received_at").iloc[-1] if len(standing) else None
        weeks = [found for value in standing["week"] if (found := day(value))] if len(standing) else []
        rows.append(
            [
                words.capital(KIND_NAMES[kind]),
                whose,
                often,
                words.count(len(standing)),
                words.day(max(weeks)) if weeks else words.NOT_AVAILABLE,
                words.moment(latest["received_at"].to_pydatetime()) if latest is not None else words.NOT_AVAILABLE,
            ]
        )
    columns = [
        Column("Source"),
        Column("From whom, and what", width=34),
        Column("How often"),
        Column("Standing", True),
        Column("Latest week or day"),
        Column("Last received"),
    ]
    return html_table("What comes in, and how much of it stands; [x]: nothing yet, or no week", columns, rows, scroll=False)
