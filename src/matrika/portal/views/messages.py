"""The organisation's mailbox inside the portal (R-8.3)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrika.eform.messages import EXPIRY
from matrika.notices import mailbox
from matrika.notices.documents import document_of
from matrika.notices.models import Delivery, Notice
from matrika.notices.texts import OF_MAILBOXES
from matrika.pages.downloads import attachment
from matrika.pages.paging import A_PAGE, Pages
from matrika.portal.access import acting
from matrika.portal.unreachable import lost_contacts
from matrika.register.models import ServiceProvider


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Newest first: `?druh=error` shows one kind, `?neprecitane=1` what nobody opened."""
    organisation = acting(request).organisation
    kind, unread_only = request.GET.get("druh", ""), bool(request.GET.get("neprecitane"))
    if kind not in OF_MAILBOXES:
        kind = ""
    letters = (
        mailbox.for_organisation(organisation, kind=kind, unread_only=unread_only)
        if organisation
        else Delivery.objects.none()
    )
    context = {
        "page": Pages(letters, A_PAGE).get_page(request.GET.get("strana")),
        "kinds": [one.value for one in OF_MAILBOXES],
        "kind": kind,
        "unread_only": unread_only,
        "unreachable": lost_contacts(organisation, at=timezone.now()),
    }
    return render(request, "portal/messages_list.html", context)


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening a letter is reading it; only the first opening is noted."""
    letter = _letter(request, pk)
    mailbox.mark_read(letter, at=timezone.now())
    form = document_of(letter.notice).form
    context = {
        "letter": letter,
        "form": form,
        "is_expiry": form is EXPIRY,
        "sender": settings.OPERATOR_NAME,
        "has_filing": _may_see_filing(request, letter.notice),
        "provider": _provider(request, letter.notice),
    }
    return render(request, "portal/message.html", context)


@require_safe
@login_required
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The electronic document, the same bytes every time."""
    document = document_of(_letter(request, pk).notice)
    return attachment(document.content, document.file_name, "application/xml")


def _letter(request: HttpRequest, pk: int) -> Delivery:
    """A letter in a mailbox of one of the person's organisations, else 404."""
    try:
        return mailbox.letter(pk, organisations=acting(request).organisations)
    except Delivery.DoesNotExist:
        raise Http404 from None


def _may_see_filing(request: HttpRequest, notice: Notice) -> bool:
    seen = acting(request).filings()
    return bool(notice.filing_number) and seen.filter(number=notice.filing_number).exists()


def _provider(request: HttpRequest, notice: Notice) -> ServiceProvider | None:
    """The provider that the notice is about; None before it was registered, and for who may not see it."""
    return acting(request).providers().filter(entity_id=notice.entity_id).first()
