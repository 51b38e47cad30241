"""Who gets through the console's door: staff see, reviewers act, everybody else meets 404 (R-7.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from matrika.core.people import Role
from matrika.filings.access import REVIEWERS
from matrika.filings.models import Filing
from matrika.pages import second_factor
from matrika.register.models import Person
from matrika.register.queries import STAFF

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff(view: View[P]) -> View[P]:
    """Reviewers, supervisors and auditors; a stranger is not told that the page exists."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return cast(HttpResponseBase, redirect_to_login(request.get_full_path()))
        if person_of(request).role not in STAFF:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def reviewer(view: View[P]) -> View[P]:
    """Reviewers and supervisors; an auditor reads everything and changes nothing, and is told so."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if person_of(request).role not in REVIEWERS:
            raise PermissionDenied("an auditor changes nothing")
        return view(request, *args, **kwargs)

    return staff(guarded)


def supervisor(view: View[P]) -> View[P]:
    """Supervisors look after the reference data; reviewers and auditors read them, and are told so."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if person_of(request).role != Role.SUPERVISOR:
            raise PermissionDenied("a supervisor looks after the reference data")
        return view(request, *args, **kwargs)

    return staff(guarded)


def confirmed(view: View[P]) -> View[P]:
    """Before an act that decides, the second factor must be fresh: an unwatched screen decides nothing.

    What was posted waits meanwhile, and is done once the factor is given.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        within = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
        if second_factor.is_recent(request, at=timezone.now(), within=within):
            return view(request, *args, **kwargs)
        if "password" in request.POST:  # which must not lie in a session; the form is filled in once more
            request.method = "GET"
        return cast(HttpResponseBase, suspend_request(request, reverse("mfa_reauthenticate")))

    return guarded


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def filing_or_404(number: str) -> Filing:
    return get_object_or_404(
        Filing.objects.select_related("organisation", "filed_by", "acting_for", "assigned_to", "proposed_by"),
        number=number,
    )
