"""Who works on a filing: take it, give it to a colleague, let go of it. All three are one form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matrika.console.access import filing_or_404, person_of, reviewer
from matrika.console.forms import Assignee
from matrika.console.views.filings import page_of
from matrika.filings.desk import assignment


@reviewer
@require_POST
def assign(request: HttpRequest, number: str) -> HttpResponse:
    filing = filing_or_404(number)
    form = Assignee(request.POST, prefix="assign")
    if not form.is_valid():
        return page_of(request, filing, status=422, assignee=form)
    to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
    try:
        assignment.assign(filing, to, seen=seen, actor=person_of(request), at=timezone.now())
    except assignment.TakenMeanwhile:
        messages.error(request, _("Žiadosť medzitým dostal niekto iný. Pozrite si, kto."))
        return page_of(request, filing_or_404(number), status=409)
    except assignment.NobodysWork:
        messages.error(request, _("O žiadosti je už rozhodnuté, nikomu ju prideliť nemožno."))
        return page_of(request, filing_or_404(number), status=409)
    done = _("Žiadosť má %(name)s.") % {"name": to.name} if to else _("Žiadosť nemá nikto.")
    messages.success(request, done)
    return redirect("console:filing", number=number)
