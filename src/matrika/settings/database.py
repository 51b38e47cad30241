"""SQLite in a file, or PostgreSQL by one address."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from matrika.settings.base import VAR_DIR


def sqlite(path: Path) -> dict[str, Any]:
    # IMMEDIATE: a deferred transaction that turns into a writer fails at once with "database is
    # locked". FULL: an acknowledged filing must survive a power cut.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("MATRIKA_DATABASE must start with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # Not parts.hostname, which is in lower case: the host may be a socket's folder, "%2Frun%2Fpg".
        "HOST": unquote(re.sub(r":[0-9]*$", "", parts.netloc.rpartition("@")[2])),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


_database = os.environ.get("MATRIKA_DATABASE", "")
DATABASES = {"default": postgresql(_database) if _database else sqlite(VAR_DIR / "matrika.sqlite3")}
