"""The permitted areas of a reader: CCG codes, or everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Permitted:
    """The CCGs whose figures a reader may see; ``ccgs`` is None where all are. Hashable, so that caches can be keyed by it."""

    ccgs: frozenset[str] | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that every report takes: ``everywhere`` and ``permitted``."""
        return {"everywhere": self.ccgs is None, "permitted": sorted(self.ccgs or ())}

    def within(self, ccgs: frozenset[str] | None) -> Permitted:
        """Return this reader's areas among ``ccgs`` alone (None: everywhere): what is asked of a few areas does not count all."""
        if self.ccgs is None or ccgs is None:
            return Permitted(ccgs if self.ccgs is None else self.ccgs)
        return Permitted(ccgs & self.ccgs)

    def may_open(self, submitters: Iterable[str]) -> bool:
        """Return whether the reader may have what these ``submitters`` say, such as a file as it was received: only all of it or none."""
        return self.ccgs is None or set(submitters) <= self.ccgs


EVERYWHERE = Permitted()
