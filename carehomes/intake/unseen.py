"""What the reader of workbooks passes over in silence: errors in cells, and that a number is shown as a percentage.

``calamine`` gives a blank for ``#N/A`` and 1 for a cell that says 100%. Neither may pass: an error is not silence, a percentage no
count. Each format says it in its own parts (``unseen_xlsx.py``, ``unseen_xlsb.py``, ``unseen_xls.py``, ``unseen_ods.py``), which are
read here in the reader's own process. These modules import nothing of the project but one another, so that it starts at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: A cell, row and column from 1.
At = tuple[int, int]
#: What a cell says that holds an error, by the number under which binary formats keep it (MS-XLS 2.5.10 BErr).
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
#: The built-in formats that show a percentage (ECMA-376 18.8.30; the same in binary formats).
_BUILT_IN = frozenset({9, 10})
#: What of a format's code is text to show: in quotation marks, after a backslash, and what fills or keeps room.
_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.')


@dataclass
class Unseen:
    """What was passed over in one sheet: ``texts`` to put into cells, and the numbers that are shown as ``percents``."""

    texts: dict[At, str] = field(default_factory=dict)
    percents: set[At] = field(default_factory=set)


def percent_styles(formats: list[int], codes: dict[int, str]) -> frozenset[int]:
    """Return which cell styles show a percentage: ``formats`` are their number formats in order, ``codes`` the workbook's own."""
    own = {number for number, code in codes.items() if "%" in _SHOWN.sub("", code)}
    shows = own | (_BUILT_IN - codes.keys())
    return frozenset(style for style, number in enumerate(formats) if number in shows)
