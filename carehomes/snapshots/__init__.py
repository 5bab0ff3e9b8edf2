"""Snapshots: immutable, numbered, read-only database files computed from the ledger."""

from carehomes.snapshots.publish import current_number, publish
from carehomes.snapshots.reader import Snapshot, open_as_at, open_snapshot

__all__ = ["Snapshot", "current_number", "open_as_at", "open_snapshot", "publish"]
