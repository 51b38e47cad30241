"""A person at a browser in a few lines: follows redirects, types a password, posts the forms on the way."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

import requests

from tests.interop.documented import PATIENCE

_INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"', re.IGNORECASE)


def log_in(address: str, **typed: str) -> requests.Response:
    """The page after the password: the answer to a service provider, or the identity provider's refusal."""
    person = requests.Session()
    asked = person.get(address, timeout=PATIENCE)
    if 'name="password"' not in asked.text:
        return asked
    action = _ACTION.search(asked.text)
    target = urljoin(asked.url, html.unescape(action[1]) if action else "")
    return person.post(target, data={**fields(asked.text), **typed}, timeout=PATIENCE)


def fields(page: str) -> dict[str, str]:
    """The named inputs of a page and their values."""
    inputs = [dict(re.findall(r'\b(name|value)="([^"]*)"', tag)) for tag in _INPUT.findall(page)]
    return {one["name"]: html.unescape(one.get("value", "")) for one in inputs if "name" in one}
