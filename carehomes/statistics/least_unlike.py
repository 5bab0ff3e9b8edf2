"""Two sides count the same homes and one of them names none: on how many homes they must differ, at the least."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unlike:
    """Homes on which two sides differ at the least; never both above 0.

    ``refused``: the first side counts them, the second says no. ``uncounted``: the second says yes, the first does not count them.
    """

    refused: int
    uncounted: int

    @property
    def least(self) -> int:
        """Homes on which the two differ, at the least."""
        return self.refused + self.uncounted


def least_unlike(counted: int, total: int | None, *, yes: int, no: int, homes: int) -> Unlike:
    """Return on how many homes two sides differ at the least, whatever the homes that did not answer would have said.

    The first side counts ``counted`` of ``total`` homes and names none (``total`` None: as many as the second has); the second says
    ``yes`` and ``no`` of single ones of its ``homes``, the others being silent or exempt. ``yes`` and ``no`` may be those of some
    of its homes alone. Taken is that the smaller of the two lists of homes lies wholly in the larger: a home on one list only
    can explain one difference. Raises ``ValueError`` where a count is below 0, or ``yes`` and ``no`` are more than ``homes``.
    """
    if min(counted, total or 0, yes, no, homes) < 0 or yes + no > homes:
        raise ValueError(f"{counted} of {total}, {yes} yes and {no} no of {homes}: these are no counts of homes.")
    # A form that counts more homes than it says there are has at least those.
    listed = max(homes if total is None else total, counted)
    # Pigeonholes: counted homes and homes told as no share all that do not fit beside one another.
    refused = max(0, counted + no - max(listed, homes))
    # Homes that only the second side lists may hold its yes and are in no count of the first.
    uncounted = max(0, yes - counted - max(0, homes - listed))
    return Unlike(refused, uncounted)
