"""Paper at the counter: find the filing, record what came, mend a wrong record, take a scan home."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matrika.console.access import person_of, reviewer, staff
from matrika.console.paper_forms import SCAN_TYPES, Correction, Counter
from matrika.core.days import day_of
from matrika.filings.attach_paper import NotPlausible, correct
from matrika.filings.models import Filing, PaperArrival
from matrika.pages.downloads import attachment


@staff
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """Type or scan a number; the filing's page has the form."""
    form = Counter(request.GET or None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["cislo"]
        if Filing.objects.filter(number=number).exists():
            return redirect(reverse("console:filing", args=[number]) + "#listina")
        form.add_error("cislo", _("Žiadosť %(number)s neexistuje.") % {"number": number})
    status = 422 if form.is_bound else 200
    return render(request, "console/counter.html", {"here": "counter", "form": form}, status=status)


@reviewer
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A new record in the place of a wrong one; both stay to be seen."""
    wrong = get_object_or_404(PaperArrival.objects.select_related("filing"), pk=pk, filing__number=number)
    form = Correction(
        request.POST or None,
        request.FILES or None,
        wrong=wrong,
        filed_on=day_of(wrong.filing.filed_at),
        today=day_of(timezone.now()),
    )
    if form.is_valid():
        try:
            correct(wrong, actor=person_of(request), at=timezone.now(), **form.cleaned_data)
        except NotPlausible:  # the form lets only this one through: somebody was quicker
            messages.error(request, _("Záznam medzitým opravil niekto iný. Pozrite si ho."))
        else:
            messages.success(request, _("Záznam o listine je opravený."))
        return redirect("console:filing", number=number)
    status = 422 if form.is_bound else 200
    context = {"form": form, "wrong": wrong, "filing": wrong.filing}
    return render(request, "console/mend_paper.html", context, status=status)


@staff
@require_safe
def scan(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The scan as it came: a file to save, never a page."""
    paper = get_object_or_404(PaperArrival, pk=pk, filing__number=number)
    if paper.scan is None:
        raise Http404
    ending = SCAN_TYPES.get(paper.scan_type, "bin")
    return attachment(bytes(paper.scan), f"{number}-listina-{paper.pk}.{ending}")
