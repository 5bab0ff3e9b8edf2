"""Keeping a store: verify, backup, restore, rebuild. What is wrong is told in plain sentences, never raised as a traceback."""

from carehomes.upkeep.backup import backup, verify_backup
from carehomes.upkeep.check import Report, verify
from carehomes.upkeep.rebuild import rebuild
from carehomes.upkeep.restore import restore

__all__ = ["Report", "backup", "rebuild", "restore", "verify", "verify_backup"]
