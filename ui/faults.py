"""What went wrong inside: whole in a structured log, for a reader one sentence and a number to quote."""

from __future__ import annotations

import logging
import sys
from secrets import token_hex

from pythonjsonlogger.json import JsonFormatter

from carehomes.settings import log_file
from carehomes.snapshots import TooMuchAsked
from ui.text import say

_LOG = logging.getLogger("carehomes")


def log_faults() -> None:
    """Write what goes wrong as one JSON object a line, to ``CAREHOMES_LOG`` or the standard error."""
    named = log_file()
    handler = logging.FileHandler(named, encoding="utf-8") if named else logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", timestamp=True))
    _LOG.handlers = [handler]
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False


def tell_fault(error: Exception) -> bool:
    """Log ``error`` whole under a number and tell the reader the number; no detail of it reaches a page."""
    if isinstance(error, TooMuchAsked):
        say(str(error), "stop")
        return True
    number = token_hex(4)
    _LOG.error("a page failed", exc_info=error, extra={"fault": number})
    say(
        f"This page could not be shown (fault {number}). Nothing was lost. Try again; if it stays, "
        "tell those who run this dashboard that number: their log says what happened.",
        "stop",
    )
    return True
