"""What a session is: written down when it begins, ended when nobody uses it or it lasts too long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matrika.portal.login import kept
from matrika.register import logins
from matrika.register.models import LogIn, Organisation, Person

BEGAN, SEEN, UNTIL, EXTERNAL = "began_at", "seen_at", "until", "identity_provider"
A_WHILE = 60  # seconds; seen is written down no more often
SHOWN = 20
SWEPT = 200  # sessions long over that go with the beginning of a new one


def begin(request: HttpRequest, person: Person, *, organisation: Organisation | None) -> None:
    """Of a session that has just been opened, under its new key."""
    now = timezone.now()
    _sweep(now)
    kept.carry_over(request.session.get(kept.KEPT), request, person)
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()
    if request.session.session_key is None:
        request.session.save()
    external = request.session.get(EXTERNAL, {})
    write_down(
        request,
        person,
        logins.IN,
        how(request, person),
        organisation=organisation,
        session_key=request.session.session_key or "",
        issuer=external.get("issuer", ""),
        name_id=external.get("name_id", ""),
        session_index=external.get("index", ""),
    )


def _sweep(at: datetime) -> None:
    """Forget sessions whose browsers never came back: they tell whose they were, and are of no use."""
    over = Session.objects.filter(expire_date__lt=at).values_list("pk", flat=True)[:SWEPT]
    Session.objects.filter(pk__in=list(over)).delete()


def write_down(request: HttpRequest, person: Person | None, outcome: str, way: str, **more: Any) -> None:
    """A log-in, or one that was refused: `outcome` as `register.logins` has it, `way` as `how` says it."""
    adapter = get_adapter(request)
    logins.enter(
        person,
        outcome,
        way,
        address=adapter.get_client_ip(request),
        browser=adapter.get_http_user_agent(request),
        at=timezone.now(),
        **more,
    )


def how(request: HttpRequest, person: Person) -> str:
    """By what the person came in: "password+totp"."""
    records = get_authentication_records(request, person)
    return "+".join(str(record.get("type") or record["method"]) for record in records) or "?"


def end_all(rows: QuerySet[LogIn], how: str) -> int:
    """End these sessions wherever their browsers are; how many there were."""
    keys = logins.end(rows, how, at=timezone.now())
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


class Endings:
    """Middleware: a session that was idle, or has lasted, too long is none any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            now = timezone.now().timestamp()
            began = request.session.setdefault(BEGAN, now)
            seen = request.session.setdefault(SEEN, now)
            if ended := _over(began, seen, request.session.get(UNTIL), now):
                logins.end(_this(request), ended, at=timezone.now())
                kept.note_end(request)
                logout(request)
            elif now - seen > A_WHILE:
                request.session[SEEN] = now
        return self.get_response(request)


def _over(began: float, seen: float, until: float | None, now: float) -> str:
    """How the session ended; "" when it goes on."""
    if now - seen > settings.SESSION_IDLE.total_seconds():
        return "idle"
    limit = began + settings.SESSION_LIMIT.total_seconds()
    return "limit" if now > min(limit, until or limit) else ""


def _this(request: HttpRequest) -> QuerySet[LogIn]:
    return LogIn.objects.filter(session_key=request.session.session_key or "-", ended_at=None)


def ended(request: HttpRequest, how: str) -> None:
    """Write down that this browser's session ends now; the caller ends it."""
    logins.end(_this(request), how, at=timezone.now())


def left(request: HttpRequest, how: str) -> None:
    """This browser's session ends now."""
    ended(request, how)
    logout(request)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """My sessions, and my latest log-ins, refused ones too."""
    assert isinstance(request.user, Person)
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    going = logins.ongoing(request.user).filter(session_key__in=alive, at__gt=_earliest())
    latest = LogIn.objects.filter(person=request.user).order_by("-at", "-pk")[:SHOWN]
    context = {"going": going, "latest": latest, "this": request.session.session_key}
    return render(request, "portal/sessions.html", context)


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    others = logins.ongoing(request.user).exclude(session_key=request.session.session_key or "-")
    end_all(others, "others")
    messages.success(request, _("Ostatné relácie skončili."))
    return redirect("portal:sessions")


def _earliest() -> datetime:
    return timezone.now() - settings.SESSION_LIMIT - timedelta(minutes=1)
