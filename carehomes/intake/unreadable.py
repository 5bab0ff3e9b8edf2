"""What is raised of a file that cannot be read."""

from __future__ import annotations


class UnreadableError(Exception):
    """A file that cannot be read; the message is the plain sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
