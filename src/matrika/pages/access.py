"""Who may ask which address: each request passes `keep_out`, and `decide` answers for each role (R-7.5).

A view says whom it is for: by `only(Who…)` or Django's `login_required`. Addresses of libraries, and those
for everybody, are named here; one of which nobody said it is refused. Which of the records behind an
address a person sees is another question: `register.queries` and `filings.access` answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from matrika.core.people import Role
from matrika.register.models import Person

V = TypeVar("V", bound=Callable[..., Any])
MARK = "for_whom"


class Who(StrEnum):
    """Whom an address is for."""

    ANYBODY = "anybody"
    SECRET = "secret"  # noqa: S105 - whoever knows the address
    PERSON = "person"  # anybody who is logged in, each to their own records
    STAFF = "staff"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


class Answer(StrEnum):
    ENTER = "enter"
    LOG_IN = "log-in"  # who asks is unknown
    NOT_FOUND = "not-found"  # a stranger is not told that the page exists
    FORBIDDEN = "forbidden"  # staff know that it does


EVERYBODY = frozenset(Role)
ENTITLED: Mapping[Who, frozenset[Role]] = {
    Who.ANYBODY: EVERYBODY,
    Who.SECRET: EVERYBODY,
    Who.PERSON: EVERYBODY,
    Who.STAFF: frozenset({Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR}),
    Who.REVIEWER: frozenset({Role.REVIEWER, Role.SUPERVISOR}),
    Who.SUPERVISOR: frozenset({Role.SUPERVISOR}),
    Who.AUDITOR: frozenset({Role.AUDITOR, Role.SUPERVISOR}),
}
OPEN = frozenset({Who.ANYBODY, Who.SECRET})

# Addresses for everybody, by the names of their routes. Whatever is not here needs a log-in.
PUBLIC = frozenset(
    {
        "portal:home",
        "portal:check",
        "portal:rules",
        "portal:rule",
        "portal:generator",
        "portal:services",
        "portal:about",
        "portal:accessibility",
        "portal:eforms",
        "portal:eform",
        "portal:eform-file",
        "portal:demo-login",  # outside demo mode it is 404
        # Whoever logs in, and the identity provider's word about them, which is signed.
        "portal:saml",
        "portal:saml-acs",
        "portal:saml-finish",
        "portal:saml-slo",
        "portal:saml-metadata",
        "portal:oidc",
        "portal:oidc-back",
        "portal:oidc-left",
        "portal:oidc-leaving",
        "set_language",
        "favicon",
        "health:alive",
        # allauth's: one must reach them to log in, or they say that there is no such thing here. A route
        # without a name is named by its path.
        "ucet/email/",
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
        "account_request_login_code",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_trust",
    }
)
# Whoever knows the address, which nobody can guess.
SECRETS = frozenset(
    {
        "portal:calendar",
        "portal:further-address",
        "health:record",  # the secret is a token
        # What was typed is kept even where the log-in has expired meanwhile; to read it, one logs in.
        "portal:draft",
        "portal:draft-sign",
        "portal:draft-send",
    }
)
# allauth's pages about one's own account.
OWN_ACCOUNT = frozenset(
    {
        "account_email",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)


class Undeclared(LookupError):
    """Nobody said whom an address is for."""

    def __init__(self, route: str) -> None:
        super().__init__(
            f"The route {route!r} does not say whom it is for. Put login_required, or staff, reviewer or"
            " supervisor of matrika.console.access, before its view; or name the route in"
            " matrika/pages/access.py, under PUBLIC only if a stranger may ask."
        )


def only(who: Who) -> Callable[[V], V]:
    """Mark a view as one for these people; `keep_out` does what it says."""

    def marked(view: V) -> V:
        setattr(view, MARK, who)
        return view

    return marked


def for_whom(route: str, view: Callable[..., Any]) -> Who:
    """Whom the route is for. Raises Undeclared."""
    if route in PUBLIC:
        return Who.ANYBODY
    if route in SECRETS:
        return Who.SECRET
    if route in OWN_ACCOUNT:
        return Who.PERSON
    declared: Who | None = getattr(view, MARK, None)
    if declared is not None:
        return declared
    if hasattr(view, "redirect_field_name"):  # what login_required leaves on a view
        return Who.PERSON
    raise Undeclared(route)


def decide(who: Who, role: Role | None) -> Answer:
    """What somebody of that role meets at an address; None = not logged in."""
    if who in OPEN or (role is not None and role in ENTITLED[who]):
        return Answer.ENTER
    if role is None:
        return Answer.LOG_IN
    return Answer.FORBIDDEN if role in ENTITLED[Who.STAFF] else Answer.NOT_FOUND


def keep_out(request: HttpRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
    """Ask `decide` before the view is called: None = enter, or the way to the log-in.

    Raises Http404 and PermissionDenied; Undeclared for a view of which nobody said whom it is for.
    """
    match = request.resolver_match
    assert match is not None
    route = match.view_name if match.url_name else match.route
    who = for_whom(route, view)
    if who in OPEN:
        return None  # who is logged in would be a question to the database
    role = Role(request.user.role) if isinstance(request.user, Person) else None
    answer = decide(who, role)
    if answer is Answer.LOG_IN:
        return redirect_to_login(request.get_full_path())
    if answer is Answer.NOT_FOUND:
        raise Http404
    if answer is Answer.FORBIDDEN:
        raise PermissionDenied(f"{route} is for {who.value} only")
    return None
