"""What ends when in the whole register, so that staff see a mass of it coming."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrika.console.access import staff
from matrika.pages import endings


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    seen = endings.overview(None, request.GET, at=timezone.now())
    return render(request, "console/endings.html", {"here": "endings", "seen": seen})


@staff
@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    return endings.table(None, request.GET, at=timezone.now())
