"""The glossary: the words of the pages, each told once, and the headings that they explain."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carehomes.settings import PROJECT

TERMS = PROJECT / "data" / "reference" / "terms.toml"


@dataclass(frozen=True)
class Term:
    """One word: its id (as an address names it), how it is written, what it means, and the headings that it explains.

    ``phrases`` are those by which it is known in a sentence.
    """

    id: str
    name: str
    told: str
    heads: tuple[str, ...]
    phrases: tuple[str, ...] = ()

    def said_in(self, text: str) -> bool:
        """Return whether one of its phrases stands in ``text`` as a whole."""
        return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in self.phrases)


def load_terms(path: Path = TERMS) -> tuple[Term, ...]:
    """Return the terms of ``path`` by name. Raises ``ValueError`` where a term lacks a part, or an id or a heading stands twice."""
    try:
        found = [
            Term(one["id"], one["name"], one["told"], tuple(one["heads"]), tuple(one.get("phrases", ())))
            for one in tomllib.loads(path.read_text(encoding="utf-8")).get("term", [])
        ]
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name} is not a glossary: {error}.") from error
    for what, names in (("id", [one.id for one in found]), ("heading", [head for one in found for head in one.heads])):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{path.name}: the {what} {twice[0]!r} stands twice. Each has one meaning.")
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


@cache
def terms() -> tuple[Term, ...]:
    """Return the product's terms by name, read once."""
    return load_terms()


@cache
def _by_head() -> dict[str, Term]:
    return {head: one for one in terms() for head in one.heads}


def term_of(heading: str) -> Term | None:
    """Return the term that explains ``heading``, None where it needs none."""
    return _by_head().get(heading)
