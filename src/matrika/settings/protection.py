"""What a browser is told to refuse, and what holds where the register is reached by https."""

from __future__ import annotations

from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured

from matrika.environment import env
from matrika.pages.protection.limited import read_limits
from matrika.settings.base import BASE_URL
from matrika.settings.login import SAML_IDP

# Whoever has it may read how the register fares (/zdravie/stav.json); nobody may while it is not set.
MONITORING_TOKEN = env("MATRIKA_MONITORING_TOKEN", "")
if MONITORING_TOKEN and len(MONITORING_TOKEN) < 32:
    raise ImproperlyConfigured("MATRIKA_MONITORING_TOKEN is too short; 32 characters are the least")

CSRF_FAILURE_VIEW = "matrika.portal.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # A browser counts where a form is led on to, too: logging out leads on to the identity provider.
        "form-action": ["'self'", *(SAML_IDP.origins if SAML_IDP else ())],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# In a cookie of their own they would need the care of the others.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # A browser takes a cookie of such a name from this very host only, over https, for all its paths.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # A balancer asks the web itself, past the proxy, and takes a redirection for a failure.
    SECURE_REDIRECT_EXEMPT = ["^zdravie/$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# "preload" writes the operator's whole domain into browsers for years: not ours to ask for.
# That there are two libraries named i18n is meant: settings/web.py says which is taken.
SILENCED_SYSTEM_CHECKS = ["security.W021", "templates.W003"]

# Whose X-Forwarded-For is believed: the proxy in front, which is on this machine unless said otherwise.
TRUSTED_PROXIES = env("MATRIKA_TRUSTED_PROXIES", "127.0.0.1,::1").split(",")
TRUSTED_PROXIES = [one.strip() for one in TRUSTED_PROXIES if one.strip()]
try:
    for _one in TRUSTED_PROXIES:
        ip_network(_one)
except ValueError as wrong:
    raise ImproperlyConfigured(f"MATRIKA_TRUSTED_PROXIES: {wrong}") from wrong

# How often one account or address may ask: "check=60/m,filing=100/h" (docs/operating.md); 0 = no limit.
try:
    LIMITS = read_limits(env("MATRIKA_LIMITS", ""))
except ValueError as wrong:
    raise ImproperlyConfigured(f"MATRIKA_LIMITS: {wrong}") from wrong
