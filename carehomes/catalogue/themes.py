"""Themes of the words in the councils' forms: which words each is known by, in a reference file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from carehomes.settings import PROJECT

THEMES = PROJECT / "data" / "reference" / "la_themes.toml"


def _plain(text: str) -> str:
    # A hyphen and a line break are a space: "step-down" and "step down" are one phrase.
    return " ".join(re.sub(r"[\s\u2010-\u2015-]+", " ", text.casefold()).split())


@dataclass(frozen=True)
class Theme:
    """One theme: its id, how it is called, and the words (or phrases) by which it is known."""

    id: str
    name: str
    words: tuple[str, ...]

    @cached_property
    def _known_by(self) -> re.Pattern[str]:
        longest_first = sorted({_plain(word) for word in self.words}, key=lambda word: (-len(word), word))
        return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in longest_first)})(?!\w)")

    def said_in(self, text: str) -> str:
        """Return the first word of the theme that stands in ``text`` as a whole, '' where none does."""
        found = self._known_by.search(_plain(text))
        return found.group(0) if found else ""


def load_themes(path: Path = THEMES) -> tuple[Theme, ...]:
    """Return the themes of ``path`` in its order. Raises ``ValueError`` where one lacks a part or an id stands twice."""
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("theme", [])
        found = [Theme(one["id"], one["name"], tuple(one["words"])) for one in listed]
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name} is not a list of themes: {error}.") from error
    if wordless := [one.id for one in found if not any(_plain(word) for word in one.words)]:
        raise ValueError(f"{path.name}: the theme {wordless[0]!r} has no words. Give it some.")
    ids = [one.id for one in found]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ValueError(f"{path.name}: the id {twice[0]!r} stands twice. Each theme has its own.")
    return tuple(found)


@cache
def themes() -> tuple[Theme, ...]:
    """Return the product's themes, read once."""
    return load_themes()
