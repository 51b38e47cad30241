"""The web application: published metadata first, everything else through Django."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrika.settings")
application = get_wsgi_application()
