"""What the process of `allauth_issuer` serves, and the claim that it adds."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.http import HttpResponse
from django.urls import include, path

from tests.interop.software import allauth_issuer


class Adapter(DefaultOIDCAdapter):
    """The standard has no claim for an organisation; here it is, as with many, not in the token."""

    def get_claims(self, purpose: Any, user: Any, client: Any, scopes: Any, **more: Any) -> dict[str, Any]:
        claims = super().get_claims(purpose, user, client, scopes, **more)
        if purpose == "userinfo":
            claims["subject_id"] = allauth_issuer.organisation_of(user)
        return claims


urlpatterns = [
    path("", lambda request: HttpResponse("the issuer")),
    path("", include("allauth.idp.urls")),
    path("accounts/", include("allauth.account.urls")),
]
