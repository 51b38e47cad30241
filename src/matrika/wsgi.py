"""The web application: published metadata first, everything else through Django."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrika.settings")
_django = get_wsgi_application()

from matrika import warming  # noqa: E402 - it needs the settings that Django has just loaded
from matrika.mdq import application as mdq  # noqa: E402 - it needs the models

warming.begin()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Identity providers ask often and need no session, language or template: they pass by Django."""
    path = environ.get("PATH_INFO", "")
    if path == mdq.PREFIX or path.startswith(f"{mdq.PREFIX}/"):
        return mdq.application(environ, start_response)
    return _django(environ, start_response)
