"""The ledger: archive, facts and journal - everything ever received and decided."""
