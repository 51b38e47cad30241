"""A progress bar on standard error, where somebody looks on and there is much to do."""

from __future__ import annotations

import sys
from types import TracebackType

WORTH_SHOWING = 20  # documents; fewer are judged before an eye can follow
_CELLS = 30


class Progress:
    """Counts steps; shows them only on a terminal. Whoever prints calls `hide` first."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._is_shown = False
        self._is_wanted = total >= WORTH_SHOWING and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hide()

    def step(self) -> None:
        self._done += 1
        if not self._is_wanted:
            return
        filled = _CELLS * self._done // self._total
        bar = "█" * filled + "░" * (_CELLS - filled)
        sys.stderr.write(f"\r\x1b[K{bar} {self._done}/{self._total}")
        sys.stderr.flush()
        self._is_shown = True

    def hide(self) -> None:
        """Clear the line, so that what is printed next stands alone."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_shown = False
