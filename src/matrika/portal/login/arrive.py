"""Somebody whom an identity provider vouches for comes in: as whom, and for which organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from matrika.core.people import Identity
from matrika.portal.access import ASSERTED
from matrika.portal.login import kept, sessions
from matrika.register import logins
from matrika.register.models import Organisation, Person
from matrika.register.queries import STAFF
from matrika.register.reference import identities


@dataclass(frozen=True, slots=True)
class Way:
    """By which way somebody came, and what belongs to a session of it."""

    how: str  # "saml", "oidc"
    least_level: int  # of assurance
    external: dict[str, str]  # the provider's names for the session; "issuer" is one
    until: float = 0.0  # when the provider's own session ends; 0: it does not say


def wanted_here(request: HttpRequest) -> str:
    """Where the person wants to go afterwards, if that is on this site; else ""."""
    wanted = request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_here else ""


def digest_keys() -> list[str]:
    """The secrets under which the register knows people's names at a provider, the present one first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def let_in(request: HttpRequest, identity: Identity, way: Way, *, wanted: str) -> HttpResponse:
    """Open a session for exactly what the provider asserted, or say why not."""
    keys = digest_keys()
    person = identities.known(identity.issuer, identity.actor, keys=keys)
    organisation = None
    # Before anything is entered: a log-in that is refused gives nobody a mandate.
    if identity.level < way.least_level:
        return refused(request, person, way.how, "level")
    if person is not None and not person.is_active:
        return refused(request, person, way.how, "closed")
    if person is None or person.role not in STAFF:
        if identity.organisation is None:
            return refused(request, person, way.how, "no-organisation")
        organisation = _organisation(identity)
        if organisation is None:
            return refused(request, person, way.how, "unknown-organisation", ico=str(identity.organisation))
        person = identities.admit(identity, organisation, keys=keys, at=timezone.now())
    return _open(request, person, organisation, way, wanted=wanted)


def _open(
    request: HttpRequest, person: Person, organisation: Organisation | None, way: Way, *, wanted: str
) -> HttpResponse:
    typed = request.session.get(kept.KEPT)
    logout(request)  # whoever was logged in here before: nothing of theirs goes over
    # But for a form that somebody sent too late: `sessions.begin` looks whether it is this person's.
    if typed is not None:
        request.session[kept.KEPT] = typed
    record_authentication(request, person, way.how)
    request.session[sessions.EXTERNAL] = way.external
    if way.until:
        request.session[sessions.UNTIL] = way.until
    if organisation is not None:
        request.session[ASSERTED] = organisation.pk
    return cast(HttpResponse, perform_login(request, person, redirect_url=wanted or None))


def _organisation(identity: Identity) -> Organisation | None:
    ico = identity.organisation
    assert ico is not None
    return Organisation.objects.filter(ico=ico.number, ico_suffix=ico.suffix).first()


def refused(
    request: HttpRequest, person: Person | None, how: str, why: str, *, ico: str = "", status: int = 403
) -> HttpResponse:
    """The page that says why, and a line for the auditor."""
    sessions.write_down(request, person, logins.REFUSED, how, note=why)
    return render(request, "portal/login_refused.html", {"why": why, "ico": ico}, status=status)
