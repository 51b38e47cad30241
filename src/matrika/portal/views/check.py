""" "Skontrolovať metadáta": the full report, without log-in. Stores nothing.

A report is downloaded by sending the document once more: the page holds it, the register does not.
"""

from __future__ import annotations

import base64

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import samllint
from matrika.pages.downloads import attachment
from matrika.pages.language import page_language
from matrika.pages.source import lines_left_out, marked_lines
from matrika.portal.forms.check import MAX_SIZE, CheckForm
from matrika.portal.language import chosen_language, remember
from matrika.printout import report_as_pdf
from samllint.formats import json
from samllint.report import Report
from samllint.text import characters


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    if chosen := chosen_language(request):
        translation.activate(chosen)
        return remember(_answer(request), chosen)
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, _empty())
    if chosen_language(request) and not request.POST.get("document"):
        return _form_page(request, _empty(**request.POST.dict()))  # what was typed, not judged yet
    form = CheckForm(request.POST, request.FILES, default_profile=settings.METADATA_PROFILE)
    if not form.is_valid():
        return _form_page(request, form)
    name, data = form.checked()
    at = form.instant(timezone.now())
    report = samllint.check(data, profile=form.cleaned_data["profile"], at=at, context=form.context())
    if (wanted := request.POST.get("as")) in ("pdf", "json"):
        return _file(wanted, name, report)
    if form.cleaned_data["document"] is not None and not name:
        form = _empty(
            **(request.POST.dict() | {"text": characters(data)})
        )  # it was pasted, and can be mended there
    return _page(request, form, name, data, report)


def _empty(**typed: str) -> CheckForm:
    return CheckForm(default_profile=settings.METADATA_PROFILE, initial=typed)


def _form_page(request: HttpRequest, form: CheckForm) -> HttpResponse:
    context = {"form": form, "language_form": "kontrola"}
    return render(request, "portal/check.html", context, status=422 if form.errors else 200)


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
    again = {key: request.POST.get(key, "") for key in ("profile", "ico", "ico_suffix")}
    again |= {"name": name, "document": base64.b64encode(data).decode(), "at": report.at.isoformat()}
    context = {
        "form": form,
        "report": report,
        "lines": lines,
        "left_out": lines_left_out(data, lines),
        "name": name,
        "language_form": "vysledok" if len(data) <= MAX_SIZE else "kontrola",
        "again": again if len(data) <= MAX_SIZE else None,
    }
    return render(request, "portal/check.html", context)
