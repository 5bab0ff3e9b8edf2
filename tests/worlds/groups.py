"""Own groups of a made-up world: some of its areas of any level, and some of its homes."""

from __future__ import annotations

import random

from .make import Made


def draw_groups(made: Made, count: int = 2) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The areas and homes of `count` groups, the same for the same world. Some of them overlap, have closed or are not open yet."""
    rng = random.Random(f"groups-{made.seed}")
    groups = []
    for _ in range(count):
        levels = [made.ccgs, made.ccgs, made.pcns, made.las, made.above]
        areas = [rng.choice(level) for level in rng.sample(levels, rng.randint(0, 3))]
        homes = rng.sample(made.homes, rng.randint(0 if areas else 1, min(3, len(made.homes))))
        groups.append((tuple(sorted(set(areas))), tuple(sorted(set(homes)))))
    return groups
