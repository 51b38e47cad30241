"""Which door answers which address. `/mdq/` never comes here: wsgi.py answers it first."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("konzola/", include("matrika.console.urls")),
    path("", include("matrika.portal.urls")),
    path("ucet/", include("allauth.urls")),
    path("jazyk/", include("django.conf.urls.i18n")),
]
