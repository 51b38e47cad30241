"""How the log-in library behaves here."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from matrika.pages.protection.client import address_of
from matrika.portal.access import ASSERTED
from matrika.portal.login import sessions
from matrika.register import logins
from matrika.register.models import Organisation, Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People are entered by the operator; nobody makes an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """By which the library counts attempts: what a stranger writes into a header does not count."""
        return address_of(request.META)

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there; the library itself fails on what is no address at all."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # "http://[::1"
            return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """Every log-in ends here, whatever it began with."""
        super().login(request, user)
        asserted = Organisation.objects.filter(pk=request.session.get(ASSERTED) or 0).first()
        sessions.begin(request, user, organisation=asserted)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Whether one may try at all; raises ValidationError for who has failed too often."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sessions.write_down(request, _named(credentials), logins.LOCKED, "password")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        sessions.write_down(request, _named(credentials), logins.REFUSED, "password")

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Who has a second factor confirms with that: a password alone would be the weaker of the two."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_factor = [one for one in methods if one["id"].startswith("mfa_")]
        return by_factor or methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who logged in just now, and gave the second factor if there is one, need not repeat it at once."""
        request: HttpRequest = context.request
        records = get_authentication_records(request, request.user)
        if is_mfa_enabled(request.user):
            records = [record for record in records if record["method"] == "mfa"]
        latest = max((record["at"] for record in records), default=0)
        return bool(time.time() - latest > app_settings.REAUTHENTICATION_TIMEOUT)


def _named(credentials: dict[str, Any]) -> Person | None:
    """Who was meant. What was typed is not kept: it may be a password in the wrong field."""
    username = str(credentials.get("username", "")).replace("\0", "")
    return Person.objects.filter(username__iexact=username).first()
