"""Who may log in, and how."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from matrika.environment import env, env_number
from matrika.outside import https
from matrika.outside.login import identity
from matrika.outside.login.oidc.provider import Client
from matrika.outside.login.saml import parties
from matrika.settings.base import BASE_URL, DEMO, VAR_DIR

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
# How often somebody may fail: at one address, and at one account, whether or not there is such an account.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/10m/ip,5/5m/key", "login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "matrika.portal.second_factor.AuthenticateForm",
    "add_webauthn": "matrika.portal.passkey_forms.Add",
    "authenticate_webauthn": "matrika.portal.passkey_forms.Authenticate",
    "reauthenticate_webauthn": "matrika.portal.passkey_forms.Reauthenticate",
}

SESSION_IDLE = timedelta(minutes=env_number("MATRIKA_SESSION_IDLE_MINUTES", 30, least=1))
SESSION_LIMIT = timedelta(hours=env_number("MATRIKA_SESSION_HOURS", 12, least=1))
# Kept for days longer: whoever sends a form next morning, or after the weekend, is known to have typed it.
SESSION_COOKIE_AGE = int((SESSION_LIMIT + timedelta(days=3)).total_seconds())
# Keys that the present one replaced: they still recognise sessions and people of identity providers.
SECRET_KEY_FALLBACKS = env("MATRIKA_SECRET_KEY_FALLBACKS", "").split()

# The identity provider: a file of its metadata turns SAML on; nothing is ever fetched.
SAML_IDP_METADATA = env("MATRIKA_SAML_IDP_METADATA", "")
SAML_NAME = env("MATRIKA_SAML_NAME", "slovensko.sk")  # on the button
SAML_FOLDER = Path(env("MATRIKA_SAML_FOLDER", str(VAR_DIR / "saml")))
# Where the provider's answers come; "" is BASE_URL. Metadata may name https only: a demo without
# TLS, at which nobody logs in by SAML, gives the addresses of one that has it.
_is_named_as_it_is = not DEMO or bool(SAML_IDP_METADATA) or BASE_URL.startswith("https://")
SAML_ADDRESS = "" if _is_named_as_it_is else "https://matrika.example"
SAML_ENTITY_ID = env("MATRIKA_SAML_ENTITY_ID", SAML_ADDRESS or BASE_URL)
SAML_BINDING = env("MATRIKA_SAML_BINDING", "redirect")
SAML_CLOCK = timedelta(seconds=env_number("MATRIKA_SAML_CLOCK_SECONDS", 30))
SAML_LEAST_LEVEL = env_number("MATRIKA_SAML_LEAST_LEVEL", 0)


def saml_provider() -> parties.IdentityProvider | None:
    """The provider in the file; None without one."""
    if SAML_BINDING not in ("redirect", "post"):
        raise ImproperlyConfigured(f"MATRIKA_SAML_BINDING is {SAML_BINDING!r}; write redirect or post")
    if not SAML_IDP_METADATA:
        return None
    try:
        return parties.read_provider(Path(SAML_IDP_METADATA))
    except parties.Unusable as wrong:
        raise ImproperlyConfigured(f"MATRIKA_SAML_IDP_METADATA: {wrong}") from wrong


SAML_IDP = saml_provider()

# The second way: one issuer's address turns OpenID Connect on; its addresses and keys are fetched from it.
OIDC_NAME = env("MATRIKA_OIDC_NAME", "OpenID Connect")  # on the button
OIDC_CLOCK = timedelta(seconds=env_number("MATRIKA_OIDC_CLOCK_SECONDS", 30))
OIDC_LEAST_LEVEL = env_number("MATRIKA_OIDC_LEAST_LEVEL", 0)


def oidc_client() -> Client | None:
    """Who we are at the issuer; None without one."""
    issuer, client_id = env("MATRIKA_OIDC_ISSUER", ""), env("MATRIKA_OIDC_CLIENT_ID", "")
    secret, scope = env("MATRIKA_OIDC_CLIENT_SECRET", ""), env("MATRIKA_OIDC_SCOPE", "openid profile")
    if not issuer:
        return None
    try:
        https.allowed(issuer)
        names = identity.read_names(env("MATRIKA_OIDC_CLAIMS", ""), identity.OIDC_NAMES)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"MATRIKA_OIDC_ISSUER, MATRIKA_OIDC_CLAIMS: {wrong}") from wrong
    if not client_id:
        raise ImproperlyConfigured("set MATRIKA_OIDC_CLIENT_ID: what the issuer calls us")
    if "openid" not in scope.split():
        raise ImproperlyConfigured(
            f"MATRIKA_OIDC_SCOPE is {scope!r}; without openid nobody says who logged in"
        )
    return Client(issuer, client_id, secret, scope, names)


OIDC = oidc_client()
ACCOUNT_USER_DISPLAY = attrgetter("name")  # pages call people by their names
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, too
