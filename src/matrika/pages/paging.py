"""Pages of lists: of one length everywhere, and counted no further than somebody reads.

To count a million rows takes longer than to show a page of them.
"""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

A_PAGE = 25  # lines of a list; 50 took twice as long as any other page
COUNTED = 10_000  # rows; a list is counted no further, unless somebody reads on behind them
FURTHEST = 1_000_000  # the number of a page; what is behind does not exist


class Pages(Paginator):  # type: ignore[type-arg]  # it is generic for the type checker only
    """Counts as far as somebody reads, and always one row further, so that every row can be reached."""

    counted = COUNTED

    def get_page(self, number: Any) -> Page[Any]:
        asked = int(number) if str(number).isdecimal() and len(str(number)) < 8 else 1
        self.counted = max(COUNTED, min(asked, FURTHEST) * self.per_page)
        return super().get_page(number)

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by().values("pk")[: self.counted + 1].count()

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > self.counted
