"""What a browser is told to refuse, and what holds where the register is reached by https."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from matrika.environment import env
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
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
