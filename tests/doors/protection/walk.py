"""Every page as each person sees it, and what a browser would make of its mark-up."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from matrika.core.people import Role
from matrika.pages.access import Who
from matrika.pages.protection.routes import Route
from tests import people
from tests.doors.access.world import ALL, OURS, WITH_KEYS, World, logged_in

DATA = ("application/json", "application/ld+json")  # no script: a browser does not run it
KEYED = [route for route in OURS if route in WITH_KEYS or set(route.parameters) <= {"kind"}]
PLAIN = [route for route in ALL if ":" not in route.name and not route.parameters]


class Page(HTMLParser):
    """What is dangerous in a page, as a browser reads it."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.tags: set[str] = set()
        self._form: str | None = None  # of a form that posts, until its token is found
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag == "script" and not given.get("src") and given.get("type") not in DATA:
            self.faults.append(f"a script in the page: {given}")
        if tag in ("style", "base", "object", "embed", "iframe"):
            self.faults.append(f"<{tag}>")
        self.faults += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            if given.get(name, "").strip().lower().startswith(("javascript:", "vbscript:", "data:text")):
                self.faults.append(f"{tag} {name}={given[name]}")
        if tag == "form":
            self._form = given.get("action", "") if given.get("method", "").lower() == "post" else None
        if tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self._form = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.faults.append(f"a form that posts to {self._form!r} without a token")
            self._form = None


def everybody() -> dict[str, Client]:
    return {
        "unknown": Client(),
        "owner": logged_in(people.alzbeta()),
        "stranger": logged_in(people.cyril()),
        "reviewer": logged_in(people.zita()),
        "supervisor": logged_in(people.dusan()),
        "auditor": logged_in(people.person("anton", "Anton", "Audítor", Role.AUDITOR)),
    }


def answers(world: World, method: str = "get") -> Iterator[tuple[str, Route, Any]]:
    """Each address as each person, with the answer; what is for staff only is not asked for by the others."""
    for who, client in everybody().items():
        client.raise_request_exception = True
        for route in (*KEYED, *PLAIN):
            if route.name in ("account_logout", "portal:demo-login") and method == "post":
                continue
            address = world.address(route) if route in KEYED else f"/{route.path}"
            if method == "get" or route.who is not Who.SECRET:
                yield who, route, getattr(client, method)(address)


def is_page(answer: Any) -> bool:
    return answer.get("Content-Type", "").startswith("text/html") and not 300 <= answer.status_code < 400
