"""Which door answers which address. `/mdq/` never comes here: wsgi.py answers it first."""

from __future__ import annotations

from django.urls import include, path

from matrika.demo.views import sign as demo_sign
from matrika.portal.login.leave import log_out
from matrika.portal.second_factor import ActivateTotp, AddPasskey, RemovePasskey
from matrika.portal.views.errors import nothing_here
from matrika.portal.views.public import favicon

urlpatterns = [
    path("", include("matrika.health.urls")),
    path("konzola/", include("matrika.console.urls")),
    path("", include("matrika.portal.urls")),
    path("favicon.ico", favicon, name="favicon"),
    path("ukazka/podpisat/<uuid:pk>/", demo_sign, name="demo-sign"),  # outside demo mode it is 404
    # A person has one address, from the reference data; allauth's page for several serves nobody.
    path("ucet/email/", nothing_here),
    path("ucet/logout/", log_out, name="account_logout"),
    # The library's pages, with what staff need besides.
    path("ucet/2fa/totp/activate/", ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("ucet/2fa/webauthn/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("ucet/2fa/webauthn/keys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("ucet/", include("allauth.urls")),
    path("jazyk/", include("django.conf.urls.i18n")),
]

handler400 = "matrika.portal.views.errors.bad_request"
handler403 = "matrika.portal.views.errors.forbidden"
handler404 = "matrika.portal.views.errors.not_found"
handler429 = "matrika.portal.views.errors.too_many_log_ins"  # the log-in library's name for it
handler500 = "matrika.portal.views.errors.server_error"
