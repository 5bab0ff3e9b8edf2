"""Names as they are read: published lists print them in capitals."""

from __future__ import annotations

import re

#: Letters that stand for words and stay capitals.
_KEPT = frozenset({"NHS", "CCG", "PCN", "GP", "GPS", "LTD", "BNSSG", "SWB", "NEL", "ABC", "SAPA", "HIPC", "II", "III", "UK", "STP"})
_SMALL = frozenset({"and", "of", "the", "in", "on", "at", "upon", "with", "for", "by", "le", "under", "to"})
_SHORT = frozenset({"ST", "MT", "DR", "MR", "RD", "LTD"})
#: The longest word in brackets that is taken for an abbreviation, (IW), (WREN), and the longest code with digits, PCN1, LS25.
_ABBREVIATED = 4
_CODE = 6


def readable_name(name: str) -> str:
    """Return a name in capitals as it is read, ``NHS South Sefton CCG``; one that has small letters already stays as it is."""
    plain = " ".join(name.split())
    if any(letter.islower() for letter in plain):
        return plain
    words = plain.split(" ")
    return " ".join(_word(word, first=place == 0) for place, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    bracketed = re.fullmatch(r"\(([A-Z]+)\)", word)
    if bracketed and len(bracketed.group(1)) <= _ABBREVIATED:
        return word
    return re.sub(r"[A-Z0-9][A-Z0-9']*", lambda found: _part(found.group(), first=first and found.start() == 0), word)


def _part(text: str, *, first: bool) -> str:
    if text in _SHORT:
        return text.capitalize()
    if text in _KEPT or (len(text) <= _CODE and any(one.isdigit() for one in text)) or (len(text) > 1 and not re.search(r"[AEIOUY]", text)):
        return text
    if not first and text.lower() in _SMALL:
        return text.lower()
    return "'".join(_capital(piece, after=place > 0) for place, piece in enumerate(text.split("'")))


def _capital(piece: str, *, after: bool) -> str:
    # What follows an apostrophe is an ending (ANNE'S) unless it is a name of its own (O'CONNOR).
    return piece.lower() if after and len(piece) < 3 else piece.capitalize()
