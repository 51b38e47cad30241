"""Further addresses for copies and the weekly digest: the organisation's list, and the holder's own page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from matrika.notices.further import addresses
from matrika.notices.further.addresses import Refusal
from matrika.notices.models import FurtherAddress
from matrika.notices.unreachable import unreachable
from matrika.portal.access import acting
from matrika.portal.forms.further_address import FurtherAddressForm
from matrika.register.models import Organisation


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The list, and adding to it."""
    organisation = _organisation(request)
    form = FurtherAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        added = addresses.add(
            organisation,
            form.cleaned_data["email"],
            copies=form.cleaned_data["copies"],
            digest=form.cleaned_data["digest"],
            actor=acting(request).person.as_actor,
            at=timezone.now(),
        )
        if not isinstance(added, Refusal):
            told = _("Na adresu %(email)s sme poslali odkaz. Treba ho potvrdiť do siedmich dní.")
            messages.success(request, told % {"email": added.email})
            return redirect("portal:further-addresses")
        form.refuse(added)
    found = list(addresses.of_organisation(organisation))
    now = timezone.now()
    failing = {one.email: one for one in unreachable([one.email for one in found], at=now)}
    rows = [(one, addresses.is_too_late(one, at=now), failing.get(one.email)) for one in found]
    context = {"form": form, "rows": rows, "organisation": organisation}
    return render(request, "portal/further_addresses.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is sent to one address; with `odobrat`, nothing any more."""
    address = get_object_or_404(addresses.of_organisation(_organisation(request)), pk=pk)
    actor, now = acting(request).person.as_actor, timezone.now()
    copies, digest = bool(request.POST.get("copies")), bool(request.POST.get("digest"))
    if "odobrat" in request.POST or not (copies or digest):
        addresses.remove(address, actor=actor, at=now)
        messages.success(request, _("Adresa %(email)s je odobratá.") % {"email": address.email})
    elif addresses.change(address, copies=copies, digest=digest, actor=actor, at=now):
        messages.success(request, _("Adresa %(email)s je zmenená.") % {"email": address.email})
    return redirect("portal:further-addresses")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_holder(request: HttpRequest, token: str) -> HttpResponse:
    """Without log-in, by the link in a letter. Opening it changes nothing: mail servers open links, too."""
    address = addresses.linked(token)
    if address is None:
        raise Http404
    now = timezone.now()
    if request.method == "POST":
        if "odobrat" in request.POST:
            addresses.remove(address, actor=addresses.RECIPIENT, at=now)
        else:
            addresses.confirm(address, at=now)
        return redirect("portal:further-address", token=token)
    context = {"address": address, "state": _state(address, addresses.is_too_late(address, at=now))}
    return render(request, "portal/further_address.html", context)


def _state(address: FurtherAddress, is_too_late: bool) -> str:
    if address.removed_at:
        return "removed"
    if address.confirmed_at:
        return "confirmed"
    return "too-late" if is_too_late else "asked"


def _organisation(request: HttpRequest) -> Organisation:
    organisation = acting(request).organisation
    if organisation is None:
        raise Http404
    return organisation
