"""Which of the old siblings is which of the new ones."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def paired(
    old: Sequence[T], new: Sequence[T], likenesses: Sequence[Callable[[T], Hashable]]
) -> Iterator[tuple[T | None, T | None]]:
    """Pairs by the first likeness that finds one, in order; what finds none stands beside None.

    What is equal meets first and is not told of: it did not change.
    """
    olds, news = _without_equal(old, new)
    found: list[tuple[int, T | None, T | None]] = []
    for likeness in likenesses:
        matches: list[tuple[int, T, T]] = _matches(olds, news, likeness)
        found += matches
    found += [(position, item, None) for position, item in olds]
    found += [(len(old) + position, None, item) for position, item in news]
    yield from ((before, after) for _, before, after in sorted(found, key=lambda match: match[0]))


def is_reordered(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    """Whether what is in both stands in another order."""
    return _common(old, new) != _common(new, old)


def _common(items: Sequence[Hashable], others: Sequence[Hashable]) -> list[Hashable]:
    left = _counted(others)
    kept = []
    for item in items:
        if left.get(item, 0):
            left[item] -= 1
            kept.append(item)
    return kept


def _without_equal(old: Sequence[T], new: Sequence[T]) -> tuple[list[tuple[int, T]], list[tuple[int, T]]]:
    return _left_over(old, new), _left_over(new, old)


def _left_over(items: Sequence[T], others: Sequence[T]) -> list[tuple[int, T]]:
    left = _counted(others)
    over = []
    for position, item in enumerate(items):
        if left.get(item, 0):
            left[item] -= 1
        else:
            over.append((position, item))
    return over


def _counted(items: Sequence[Hashable]) -> dict[Hashable, int]:
    counts: dict[Hashable, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def _matches(
    olds: list[tuple[int, T]], news: list[tuple[int, T]], likeness: Callable[[T], Hashable]
) -> list[tuple[int, T, T]]:
    """Takes what it matches out of both lists."""
    waiting: dict[Hashable, list[tuple[int, T]]] = {}
    for entry in news:
        waiting.setdefault(likeness(entry[1]), []).append(entry)
    found: list[tuple[int, T, T]] = []
    unmatched = []
    for position, item in olds:
        alike = waiting.get(likeness(item))
        if alike:
            found.append((position, item, alike.pop(0)[1]))
        else:
            unmatched.append((position, item))
    olds[:] = unmatched
    news[:] = sorted((entry for entries in waiting.values() for entry in entries), key=lambda entry: entry[0])
    return found
