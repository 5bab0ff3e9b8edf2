"""Snapshots: immutable, numbered, read-only database files computed from the ledger."""

from carehomes.snapshots.box import Answer, BoxError, run_in_box
from carehomes.snapshots.contents import contents, contents_afresh, returns_in
from carehomes.snapshots.database import TooMuchAsked, plain, records
from carehomes.snapshots.paper import on_paper
from carehomes.snapshots.publish import current_number, keep_counting, publish, published, reach_of
from carehomes.snapshots.reader import MOMENTS_KEPT, NotKeptError, Snapshot, anew, open_moment, open_path, open_snapshot
from carehomes.snapshots.views import Homes, open_beds, open_homes, open_view

__all__ = [
    "MOMENTS_KEPT",
    "Answer",
    "BoxError",
    "Homes",
    "NotKeptError",
    "Snapshot",
    "TooMuchAsked",
    "anew",
    "contents",
    "contents_afresh",
    "current_number",
    "keep_counting",
    "on_paper",
    "open_beds",
    "open_homes",
    "open_moment",
    "open_path",
    "open_snapshot",
    "open_view",
    "plain",
    "publish",
    "published",
    "reach_of",
    "records",
    "returns_in",
    "run_in_box",
]
