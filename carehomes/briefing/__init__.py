"""The weekly briefing: a pack of slides."""
