"""The exit statuses, and the one exception that ends a command early."""

from __future__ import annotations

from samllint.text import Text

NOTHING_FOUND = 0
FINDINGS = 1
UNREADABLE = WRONG_USAGE = 2
INTERRUPTED = 130  # what shells report for a process ended by Ctrl-C
PIPE_CLOSED = 141  # and by SIGPIPE


class Stop(Exception):
    """The command cannot do what was asked; the message is for the person at the terminal."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message
