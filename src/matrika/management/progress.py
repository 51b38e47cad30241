"""How far long work is: a bar on a terminal, a line for each part elsewhere, nothing when not wanted."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

WIDTH = 30  # characters of the bar


class Bar:
    """One part of the work after another, each with a name and a number of rows."""

    def __init__(self, stream: OutputWrapper, *, is_quiet: bool = False) -> None:
        self._stream = stream
        self._is_quiet = is_quiet
        self._is_terminal = stream.isatty()
        self._rows, self._total, self._done = "", 0, 0

    def begin(self, rows: str, total: int) -> None:
        """A new part of the work: so many `rows`, a word in the plural."""
        self._rows, self._total, self._done = rows, total, 0
        self._draw()

    def at(self, done: int) -> None:
        """So many rows of the part are done."""
        self._done = done
        self._draw()

    def end(self) -> None:
        """The part is done, or given up."""
        if self._is_quiet or not self._rows:  # nothing had begun: an empty or a refused piece of work
            return
        if self._is_terminal:
            self._stream.write("")
        else:
            self._stream.write(f"{self._rows}: {self._done}")

    def _draw(self) -> None:
        if self._is_quiet or not self._is_terminal:
            return
        # More rows may come while we count on: the bar is full then, not wider.
        share = min(self._done / self._total, 1) if self._total else 1
        full = round(WIDTH * share)
        bar = "#" * full + "." * (WIDTH - full)
        self._stream.write(f"\r{self._rows:<22} [{bar}] {self._done:,} of {self._total:,}", ending="")
