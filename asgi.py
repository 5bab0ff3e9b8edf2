"""The same pages for a server: behind security headers, compression, allowed hosts and a structured log, dear work beside them.

``python -m streamlit run asgi.py``, or any ASGI server with ``asgi:app``.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from carehomes.aside import beside
from carehomes.log import log_faults
from carehomes.settings import dear_processes
from ui.faults import tell_fault
from ui.server import middleware


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Have the processes for dear work for as long as the server runs."""
    with beside(dear_processes()):
        yield


log_faults()
app = st.App("dashboard.py", middleware=middleware(), on_script_error=tell_fault, lifespan=lifespan)
