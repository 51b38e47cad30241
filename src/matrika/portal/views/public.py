"""Pages that need no log-in."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from matrika.core.filing import Kind
from matrika.portal.forms.check import CheckForm
from matrika.register.models import Person

# When the pages were last assessed as a whole; a new assessment changes the statement's text as well.
ASSESSED = date(2026, 11, 28)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the check at once."""
    form = CheckForm(default_profile=settings.METADATA_PROFILE)
    return render(request, "portal/home.html", {"form": form})


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/services.html", {"kinds": list(Kind)})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"profile": settings.METADATA_PROFILE})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """After the ministry's template; an operator's own e-mail address stands there if one is set."""
    context = {"site": settings.BASE_URL, "assessed": ASSESSED, "contact_email": settings.MAIL_REPLY_TO}
    return render(request, "portal/accessibility.html", context)


@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that read no page first: before a file that is saved, or a message of an error."""
    return HttpResponse(_icon(), content_type="image/x-icon")


@cache
def _icon() -> bytes:
    return (settings.PACKAGE_DIR / "portal/static/matrika/favicon.ico").read_bytes()


@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in as a demo person without a password. Outside demo mode this address does not exist."""
    if not settings.DEMO:
        raise Http404
    username = request.POST.get("username", "").replace("\0", "")  # which PostgreSQL cannot look for
    person = get_object_or_404(Person, username=username, is_active=True)
    record_authentication(request, person, "demo")
    # Through all steps of a log-in: staff give their second factor in the demo, too.
    return cast(HttpResponse, perform_login(request, person, redirect_url=safe_next(request) or None))


def safe_next(request: HttpRequest) -> str:
    """Where the request asks to go next, if that is on this site; else ""."""
    wanted = request.POST.get("next", "")
    here = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, here, request.is_secure()) else ""
