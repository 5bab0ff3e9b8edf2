"""Which action of the councils' form stands beside which measure of the CCGs' returns, and where the two are unlike: a reference file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carehomes.settings import PROJECT

PAIRS = PROJECT / "data" / "reference" / "la_pairs.toml"


@dataclass(frozen=True)
class LaPair:
    """One action of the form (``item``, its number) beside one measure (its id); ``unlike`` says where their wordings differ."""

    item: str
    measure: str
    unlike: str


def load_la_pairs(path: Path = PAIRS) -> tuple[LaPair, ...]:
    """Return the pairs of ``path`` in its order. Raises ``ValueError`` where one lacks a part or stands twice."""
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("pair", [])
        found = [LaPair(one["item"], one["measure"], " ".join(one["unlike"].split())) for one in listed]
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name} is not a list of pairs: {error}.") from error
    if silent := [one for one in found if not one.unlike]:
        raise ValueError(f"{path.name}: {silent[0].item} beside {silent[0].measure} does not say where the two are unlike. Say it.")
    both = [(one.item, one.measure) for one in found]
    if twice := sorted({one for one in both if both.count(one) > 1}):
        raise ValueError(f"{path.name}: {twice[0][0]} beside {twice[0][1]} stands twice. Once is enough.")
    return tuple(found)


@cache
def la_pairs() -> tuple[LaPair, ...]:
    """Return the product's pairs, read once."""
    return load_la_pairs()
