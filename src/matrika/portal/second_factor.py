"""Staff prove who they are twice: nothing opens to them before (R-6.1 is theirs to decide)."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm as LibraryForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from matrika.pages import second_factor
from matrika.portal.login import sessions
from matrika.register import logins
from matrika.register.models import Person
from matrika.register.queries import STAFF

# What staff reach before the second factor: setting one up, giving it, leaving, and another language.
OPEN = frozenset(
    {"account_logout", "account_login", "account_reauthenticate", "mfa_authenticate", "set_language"}
)
GIVING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
SETTING_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"})
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactor:
    """Middleware: staff without a second factor set one up, staff who have one give it, before all else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = cast(Person, request.user)
        must = isinstance(person, Person) and person.role in STAFF and not second_factor.is_given(request)
        return (_detour(request, person) if must else None) or self.get_response(request)


def _detour(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Where to instead; None when the page asked for is one that is open now."""
    has_one = Authenticator.objects.filter(user=person, type__in=FACTORS).exists()
    name = _name_of(request.path_info)
    if name in OPEN or name in (GIVING if has_one else SETTING_UP):
        return None
    if not has_one:
        return HttpResponseRedirect(reverse("mfa_index"))
    # Back to a page, never to an act: what was posted meanwhile was not done.
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("console:queue")
    return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")


def _name_of(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """How the library's second factor behaves here."""

    def get_totp_issuer(self) -> str:
        return "Matrika"

    def _get_site_name(self) -> str:
        return "Matrika"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one; whoever lost it is helped by `matrika reset_second_factor`."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return authenticator.user.role not in STAFF or others.exclude(pk=authenticator.pk).exists()


class AuthenticateForm(LibraryForm):  # type: ignore[misc]  # allauth has no types
    """A wrong code is written down like a wrong password."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        sessions.write_down(context.request, self.user, logins.REFUSED, authenticator.type)


class ActivateTotp(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Whoever has just read a code off the new app has given the second factor."""

    def form_valid(self, form: object) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return answer


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Whoever has just touched the new key has given the second factor."""

    def form_valid(self, form: object) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn", reauthenticated=True)
        return answer


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """The library would take the last one, too. Raises PermissionDenied."""

    def form_valid(self, form: object) -> HttpResponse:
        if not Adapter().can_delete_authenticator(self.get_object()):
            raise PermissionDenied("staff keep a second factor")
        answer: HttpResponse = super().form_valid(form)
        return answer
