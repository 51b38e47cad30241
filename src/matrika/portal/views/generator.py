""" "Vytvoriť kľúče a metadáta": a page on which the browser makes them. The server learns nothing of it."""

from __future__ import annotations

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matrika.portal.access import acting
from matrika.portal.forms.generator import GeneratorForm


# Whatever ran on this page, no private key could be sent from it.
@csp_update({"connect-src": ["'none'"]})
@require_safe
def generator(request: HttpRequest) -> HttpResponse:
    owner = acting(request).organisation if request.user.is_authenticated else None
    known = {"ico": owner.ico, "ico_suffix": owner.ico_suffix} if owner else {}
    return render(request, "portal/generator.html", {"form": GeneratorForm(initial=known)})
