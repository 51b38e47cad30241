"""Settings of the test suite: demo mode off, mail kept in memory, a quick password hasher.

On SQLite the test database is a file, as in production: an in-memory one locks whole tables and
has no write-ahead log, so two processes at once would be tested on something else than what runs.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MATRIKA_SECRET_KEY", "test")
os.environ.setdefault("MATRIKA_VAR", tempfile.mkdtemp(prefix="matrika-test-"))

from matrika.settings import *  # noqa: F403
from matrika.settings import DATABASES

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAR_DIR = Path(os.environ["MATRIKA_VAR"])
VAR_DIR.mkdir(parents=True, exist_ok=True)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    # Nothing here must survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
