"""How the log-in library behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People are entered by the operator; nobody makes an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there; the library itself fails on what is no address at all."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # "http://[::1"
            return False
