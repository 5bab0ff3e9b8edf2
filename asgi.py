"""The same pages for a server: behind security headers, compression, allowed hosts and a structured log.

``python -m streamlit run asgi.py``, or any ASGI server with ``asgi:app``.
"""

import streamlit as st

from ui.faults import log_faults, tell_fault
from ui.server import middleware

log_faults()
app = st.App("dashboard.py", middleware=middleware(), on_script_error=tell_fault)
