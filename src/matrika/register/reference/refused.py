"""One exception for everything that the reference data refuse."""

from __future__ import annotations

from samllint.text import Text


class Refused(Exception):
    """The entry contradicts what is there already, or lacks something.

    str() says what, in English as all commands speak; the console says `text` in the reader's language.
    """

    def __init__(self, sk: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(sk, en)
