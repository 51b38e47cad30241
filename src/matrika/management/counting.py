"""Lets work that counts (done, of how many) move a progress bar, and not at every step."""

from __future__ import annotations

from collections.abc import Callable

from matrika.management.progress import Bar

STEP = 50


def counted(bar: Bar, rows: str) -> Callable[[int, int], None]:
    """What work calls; `rows` is a word in the plural. `bar.end()` is the caller's."""
    begun = False

    def tell(done: int, total: int) -> None:
        nonlocal begun
        if not begun:
            bar.begin(rows, total)
            begun = True
        if done == total or not done % STEP:
            bar.at(done)

    return tell
