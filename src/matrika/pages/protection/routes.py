"""Every address there is, with whom it is for: what tests walk over, and what docs/access.md lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from matrika.pages import access
from matrika.pages.access import Who


@dataclass(frozen=True, slots=True)
class Route:
    name: str  # "portal:provider"; its path where it has none
    path: str  # as the URL configuration spells it
    parameters: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def who(self) -> Who:
        """Raises access.Undeclared."""
        return access.for_whom(self.name, self.view)


def routes() -> list[Route]:
    """All of Django's; what is below /mdq/ never comes to Django."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, path: str, space: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}" if pattern.name else here
            yield Route(name, here, tuple(pattern.pattern.regex.groupindex), pattern.callback)
