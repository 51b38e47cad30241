"""What a browser loads at its first visit: less than 200 kB, fonts included."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
MOST = 200_000


class Loaded(HTMLParser):
    """The addresses of what the page brings along."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        source = (
            given.get("src") if tag in ("script", "img") else given.get("href") if tag == "link" else None
        )
        self.found += [source] if source else []


def fetch(client: Client, path: str) -> tuple[int, str]:
    """How many octets are transferred, and the text."""
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, path
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    plain = client.get(path)
    text = b"".join(plain.streaming_content) if plain.streaming else plain.content
    plain.close()
    return len(sent), text.decode("utf-8", "replace")


@pytest.mark.parametrize("path", ["/", "/kontrola/", "/ucet/login/"])
def test_it_is_light_at_the_first_visit(client: Client, path: str) -> None:
    size, page = fetch(client, path)
    loaded = Loaded()
    loaded.feed(page)
    wanted, total = set(loaded.found), size
    for address in sorted(wanted):
        size, text = fetch(client, address)
        total += size
        if address.endswith(".css"):
            fonts = re.findall(r"url\(['\"]?([^'\")]+\.woff2)", text)
            more = {urljoin(address, one) for one in fonts} - wanted
            total += sum(fetch(client, one)[0] for one in more)
            wanted |= more
    assert len(wanted) > 5
    assert total < MOST, f"{total} octets"
