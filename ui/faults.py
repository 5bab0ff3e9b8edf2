"""What went wrong inside: whole in a structured log, for a reader one sentence and a number to quote."""

from __future__ import annotations

import logging
from secrets import token_hex

from carehomes.snapshots import TooMuchAsked
from ui.text import say

_LOG = logging.getLogger("carehomes")


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
