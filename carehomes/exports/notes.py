"""The shorthand of every file and page, as the Government Analysis Function has it: letters in square brackets."""

from __future__ import annotations

#: Sign and meaning, in the order in which they are told.
SIGNS = (
    ("[x]", "not available"),
    ("[z]", "not applicable"),
    ("[e]", "carried forward"),
    ("[p]", "provisional"),
    ("[r]", "revised"),
    ("[c]", "suppressed: a small count of people, or one from which such a count would follow"),
    ("[b]", "break in the series: the question or its answers changed"),
)
BLANK = "Blank cells: the measure has no use for the column."
#: The same in one line, for the header of a CSV file.
SHORTHAND = "Shorthand: " + "; ".join(f"{sign} {meaning}" for sign, meaning in SIGNS) + f". {BLANK}"
