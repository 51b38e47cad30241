""" "Skontrolovať metadáta": the full report, without log-in. Stores nothing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

import samllint
from matrika.pages.source import marked_lines
from matrika.portal.forms.check import CheckForm


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = CheckForm(default_profile=settings.METADATA_PROFILE)
        return render(request, "portal/check.html", {"form": form})
    form = CheckForm(request.POST, request.FILES, default_profile=settings.METADATA_PROFILE)
    if not form.is_valid():
        return render(request, "portal/check.html", {"form": form}, status=422)
    data = form.document()
    report = samllint.check(data, profile=form.cleaned_data["profile"], at=form.instant(timezone.now()))
    context = {"form": form, "report": report, "lines": marked_lines(data, report)}
    return render(request, "portal/check.html", context)
