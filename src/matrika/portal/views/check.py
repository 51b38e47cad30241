""" "Skontrolovať metadáta": the full report, without log-in. Stores nothing.

A report is downloaded by sending the document once more: the page holds it, the register does not.
"""

from __future__ import annotations

import base64

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import samllint
from matrika.pages.downloads import attachment
from matrika.pages.language import page_language
from matrika.pages.source import lines_left_out, marked_lines
from matrika.portal.forms.check import MAX_SIZE, CheckForm
from matrika.printout import report_as_pdf
from samllint.formats import json
from samllint.report import Report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = CheckForm(default_profile=settings.METADATA_PROFILE)
        return render(request, "portal/check.html", {"form": form})
    form = CheckForm(request.POST, request.FILES, default_profile=settings.METADATA_PROFILE)
    if not form.is_valid():
        return render(request, "portal/check.html", {"form": form}, status=422)
    name, data = form.checked()
    at = form.instant(timezone.now())
    report = samllint.check(data, profile=form.cleaned_data["profile"], at=at, context=form.context())
    if wanted := request.POST.get("as"):
        return _file(wanted, name, report)
    return _page(request, form, name, data, report)


def _file(wanted: str, name: str, report: Report) -> HttpResponse:
    """The report as PDF, or as what `samllint check --format json` prints."""
    language = page_language()
    if wanted == "pdf":
        pdf = report_as_pdf(report, name=name, language=language)
        return attachment(pdf, "kontrola.pdf", "application/pdf")
    text = json.render(json.to_dict(report, lang=language, file=name or None))
    return attachment(text.encode(), "kontrola.json", "application/json")


def _page(request: HttpRequest, form: CheckForm, name: str, data: bytes, report: Report) -> HttpResponse:
    lines = marked_lines(data, report)
    again = {key: form.data.get(key, "") for key in ("profile", "ico", "ico_suffix")}
    again |= {"name": name, "document": base64.b64encode(data).decode(), "at": report.at.isoformat()}
    context = {
        "form": form,
        "report": report,
        "lines": lines,
        "left_out": lines_left_out(data, lines),
        "name": name,
        "again": again if len(data) <= MAX_SIZE else None,
    }
    return render(request, "portal/check.html", context)
