"""The portal's addresses, in Slovak as its users read them."""

from __future__ import annotations

from django.urls import path

from matrika.portal.views import public

app_name = "portal"

urlpatterns = [
    path("", public.home, name="home"),
    path("kontrola/", public.home, name="check"),
    path("sluzby/", public.home, name="services"),
    path("o-registri/", public.about, name="about"),
    path("pristupnost/", public.accessibility, name="accessibility"),
    path("ukazka/prihlasit/", public.demo_login, name="demo-login"),
    path("profil/", public.home, name="profile"),
    path("ziadosti/", public.home, name="filings"),
    path("spravy/", public.home, name="messages"),
    path("konat-za/", public.home, name="act-for"),
]
