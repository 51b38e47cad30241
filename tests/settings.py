"""Settings of the test suite: demo mode off, mail kept in memory, a quick password hasher."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MATRIKA_SECRET_KEY", "test")
os.environ.setdefault("MATRIKA_VAR", tempfile.mkdtemp(prefix="matrika-test-"))

from matrika.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAR_DIR = Path(os.environ["MATRIKA_VAR"])
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
