"""What a session says of the second factor: whether it was given, and when last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.http import HttpRequest

from matrika.register.models import Person


def is_given(request: HttpRequest) -> bool:
    """Whether whoever is logged in proved it by a code or a passkey, too."""
    return given_at(request) is not None


def is_recent(request: HttpRequest, *, at: datetime, within: timedelta) -> bool:
    """Whether the second factor was given not longer ago than that: also at log-in."""
    last = given_at(request)
    return last is not None and at - last <= within


def given_at(request: HttpRequest) -> datetime | None:
    """When the second factor was given last in this session; None when it never was."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    instants = [record["at"] for record in records if record.get("method") == "mfa"]
    return datetime.fromtimestamp(max(instants), UTC) if instants else None


def demo_code(person: Person) -> str:
    """What the person's app would show now: the demo has no telephones. "" outside demo mode."""
    if not settings.DEMO:
        return ""
    app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if app is None:
        return ""
    now = list(totp.yield_hotp_counters_from_time())[app_settings.TOTP_TOLERANCE]
    return str(totp.format_hotp_value(totp.hotp_value(decrypt(app.data["secret"]), now)))
