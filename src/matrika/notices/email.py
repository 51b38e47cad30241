"""A notice as an e-mail: the mailbox text, and the same in simple HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from matrika.notices import return_address
from matrika.notices.further import addresses
from matrika.notices.models import Delivery, Notice
from matrika.notices.texts import NoticeKind
from matrika.outside import mail

# The words of the figures do not say which filing they are about; who has several must know.
ABOUT = "Žiadosť č. {number} ({entity_id}): {address}"
FOOTER = "Správa je uložená aj v schránke na portáli registra:"
COPY = "Kópia správy pre organizáciu {organisation}. Ak ich už nechcete dostávať:"
DIGEST = "Týždenný prehľad pre organizáciu {organisation}. Ak ho už nechcete dostávať:"

HTML = """\
<!DOCTYPE html>
<html lang="sk">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light"><title>{subject}</title></head>
<body style="margin:0;padding:1em;color:#0b0c0c;background:#fff">
<div style="max-width:40em;font:1em/1.5 sans-serif;overflow-wrap:anywhere;word-break:break-word">
<h1 style="font-size:1.25em">{subject}</h1>
{paragraphs}
{footer}
</div>
</body>
</html>
"""
FOOTER_HTML = """\
<p style="border-top:1px solid #b1b4b6;padding-top:1em">
{about}{says} <a href="{address}">{address}</a></p>"""


def send(delivery: Delivery, *, at: datetime) -> None:
    """Raises mail.NotNow or mail.Refused. The letter bears the notice's date, whenever it is sent."""
    further = delivery.further_address
    if further is not None and further.removed_at is not None:
        raise mail.Refused("the address was removed by its organisation or its holder")
    notice, footer = delivery.notice, _footer(delivery)
    mail.send(
        mail.Letter(
            to=delivery.email,
            subject=notice.subject,
            text=as_text(notice, footer),
            html=as_html(notice, footer),
            message_id=notice.message_id,
            written_at=notice.written_at,
            reply_to=settings.MAIL_REPLY_TO,
            returns_to=return_address.of(delivery),
        )
    )


@dataclass(frozen=True, slots=True)
class Footer:
    """The lines under a letter: what it is about, if about a filing; and where the last one leads."""

    about: str
    says: str
    address: str


def as_text(notice: Notice, footer: Footer | None) -> str:
    if footer is None:
        return f"{_described(notice)}\n"
    about = f"{footer.about}\n" if footer.about else ""
    return f"{_described(notice)}\n\n-- \n{about}{footer.says} {footer.address}\n"


def as_html(notice: Notice, footer: Footer | None) -> str:
    paragraphs = _described(notice).split("\n\n")
    return HTML.format(
        subject=escape(notice.subject),
        paragraphs="\n".join(f"<p>{_linked(escape(p)).replace(chr(10), '<br>')}</p>" for p in paragraphs),
        footer=_footer_in_html(footer) if footer else "",
    )


def _footer_in_html(footer: Footer) -> str:
    about = f"{_linked(escape(footer.about))}<br>" if footer.about else ""
    return FOOTER_HTML.format(about=about, says=escape(footer.says), address=escape(footer.address))


def _footer(delivery: Delivery) -> Footer | None:
    """Mandatory letters lead to the mailbox; only what is sent beside them can be put an end to."""
    further, about = delivery.further_address, _about(delivery.notice)
    if further is None:
        return Footer(about, FOOTER, f"{settings.BASE_URL}{reverse('portal:messages')}")
    if delivery.notice.kind == NoticeKind.ADDRESS_CONFIRMATION:
        return None  # its text says it all
    says = DIGEST if delivery.notice.kind == NoticeKind.WEEKLY_DIGEST else COPY
    return Footer(about, says.format(organisation=further.organisation.name), addresses.link(further))


def _about(notice: Notice) -> str:
    if not notice.filing_number:
        return ""
    path = reverse("portal:filing", kwargs={"number": notice.filing_number})
    address = f"{settings.BASE_URL}{path}"
    return ABOUT.format(number=notice.filing_number, entity_id=notice.entity_id, address=address)


def _linked(escaped: str) -> str:
    """Addresses of the register itself become links: what applicants and reviewers typed stays text."""
    own = re.compile(rf"{re.escape(escape(settings.BASE_URL))}/[^\s<>()\"]*")
    return own.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escaped)


def _described(notice: Notice) -> str:
    """The body, with the labels that Fig. 17 gives an error."""
    if not notice.error_code:
        return notice.body
    return f"Kód chyby: {notice.error_code}\nPopis chyby: {notice.body}"
