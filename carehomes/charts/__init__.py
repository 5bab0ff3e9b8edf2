"""Charts: pure functions from data frames to figures, and the words in which figures are told."""
