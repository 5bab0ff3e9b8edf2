"""The files on a desk: laid there, examined and accepted together as one batch, each once, with a bar where they are several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from carehomes.access import NotAllowedError
from carehomes.aside import do_aside
from carehomes.charts import words
from carehomes.intake.desk import receive_many
from carehomes.intake.zipped import unpack
from carehomes.ledger.model import Hints, Receipt
from carehomes.ledger.trouble import StoreError
from carehomes.store import Store
from ui.text import literal, say
from ui.turns import FILES, in_turn
from ui.uploads import hold


@dataclass(eq=False)
class Item:
    """One file on the desk. ``hints`` are those that it was examined with; ``decided`` once it was accepted or refused for good.

    ``as_successor`` once a person said that a closed CCG's rows are its successor's.
    """

    number: int
    name: str
    content: bytes
    hints: Hints | None = None
    receipt: Receipt | None = None
    decided: bool = False
    as_successor: bool = False

    @property
    def ready(self) -> bool:
        """True where something of it can be accepted, and nobody must say anything first."""
        receipt = self.receipt
        if receipt is None or self.decided or receipt.unexplained:
            return False
        return any(one.outcome == "accepted" for one in receipt.decisions)


def lay(items: list[Item], name: str, content: bytes) -> None:
    """Lay an uploaded file on the desk, of a ZIP file each of its members."""
    for member, held in unpack(content, name):
        items.append(Item(1 + max((item.number for item in items), default=0), member, held))
        hold(items[-1])


def examine(store: Store, items: Sequence[Item], hints: Hints, kinds: frozenset[str]) -> None:
    """Examine the files that were not yet, or not with these hints; a refusal goes into the journal, as it does from a shell."""
    waiting: dict[Hints, list[Item]] = {}
    for item in items:
        asked = replace(hints, as_successor=item.as_successor)
        if not item.decided and (item.receipt is None or item.hints != asked):
            waiting.setdefault(asked, []).append(item)
    for asked, some in waiting.items():
        _take(store, some, asked, kinds, "Examining", decide=False)


def accept(store: Store, items: Sequence[Item], reasons: Mapping[str, str], kinds: frozenset[str]) -> None:
    """Accept files that were examined, once: what is decided stays so."""
    waiting: dict[Hints, list[Item]] = {}
    for item in items:
        if not item.decided and item.hints is not None:
            waiting.setdefault(item.hints, []).append(item)
    for asked, some in waiting.items():
        _take(store, some, asked, kinds, "Accepting", decide=True, reasons=reasons)


def _take(
    store: Store,
    items: Sequence[Item],
    hints: Hints,
    kinds: frozenset[str],
    doing: str,
    *,
    decide: bool,
    reasons: Mapping[str, str] | None = None,
) -> None:
    bar = st.progress(0.0, f"{doing} {words.plural(len(items), 'file')}")
    done = 0

    def told(name: str) -> None:
        nonlocal done
        done += 1
        which = literal(words.shorten(name, 60))
        bar.progress(done / len(items), f"{doing}: {words.count(done)} of {words.plural(len(items), 'file')} read, {which}")

    files = [(item.name, item.content) for item in items]
    try:
        with in_turn(FILES, lambda waiting: bar.progress(0.0, waiting)):
            receipts = do_aside(
                receive_many, store, files, hints=hints, reasons=reasons, decide=decide, refuse=True, kinds=kinds, told=told
            )
    except (StoreError, NotAllowedError) as error:
        say(str(error), "stop")
        st.stop()
    for item, receipt in zip(items, receipts, strict=True):
        item.receipt, item.hints = receipt, hints
        item.decided = decide and receipt.outcome != "held"
    bar.empty()
