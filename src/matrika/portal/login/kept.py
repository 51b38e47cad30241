"""What somebody sent when their session had just ended: kept for that person alone, until they are back.

Nothing of it is done. It waits in the new, empty session of the same browser, where nobody reads it; logged
in again, the same person finds it in the form once more and sends it, with a token of the new session. Drafts
keep themselves (`portal.drafts`).
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from matrika.register.models import Person

KEPT = "typed_before"
FOR = timedelta(minutes=30)
MOST = 64 * 1024  # characters of JSON; the longest form of the console has a tenth of it
# Forms of these are kept. Those of the log-in itself, with codes and passwords, are the library's.
NAMESPACES = frozenset({"console", "health", "portal"})
SECRET = re.compile(r"csrf|passw|heslo|secret|token", re.IGNORECASE)


def note_end(request: HttpRequest) -> None:
    """Called before the session is ended: whose it was, should this very request have brought a form."""
    if request.method == "POST":
        request.session_was_of = str(request.user.pk)  # type: ignore[attr-defined]  # as middlewares do


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Keep what was posted, if it is known whose it is; then to the log-in, and back to the form's page."""
    back = _page_of_the_form(request)
    person = getattr(request, "session_was_of", "")
    typed = {name: request.POST.getlist(name) for name in request.POST if not SECRET.search(name)}
    match = request.resolver_match
    is_ours = match is not None and match.namespace in NAMESPACES
    if person and is_ours and len(json.dumps(typed)) <= MOST:
        entry = {"of": person, "back": back, "action": request.path, "typed": typed}
        request.session[KEPT] = {**entry, "at": timezone.now().timestamp()}
        request.session.set_expiry(FOR)
    return redirect_to_login(back)


def carry_over(before: dict[str, Any] | None, request: HttpRequest, person: Person) -> None:
    """Into the session that has just begun, if it is the same person's; a stranger's is forgotten."""
    request.session.pop(KEPT, None)
    if before is not None:
        request.session.set_expiry(0)  # until the browser is closed, as every log-in
        if before["of"] == str(person.pk):
            request.session[KEPT] = before


def take(request: HttpRequest) -> dict[str, Any] | None:
    """On the page that the form was on, once: "action" and "typed" (name → texts). None elsewhere."""
    kept = request.session.get(KEPT)
    if kept is None or kept["back"] != request.get_full_path() or kept["of"] != str(request.user.pk):
        return None
    del request.session[KEPT]
    return kept if timezone.now().timestamp() - kept["at"] <= FOR.total_seconds() else None


def words(kept: dict[str, Any]) -> list[str]:
    """What of it looks like something that a person wrote, for a browser that fills nothing in."""
    return [text for texts in kept["typed"].values() for text in texts if " " in text.strip()]


def _page_of_the_form(request: HttpRequest) -> str:
    """Where the browser says the form was; an address that only takes forms cannot be opened."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        parts = urlsplit(came_from)
        try:
            namespace = resolve(parts.path).namespace
        except Resolver404:
            namespace = ""
        if namespace in NAMESPACES:
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_staffs = request.path.startswith(reverse("console:queue"))
    return reverse("console:queue" if is_staffs else "portal:profile")
