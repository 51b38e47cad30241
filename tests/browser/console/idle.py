"""Let an hour pass for every session: `python -m tests.browser.console.idle`, in a process of its own."""

from __future__ import annotations

import django

HOUR = 3600  # seconds


def main() -> None:
    django.setup()
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    for key in Session.objects.values_list("session_key", flat=True):
        session = SessionStore(key)
        if "seen_at" in session:
            session["seen_at"] -= HOUR
            session.save()


if __name__ == "__main__":
    main()
