"""The log of a server: one JSON object a line."""

from __future__ import annotations

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

from carehomes.settings import log_file

_LOG = logging.getLogger("carehomes")


def log_faults() -> None:
    """Write what goes wrong as one JSON object a line, to ``CAREHOMES_LOG`` or the standard error."""
    named = log_file()
    handler = logging.FileHandler(named, encoding="utf-8") if named else logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", timestamp=True))
    _LOG.handlers = [handler]
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
