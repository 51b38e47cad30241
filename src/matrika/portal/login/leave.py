"""Out of here at once; then, whoever came from an identity provider leaves there, too."""

from __future__ import annotations

from typing import cast

from allauth.account.views import logout as library_logout
from django.http import HttpRequest, HttpResponse

from matrika.portal.login import oidc, saml, sessions


def log_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return cast(HttpResponse, library_logout(request))
    external: dict[str, str] = request.session.get(sessions.EXTERNAL) or {}
    for way in (saml, oidc):
        if way.knows(external):
            sessions.left(request, "self")
            return way.leave(request, external) or cast(HttpResponse, library_logout(request))
    sessions.ended(request, "self")
    return cast(HttpResponse, library_logout(request))
