"""What cannot be imported, and why."""

from __future__ import annotations

from samllint.text import Text


class Refused(Exception):
    """What is not taken; str() says why in English, for commands, `why` in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why
