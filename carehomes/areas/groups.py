"""Own groups: any set of areas or homes under a name. A group never changes: its id is made of what is in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

#: So that a name stands uncut in headers and chips.
LONGEST_NAME = 60


@dataclass(frozen=True)
class Group:
    """A named set of areas (codes of regions, STPs, CCGs, PCNs or local authorities) and homes (CQC location IDs).

    Hashable, so that caches can be keyed by it. Make one with ``group_of``, which puts its members in order.
    """

    name: str
    areas: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The group's code, such as ``g-3f9a1c22d0``: of its name and members, so that a link always opens what its sender saw."""
        content = json.dumps([self.name, self.areas, self.homes], ensure_ascii=False)
        return f"g-{hashlib.sha256(content.encode()).hexdigest()[:10]}"

    @property
    def label(self) -> str:
        """The name and what it is, as everywhere on screen: ``Coast homes (own group)``."""
        return f"{self.name} (own group)"

    @property
    def members(self) -> str:
        """The members as codes in words: ``areas U99003, X01; homes 1-123456789``."""
        parts = [f"{word} {', '.join(codes)}" for word, codes in (("areas", self.areas), ("homes", self.homes)) if codes]
        return "; ".join(parts)


def group_of(name: str, areas: tuple[str, ...] | list[str] = (), homes: tuple[str, ...] | list[str] = ()) -> Group:
    """Return the group with these members, in order and each once.

    Raises ``ValueError`` where the name is blank or too long for a headline, and where there is no member.
    """
    plain = " ".join(name.split())
    if not plain:
        raise ValueError("A group needs a name.")
    if len(plain) > LONGEST_NAME:
        raise ValueError(f"A group's name has at most {LONGEST_NAME} characters; this one has {len(plain)}.")
    if not areas and not homes:
        raise ValueError("A group needs at least one area or home.")
    return Group(plain, tuple(sorted(set(areas))), tuple(sorted(set(homes))))
