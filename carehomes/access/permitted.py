"""The permitted areas of a reader: CCG codes, or everywhere until there is sign-in."""

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

    def within(self, ccgs: frozenset[str]) -> Permitted:
        """Return this reader's areas among ``ccgs`` alone: what is asked of a few areas does not count all."""
        return Permitted(ccgs if self.ccgs is None else ccgs & self.ccgs)

    def may_open(self, submitters: Iterable[str]) -> bool:
        """Return whether the reader may have a file as it was received: only who may see everything that its ``submitters`` say."""
        return self.ccgs is None or set(submitters) <= self.ccgs


EVERYWHERE = Permitted()
