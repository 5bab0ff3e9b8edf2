"""Whose files somebody may bring: only those of her own organisations, however a file says whose it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from carehomes.intake.decide import REFERENCES
from carehomes.ledger.model import Examined, Finding, StagedReturn
from carehomes.store import Store


def require_door(store: Store, kinds: Collection[str]) -> None:
    """Raise ``NotAllowedError`` where whoever holds the store may bring nothing of these ``kinds`` at all."""
    told = [store.refusal(action) for action in dict.fromkeys(_action(kind) for kind in sorted(kinds))]
    if all(told):
        store.require("submit" if any(_action(kind) == "submit" for kind in kinds) else "refer")


def own_only(examined: Examined, store: Store) -> Examined:
    """Refuse the returns of a file that whoever holds the store may not bring.

    Nothing else that was found in one is told: it was held against what its organisation said before.
    """

    def held_against(one: StagedReturn) -> StagedReturn:
        action = _action(one.kind)
        told = store.refusal(action, [one.submitter] if action == "submit" else None)
        return replace(one, findings=(Finding("not_yours", "error", told),)) if told else one

    refused = examined.kind in REFERENCES and store.refusal("refer")
    if refused:
        return replace(examined, returns=(), needs=(), findings=(Finding("not_yours", "error", refused),))
    strangers = any(store.refusal(_action(one.kind), [one.submitter]) for one in examined.returns)
    return replace(
        examined,
        returns=tuple(held_against(one) for one in examined.returns),
        # What was found in a file as a whole may speak of any of its returns.
        findings=tuple(one for one in examined.findings if not strangers or one.severity == "error"),
    )


def _action(kind: str) -> str:
    return "refer" if kind in REFERENCES else "submit"
