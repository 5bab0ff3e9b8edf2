"""What an installation is set to, and who may do what in it: told in the audit whenever it is other than before.

Settings are variables of the process and people stand in a file, so nobody decides them through the journal; a server looks when it opens
the store and whenever the people file is another.
"""

from __future__ import annotations

import json
import os

from carehomes.access import read_people
from carehomes.ledger.acting import Actor, account
from carehomes.ledger.groups import Kept
from carehomes.settings import people_file

_KEPT = "in_force"
#: From where such an event comes.
SERVER = "server"


def in_force() -> dict[str, str]:
    """Return every setting of this process by its variable, and every person of the people file with her roles and areas.

    Raises ``ValueError`` in a plain sentence where the people file cannot be read.
    """
    told = {name: value for name, value in os.environ.items() if name.startswith("CAREHOMES_")}
    path = people_file()
    for person in (read_people(path) if path else {}).values():
        grants = [f"{one.role} {'everywhere' if one.areas is None else ' '.join(sorted(one.areas))}" for one in person.grants]
        told[f"person {person.id}"] = "; ".join(grants)
    return dict(sorted(told.items()))


def record_in_force(store: Kept) -> bool:
    """Write down what is other in ``in_force()`` than when this was last called on the store; return whether anything is."""
    now = in_force()
    text = json.dumps(now, ensure_ascii=False)
    if store.journal.read_setting(_KEPT) == text:
        return False
    with store.journal.write() as transaction:
        held = next((str(value) for name, value in transaction.rows("settings") if name == _KEPT), "{}")
        before: dict[str, str] = json.loads(held)
        if before == now:
            return False
        changed = {name: f"{before.get(name, 'not set')} -> {now.get(name, 'not set')}" for name in sorted({*before, *now})}
        other = {name: told for name, told in changed.items() if before.get(name) != now.get(name)}
        transaction.record("settings changed", f"{len(other)} of this installation", other, by=Actor(account(), SERVER))
        transaction.write_setting(_KEPT, text)
    return True
