"""Screenshot mode (``?screenshot=1``): the page without navigation and filters, its footer kept, at 1600 by 900 and at 1920 by 1080."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from carehomes.selection import LINK_KEYS
from ui.navigation import address
from ui.text import block, esc

KEY = "screenshot"
#: A screen of 1920 by 1080 is one of 1600 by 900 at 1.2 times the size. What leads back shows itself to the pointer and the keyboard only.
_SHEET = """
<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"] { display: none; }
.stApp [data-testid="stMainBlockContainer"] { max-width: 1600px; padding-top: 14px; }
[data-testid="stPopover"], [data-testid="stTabs"] [role="tablist"] { display: none; }
.stApp table.heat:not(.one) td { padding: 5px 2px; }
.ch-leave { position: absolute; left: 50%; top: 4px; transform: translateX(-50%); z-index: 9;
  opacity: 0; background: #FFFFFF; color: #005EB8;
  padding: 2px 10px;
  border: 1px solid #005EB8; font-size: 14px; }
.ch-leave:hover, .ch-leave:focus { opacity: 1; }
@media (min-width: 1900px) and (min-height: 1060px) { [data-testid="stMain"] { zoom: 1.2; } }
</style>
"""


def wanted() -> bool:
    """Return whether the address asks for screenshot mode."""
    return st.query_params.get(KEY) == "1"


def own_params() -> dict[str, str]:
    """Return the whole address of this page as codes, but for screenshot mode and what a link says of itself."""
    return {key: st.query_params[key] for key in st.query_params if key not in (KEY, *LINK_KEYS)}


def take_link(params: Mapping[str, str]) -> str:
    """Return the link that opens this page, as it stands, for a screenshot."""
    return f'<a class="ch-act" href="{esc(address({**own_params(), **params, KEY: "1"}))}" target="_self">Screenshot</a>'


def draw_sheet() -> None:
    """Hide what a picture does not need; the way back comes up under the pointer, and with the Tab key."""
    block(f'{_SHEET}<a class="ch-leave" href="{esc(address(own_params()))}" target="_self">Leave screenshot mode</a>')
