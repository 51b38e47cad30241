"""A stand-in for Autogram on the visitor's computer: it speaks the interface that its documentation shows.

`GET /info` tells the state; `POST /sign` takes JSON sent as text and answers 200 with the container in
Base64, 204 when the person cancelled, or an error with a code, a message and details.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Route

ADDRESS = "http://localhost:37200"
# Autogram answers every page; a browser would keep the answer from ours without it.
HEADERS = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}

Answer = tuple[int, dict[str, Any]]


@dataclass
class Autogram:
    """`starts_after` looks nobody answers; then `sign` makes the answer to what it is asked."""

    sign: Callable[[dict[str, Any]], Answer]
    starts_after: int = 0
    looks: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)

    def install(self, page: Page) -> None:
        page.route(f"{ADDRESS}/**", self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.url == f"{ADDRESS}/info":
            self.looks += 1
            if self.looks <= self.starts_after:
                route.abort("connectionrefused")
                return
            route.fulfill(status=200, headers=HEADERS, body=json.dumps({"version": "2.7", "status": "READY"}))
            return
        assert (route.request.method, route.request.url) == ("POST", f"{ADDRESS}/sign")
        # Anything but a simple request would be preceded by OPTIONS.
        assert route.request.headers["content-type"].startswith("text/plain")
        question = json.loads(route.request.post_data or "")
        self.asked.append(question)
        status, body = self.sign(question)
        route.fulfill(status=status, headers=HEADERS, body=json.dumps(body) if body else "")


def signs_with(make: Callable[[bytes, str], bytes]) -> Callable[[dict[str, Any]], Answer]:
    """`make` gets the document and its name, and gives the container."""

    def sign(question: dict[str, Any]) -> Answer:
        document = question["document"]
        container = make(base64.b64decode(document["content"]), document["filename"])
        signed = base64.b64encode(container).decode()
        return 200, {"content": signed, "signedBy": "CN=Alžbeta Agátová", "issuedBy": "CN=Demo"}

    return sign


def cancels(question: dict[str, Any]) -> Answer:
    return 204, {}


def fails(question: dict[str, Any]) -> Answer:
    return 422, {"code": "UNPROCESSABLE_INPUT", "message": "XML validation failed", "details": "Invalid XSD"}
