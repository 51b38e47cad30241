"""A register as it is run in production: Django's own check is clean, and cookies are as they must be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COOKIES = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
settings.ALLOWED_HOSTS.append("testserver")
client = Client(headers={"x-forwarded-proto": "https", "host": "register.example"})
answer = client.get("/ucet/login/")
client.post("/jazyk/setlang/", {"language": "en"}, headers={"x-forwarded-proto": "https"})
plain = Client(headers={"host": "register.example"}).get("/kontrola/?a=1")
print(json.dumps({
    "cookies": {name: dict(one) for name, one in client.cookies.items()},
    "hsts": answer.get("Strict-Transport-Security"),
    "plain": [plain.status_code, plain.get("Location")],
}))
"""


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """As docs/operating.md says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MATRIKA_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "matrika.settings",
        "MATRIKA_SECRET_KEY": "k8Yw3r9TqLZ1pXc5vBnM2aSdFgHjKl0QwErTyUiOpAsDfGhJkLzXcVbNm",
        "MATRIKA_BASE_URL": "https://register.example",
        "MATRIKA_HOSTS": "register.example",
        "MATRIKA_VAR": str(tmp_path),
    }


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_it_passes_the_framework_s_own_check(production: dict[str, str]) -> None:
    done = run(production, "-m", "matrika", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_it_fails_that_check_without_https(production: dict[str, str]) -> None:
    """So the check above does look."""
    without = production | {"MATRIKA_BASE_URL": "http://register.example", "MATRIKA_SECRET_KEY": "short"}
    done = run(without, "-m", "matrika", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode != 0
    for code in ("security.W004", "security.W009", "security.W012"):
        assert code in done.stderr


def test_it_gives_cookies_to_this_host_over_https_alone(production: dict[str, str]) -> None:
    done = run(production, "-c", COOKIES)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told["cookies"]) == {"__Host-csrftoken", "__Host-language"}
    for cookie in told["cookies"].values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert told["hsts"] == "max-age=31536000; includeSubDomains"
    assert told["plain"] == [301, "https://register.example/kontrola/?a=1"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MATRIKA_TRUSTED_PROXIES", "proxy.example"),
        ("MATRIKA_LIMITS", "check=often"),
        ("MATRIKA_LIMITS", "x=1/m"),
    ],
)
def test_it_says_which_setting_is_wrong(production: dict[str, str], name: str, value: str) -> None:
    done = run(production | {name: value}, "-m", "matrika", "check")
    assert done.returncode != 0
    assert f"{name}: " in done.stderr
