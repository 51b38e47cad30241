"""Where the register lives, and whether it is a demo."""

from __future__ import annotations

from pathlib import Path

from matrika.environment import env, env_flag

BASE_DIR = Path(__file__).resolve().parents[3]
PACKAGE_DIR = Path(__file__).resolve().parents[1]

# Demo mode makes demo people, shows their passwords on the log-in page and writes mail to files.
DEMO = env_flag("MATRIKA_DEMO", False)
DEBUG = env_flag("MATRIKA_DEBUG", False)
DEMO_PASSWORD = "matrika-ukazka"  # noqa: S105 - known to the world; nobody has it outside demo mode
# An installed package must not write beside itself.
_home = BASE_DIR if (BASE_DIR / "pyproject.toml").exists() else Path.cwd()
VAR_DIR = Path(env("MATRIKA_VAR", str(_home / "var")))
SECRET_KEY = env("MATRIKA_SECRET_KEY", "only-for-the-demo-and-tests" if DEMO else None)
BASE_URL = env("MATRIKA_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env("MATRIKA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
