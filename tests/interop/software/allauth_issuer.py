"""The OpenID Connect provider of django-allauth as a process of its own; oauthlib checks PKCE and client.

`python -m tests.interop.software.allauth_issuer FOLDER PORT REGISTER` serves until it is ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from time import monotonic
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

import requests

from tests.browser.site import ROOT, free_port
from tests.interop.documented import PATIENCE

CLIENT, SECRET, PASSWORD = "matrika", "what only both know: +/%", "correct horse"
ORGANISATIONS = {"jan": "ico://sk/12345678", "cudzi": "ico://sk/99999999"}


class AllauthIssuer:
    """Started for a test."""

    def __init__(self, folder: Path, *, register: str, public: str = "") -> None:
        port = self.port = free_port()
        behind = f"http://127.0.0.1:{port}"
        self.url = public or behind  # its name as an issuer
        self._output = (folder / "output").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.interop.software.allauth_issuer", str(folder), str(port), register],
            env={**os.environ, "OAUTHLIB_INSECURE_TRANSPORT": "1", "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        begun = monotonic()
        while monotonic() - begun < PATIENCE:
            assert self._process.poll() is None, (folder / "output").read_text()
            try:
                requests.get(f"{behind}/.well-known/jwks.json", timeout=PATIENCE)
            except requests.ConnectionError:
                continue
            return
        raise AssertionError("the issuer does not answer")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._output.close()


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def serve(folder: Path, port: int, register: str) -> None:
    """Its database, its people, its one client; then requests for ever."""
    _configure(folder)
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()  # models can be loaded from here on
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name, first, last in (("jan", "Ján", "Novák"), ("cudzi", "Cudzí", "Človek")):
        User.objects.create_user(name, password=PASSWORD, first_name=first, last_name=last)
    from allauth.idp.oidc.models import Client

    Client.objects.create(
        id=CLIENT,
        name="Register",
        secret=make_password(SECRET),
        scopes="openid\nprofile",
        redirect_uris=f"{register}/prihlasenie/oidc/navrat/\n{register}/prihlasenie/oidc/odhlasene/",
        skip_consent=True,
    )
    # A browser opens connections in advance, on which it says nothing for a while.
    make_server("127.0.0.1", port, application, Server).serve_forever()


def _configure(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    middle = "django.contrib.{}"
    settings.configure(
        DEBUG=False,
        SECRET_KEY="of the provider",
        ALLOWED_HOSTS=["127.0.0.1"],
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        ROOT_URLCONF="tests.interop.software.allauth_issuer_urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "idp.sqlite")}},
        INSTALLED_APPS=[
            *(middle.format(app) for app in ("auth", "contenttypes", "sessions", "messages")),
            *("allauth", "allauth.account", "allauth.idp.oidc"),
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_LOGIN_METHODS={"username"},
        ACCOUNT_SIGNUP_FIELDS=["username*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        # Its cookies and the register's have one host name, whose ports are one site.
        SESSION_COOKIE_NAME="idp-session",
        CSRF_COOKIE_NAME="idp-csrf",
        IDP_OIDC_ADAPTER="tests.interop.software.allauth_issuer_urls.Adapter",
        IDP_OIDC_PRIVATE_KEY=key.private_bytes(serialization.Encoding.PEM, form, plain).decode(),
        # It asks nobody whom our hint names rightly.
        IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT=False,
        USE_TZ=True,
    )


def organisation_of(user: Any) -> str:
    return ORGANISATIONS[user.username]


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
