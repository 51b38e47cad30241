"""Under /zdravie/, beside the console's own page of the same facts."""

from __future__ import annotations

from django.urls import path

from matrika.health import views

app_name = "health"
urlpatterns = [
    path("zdravie/", views.alive, name="alive"),
    path("zdravie/stav.json", views.record, name="record"),
    path("konzola/zdravie/", views.page, name="page"),
]
