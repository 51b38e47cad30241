"""What is trusted: the imported lists, how old they are, and importing a newer one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matrika.console.access import confirmed, person_of, staff, supervisor
from matrika.console.trust_forms import TrustedListFile
from matrika.core.people import Role
from matrika.pages.language import page_language
from matrika.trust import overview
from matrika.trust.import_list import import_list
from matrika.trust.refused import Refused


@staff
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    return _page(request, TrustedListFile())


@supervisor
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def import_one(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # back from the second factor: the file is chosen once more
        return _page(request, TrustedListFile())
    form = TrustedListFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    file = form.cleaned_data["file"]
    try:
        kept = import_list(
            file.read(), source=file.name, actor=person_of(request).as_actor, at=timezone.now()
        )
    except Refused as problem:
        form.add_error("file", problem.why.to(page_language()))
        return _page(request, form, status=409)
    messages.success(request, _("Zoznam bol načítaný.") if kept else _("Tento zoznam už máme."))
    return redirect("console:trusted-lists")


def _page(request: HttpRequest, form: TrustedListFile, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "here": "trust",
        "rows": overview.lists(at=now),
        "revocation_data": overview.revocation_data(at=now),
        "form": form,
        "may_change": person_of(request).role == Role.SUPERVISOR,
    }
    return render(request, "console/trusted_lists.html", context, status=status)
