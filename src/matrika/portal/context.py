"""What every page shows: who is logged in and for whom, whether this is a demo, and whose register it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from matrika.portal.access import acting
from matrika.portal.login import kept


def page(request: HttpRequest) -> dict[str, Any]:
    """Lazy: a page that shows no person asks the database nothing."""
    user = getattr(request, "user", None)
    logged_in = user is not None and user.is_authenticated
    kept_form = kept.take(request) if logged_in else None
    return {
        "kept": kept_form and {name: kept_form[name] for name in ("action", "typed")},
        "kept_words": kept_form and kept.words(kept_form),
        "acting": acting(request) if logged_in else None,
        "demo": settings.DEMO,
        "operator": settings.OPERATOR_ADDRESS,
    }
