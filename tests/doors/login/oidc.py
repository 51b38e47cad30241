"""A browser between our doors and the issuer of tests/outside/login/issuer.py."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from matrika.register.models import LogIn, Person
from tests.outside.login import issuer as issuers
from tests.outside.login.issuer import ISSUER, Issuer, asked_in

BASE = "https://testserver"
BACK = "/prihlasenie/oidc/navrat/"


def asked(client: Client, wanted: str = "") -> dict[str, str]:
    """Begin a log-in; what the browser carries over."""
    answer = client.get("/prihlasenie/oidc/", {"next": wanted} if wanted else {})
    assert answer["Location"].startswith(f"{ISSUER}/authorize?"), answer
    return asked_in(answer["Location"])


def given(issuer: Issuer, carried: dict[str, str], text: str = "", **changes: Any) -> dict[str, str]:
    """What the issuer has the browser bring back: a code that buys a token."""
    nonce = changes.pop("nonce", carried["nonce"])
    bought = text or issuers.token(issuers.claims(nonce, **changes))
    issuer.codes["the code"] = (bought, carried["code_challenge"])
    return {"code": "the code", "state": carried["state"]}


def logged_in(issuer: Issuer, client: Client | None = None, wanted: str = "", **changes: Any) -> Client:
    client = client or Client()
    answer = client.get(BACK, given(issuer, asked(client, wanted), **changes))
    assert answer.status_code == 302, answer.content.decode()
    return client


def refused(answer: HttpResponse, note: str, says: str = "nedá veriť", status: int = 403) -> None:
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert not Person.objects.exists()
    row = LogIn.objects.latest("pk")
    assert (row.outcome, row.how, row.note) == ("refused", "oidc", note)
