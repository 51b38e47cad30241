"""Who may log in, and how."""

from __future__ import annotations

from matrika.environment import env_number
from matrika.settings.base import DEMO

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

# Which codes were used already, and how often somebody tried, is known to all processes. The demo forgets it:
# whoever tries it out logs in and out within the half minute that a code lives.
_cache = "dummy.DummyCache" if DEMO else "db.DatabaseCache"
CACHES = {
    "default": {"BACKEND": f"django.core.cache.backends.{_cache}", "LOCATION": "portal_cache"},
    # What each process may count for itself, as its key says of which state of the register it is.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "matrika.portal.second_factor.Adapter"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: telephones' clocks differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # which runs without TLS, on this machine only
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * env_number("MATRIKA_SECOND_FACTOR_MINUTES", 15, least=1)
