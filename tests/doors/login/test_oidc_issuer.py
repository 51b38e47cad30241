"""What the issuer of OpenID Connect says of itself, and leaving through it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client

from matrika.register.models import LogIn
from tests.doors.login.oidc import BACK, BASE, asked, given, logged_in, refused
from tests.outside.login import issuer as issuers
from tests.outside.login.issuer import ISSUER, Issuer, asked_in


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"issuer": "https://other.example"}, "issuer"),
        ({"token_endpoint": "http://idp.example/token"}, "endpoint"),
        ({"jwks_uri": "file:///etc/passwd"}, "endpoint"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "endpoint"),
        ({"end_session_endpoint": "http://evil.example/"}, "endpoint"),
        ({"jwks_uri": None}, "endpoint"),
        ({"jwks_uri": "https://idp.example:port/"}, "endpoint"),
    ],
    ids=str,
)
def test_it_believes_no_odd_description(issuer: Issuer, changes: dict[str, Any], note: str) -> None:
    issuer.document.update(changes)
    refused(Client().get("/prihlasenie/oidc/"), note)


def test_it_says_that_the_issuer_does_not_answer(issuer: Issuer) -> None:
    issuer.is_away = True
    refused(Client().get("/prihlasenie/oidc/"), "unreachable", "teraz neodpovedá", 503)


def test_it_asks_an_issuer_that_is_away_once_in_ten_seconds(
    issuer: Issuer, clock: time_machine.Traveller
) -> None:
    """Whoever opens the address, or brings tokens to it, would hold a thread as long as we wait."""
    issuer.is_away = True
    for _ in range(3):
        refused(Client().get("/prihlasenie/oidc/"), "unreachable", "teraz neodpovedá", 503)
    assert len(issuer.asked) == 1
    issuer.is_away = False
    clock.shift(timedelta(seconds=11))
    logged_in(issuer)


def test_it_asks_the_issuer_seldom_and_finds_its_new_key(
    issuer: Issuer, clock: time_machine.Traveller
) -> None:
    logged_in(issuer)
    logged_in(issuer)
    assert issuer.asked == [f"{ISSUER}/.well-known/openid-configuration", f"{ISSUER}/jwks"]
    issuer.keys = [issuers.jwk(issuers.OTHER, "second")]

    def answer(kid: str) -> HttpResponse:
        client = Client()
        carried = asked(client)
        text = issuers.token(issuers.claims(carried["nonce"]), key=issuers.OTHER, kid=kid)
        return client.get(BACK, given(issuer, carried, text))

    assert answer("second").status_code == 302
    assert issuer.asked.count(f"{ISSUER}/jwks") == 2
    assert [answer(f"made-up-{n}").status_code for n in range(3)] == [403] * 3
    assert issuer.asked.count(f"{ISSUER}/jwks") == 2  # nobody makes us ask for ever


def test_it_logs_out_here_and_at_the_issuer(issuer: Issuer) -> None:
    client = logged_in(issuer)
    answer = client.post("/ucet/logout/")
    there = answer["Refresh"].removeprefix("0;url=")
    assert there.startswith(f"{ISSUER}/leave?")
    assert client.get("/profil/").status_code == 302  # at once, whatever the issuer does
    carried = asked_in(there)
    assert carried["post_logout_redirect_uri"] == f"{BASE}/prihlasenie/oidc/odhlasene/"
    assert carried["id_token_hint"].count(".") == 2
    assert LogIn.objects.get().ended_how == "self"
    page = client.get("/prihlasenie/oidc/odhlasene/", {"state": carried["state"]}, follow=True)
    assert "tu aj u poskytovateľa identity" in page.content.decode()


def test_it_claims_no_log_out_that_nobody_asked_for(issuer: Issuer) -> None:
    for state in ({}, {"state": ""}, {"state": "made up"}):
        page = Client().get("/prihlasenie/oidc/odhlasene/", state, follow=True).content.decode()
        assert "u poskytovateľa identity" not in page


def test_it_logs_out_here_where_the_issuer_ends_nothing_or_is_away(issuer: Issuer) -> None:
    del issuer.document["end_session_endpoint"]
    client = logged_in(issuer)
    assert client.post("/ucet/logout/")["Location"] == "/"
    assert client.get("/profil/").status_code == 302
    client = logged_in(issuer)
    issuer.is_away = True
    caches["process"].clear()
    assert client.post("/ucet/logout/")["Location"] == "/"
    assert client.get("/profil/").status_code == 302


def test_it_has_no_such_addresses_without_an_issuer(issuer: Issuer, settings: Any) -> None:
    assert (
        'href="/prihlasenie/oidc/?next=/ziadosti/"'
        in Client().get("/ucet/login/?next=/ziadosti/").content.decode()
    )
    settings.OIDC = None
    for path in ("", "navrat/", "odhlasene/"):
        assert Client().get(f"/prihlasenie/oidc/{path}").status_code == 404, path
    assert "/prihlasenie/oidc/" not in Client().get("/ucet/login/").content.decode()
