"""Who gets through the console's door: staff see, reviewers act, everybody else meets 404 (R-7.5).

A view is marked, and `pages.access` decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from matrika.filings.models import Filing
from matrika.pages import second_factor
from matrika.pages.access import Who, only
from matrika.register.models import Person

P = ParamSpec("P")
CONFIRMED = "is_confirmed"  # on a view: it asks for a fresh second factor
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

# Staff see; a stranger is not told that the page exists.
staff = only(Who.STAFF)
# Reviewers and supervisors act; an auditor reads everything and changes nothing, and is told so.
reviewer = only(Who.REVIEWER)
# Supervisors look after the reference data; reviewers and auditors read them, and are told so.
supervisor = only(Who.SUPERVISOR)
# Auditors and supervisors: all that ever happened is not every reviewer's to read.
auditor = only(Who.AUDITOR)


def confirmed(view: View[P]) -> View[P]:
    """Before an act that decides, the second factor must be fresh: an unwatched screen decides nothing.

    What was posted waits meanwhile, and is done once the factor is given.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        within = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
        if second_factor.is_recent(request, at=timezone.now(), within=within):
            return view(request, *args, **kwargs)
        # A password must not lie in a session and a file does not fit in: the form is filled in once more.
        if "password" in request.POST or request.FILES:
            request.method = "GET"
        return cast(HttpResponseBase, suspend_request(request, reverse("mfa_reauthenticate")))

    setattr(guarded, CONFIRMED, True)
    return guarded


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def filing_or_404(number: str) -> Filing:
    return get_object_or_404(
        Filing.objects.select_related("organisation", "filed_by", "acting_for", "assigned_to", "proposed_by"),
        number=number,
    )
