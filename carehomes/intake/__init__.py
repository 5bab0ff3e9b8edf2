"""The intake: the only code that knows spreadsheets. Read, recognise, map, check, accept."""
