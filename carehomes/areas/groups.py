"""Own groups: any set of areas or homes under a name. A group never changes: its id is made of what is in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass


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


def group_of(name: str, areas: tuple[str, ...] | list[str] = (), homes: tuple[str, ...] | list[str] = ()) -> Group:
    """Return the group with these members, in order and each once. Raises ``ValueError`` where the name or the members are blank."""
    plain = " ".join(name.split())
    if not plain:
        raise ValueError("A group needs a name.")
    if not areas and not homes:
        raise ValueError("A group needs at least one area or home.")
    return Group(plain, tuple(sorted(set(areas))), tuple(sorted(set(homes))))
