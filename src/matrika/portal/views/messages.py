"""The organisation's mailbox inside the portal (R-8.3)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrika.notices import mailbox
from matrika.notices.models import Delivery
from matrika.portal.access import acting

A_PAGE = 25


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    organisation = acting(request).organisation
    letters = mailbox.for_organisation(organisation) if organisation else Delivery.objects.none()
    page = Paginator(letters, A_PAGE).get_page(request.GET.get("strana"))
    return render(request, "portal/messages_list.html", {"page": page})


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening a letter is reading it; only the first opening is noted."""
    try:
        letter = mailbox.letter(pk, organisations=acting(request).organisations)
    except Delivery.DoesNotExist:
        raise Http404 from None
    mailbox.mark_read(letter, at=timezone.now())
    return render(request, "portal/message.html", {"letter": letter})
