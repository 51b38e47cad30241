from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "portal"


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Matrika")


urlpatterns = [path("", home, name="home"), path("profil/", home, name="profile")]
