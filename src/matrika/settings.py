"""Settings, from the environment. Every variable is named in docs/operating.md."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from matrika.core import problems
from matrika.core.lifecycle import Status
from matrika.environment import env, env_flag, env_number
from matrika.outside.state_mailbox import configuration as state_mailbox

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = Path(__file__).resolve().parent

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

# The private key that signs what is published. Only the publishing worker opens it.
SIGNING_KEY_FILE = Path(env("MATRIKA_SIGNING_KEY_FILE", str(VAR_DIR / "keys" / "publication-key.pem")))
SIGNING_CERTIFICATE_FILE = Path(
    env("MATRIKA_SIGNING_CERTIFICATE_FILE", str(VAR_DIR / "publication-certificate.pem"))
)
REGISTRATION_AUTHORITY = env("MATRIKA_REGISTRATION_AUTHORITY", BASE_URL)
PUBLICATION_VALIDITY_DAYS = env_number("MATRIKA_PUBLICATION_VALIDITY_DAYS", 7)
PUBLICATION_CACHE_SECONDS = env_number("MATRIKA_PUBLICATION_CACHE_SECONDS", 600)
PUBLICATION_SHRINK_PERCENT = env_number("MATRIKA_PUBLICATION_SHRINK_PERCENT", 20)
PUBLICATION_SHRINK_MINIMUM = env_number("MATRIKA_PUBLICATION_SHRINK_MINIMUM", 10)
PUBLICATION_AGGREGATE_PAUSE_SECONDS = env_number("MATRIKA_PUBLICATION_AGGREGATE_PAUSE_SECONDS", 30)

# Where paper is posted to (guide §2.1); its lines are parted by "|".
OPERATOR_ADDRESS = [
    line.strip()
    for line in env(
        "MATRIKA_OPERATOR_ADDRESS",
        "Národná agentúra pre sieťové a elektronické služby|Pribinova 25|P.O.BOX 5|810 08 Bratislava",
    ).split("|")
]
# Who messages in the mailbox come from (guide Fig. 15–18).
OPERATOR_NAME = env("MATRIKA_OPERATOR_NAME", OPERATOR_ADDRESS[0])

# Where `matrika fetch_trusted_lists` may fetch from; nothing by default.
TRUST_ADDRESSES = env("MATRIKA_TRUST_ADDRESSES", "").split()

METADATA_PROFILE = env("MATRIKA_PROFILE", "upvs")

# When the applicant is reminded of paper that did not come yet.
PAPER_REMINDER_AFTER = timedelta(days=env_number("MATRIKA_PAPER_REMINDER_DAYS", 30, least=1))

# How long a filing waits for its applicant before it lapses. The guide sets no limit; ninety days are
# enough for a notary and the post.
LAPSE_AFTER = {
    Status.AWAITING_AUTHORISATION: timedelta(days=env_number("MATRIKA_LAPSE_SIGNATURE_DAYS", 90, least=1)),
    Status.AWAITING_PAPER: timedelta(days=env_number("MATRIKA_LAPSE_PAPER_DAYS", 90, least=1)),
    Status.AWAITING_INFORMATION: timedelta(days=env_number("MATRIKA_LAPSE_INFORMATION_DAYS", 90, least=1)),
}

# Codes of refusals that the operator numbers anew: "ico-unknown=24010001,…" (docs/errors.md).
try:
    ERROR_CODES = problems.read_numbers(env("MATRIKA_ERROR_CODES", ""))
except ValueError as wrong:
    raise ImproperlyConfigured(f"MATRIKA_ERROR_CODES: {wrong}") from wrong

INSTALLED_APPS = [
    "matrika",  # for its management commands
    "matrika.register",
    "matrika.filings",
    "matrika.notices",
    "matrika.publication",
    "matrika.worker",
    "matrika.pages",  # for its template tags
    "matrika.portal",
    "matrika.console",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "matrika.portal.only_text.OnlyText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "matrika.portal.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "matrika.portal.refusals.Refusals",
]

ROOT_URLCONF = "matrika.urls"
WSGI_APPLICATION = "matrika.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "matrika.portal.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


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

AUTH_USER_MODEL = "register.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:profile"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "matrika.portal.adapter.AccountAdapter"
CSRF_FAILURE_VIEW = "matrika.portal.views.errors.csrf_failure"

LANGUAGE_CODE = "sk"
LANGUAGES = [("sk", "Slovenčina"), ("en", "English")]
TIME_ZONE = "Europe/Bratislava"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# One filing: the form, 1 MiB of metadata as Base64, and attachments; see docs/operating.md.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
# More than the form takes, so that the form itself can say that they are too many.
DATA_UPLOAD_MAX_NUMBER_FILES = 100

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# Second opinions on signatures (`outside.signatures.remote.configured`); nobody is asked unless named here.
DSS_ADDRESS = env("MATRIKA_DSS_ADDRESS", "")
AUTOGRAM_SERVICE_ADDRESS = env("MATRIKA_AUTOGRAM_SERVICE_ADDRESS", "")

EMAIL_BACKEND = env(
    "MATRIKA_EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"  # where the demo's e-mails go instead
EMAIL_HOST = env("MATRIKA_SMTP_HOST", "localhost")
EMAIL_PORT = env_number("MATRIKA_SMTP_PORT", 25)
EMAIL_HOST_USER = env("MATRIKA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env("MATRIKA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_flag("MATRIKA_SMTP_STARTTLS", False)
EMAIL_USE_SSL = env_flag("MATRIKA_SMTP_TLS", False)  # from the first byte on, usually on port 465
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("set MATRIKA_SMTP_STARTTLS or MATRIKA_SMTP_TLS, not both")
EMAIL_TIMEOUT = 20
MAIL_REPLY_TO = env("MATRIKA_MAIL_REPLY_TO", "")
MAIL_PER_MINUTE = env_number("MATRIKA_MAIL_PER_MINUTE", 600)
MAIL_PER_ADDRESS_PER_HOUR = env_number("MATRIKA_MAIL_PER_ADDRESS_PER_HOUR", 120)
DEFAULT_FROM_EMAIL = env("MATRIKA_MAIL_FROM", "register@matrika.example")

# Deliveries to the state's mailboxes; none unless an address is named.
try:
    STATE_MAILBOX = state_mailbox.configured(
        env("MATRIKA_STATE_MAILBOX_ADDRESS", ""),
        key_file=env("MATRIKA_STATE_MAILBOX_KEY_FILE", ""),
        subject=env("MATRIKA_STATE_MAILBOX_SUBJECT", ""),
        on_behalf_of=env("MATRIKA_STATE_MAILBOX_ON_BEHALF_OF", ""),
        sender=env("MATRIKA_STATE_MAILBOX_SENDER", "ico://sk/42156424"),
        sent_as=env("MATRIKA_STATE_MAILBOX_CLASSES", state_mailbox.PLACEHOLDERS),
        known_already=env("MATRIKA_STATE_MAILBOX_KNOWN_ALREADY", ""),
    )
except ValueError as wrong:
    raise ImproperlyConfigured(f"MATRIKA_STATE_MAILBOX_…: {wrong}") from wrong

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
