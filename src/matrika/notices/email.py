"""A notice as an e-mail: the mailbox text, and the same in simple HTML."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from matrika.notices import return_address
from matrika.notices.models import Delivery, Notice
from matrika.outside import mail

FOOTER = "Správa je uložená aj v schránke na portáli registra:"

HTML = """\
<!DOCTYPE html>
<html lang="sk">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{subject}</title></head>
<body style="margin:0;padding:1em;font-family:sans-serif;font-size:1em;line-height:1.5;color:#0b0c0c">
<div style="max-width:40em">
<h1 style="font-size:1.25em">{subject}</h1>
{paragraphs}
<p style="border-top:1px solid #b1b4b6;padding-top:1em">{footer} <a href="{address}">{address}</a></p>
</div>
</body>
</html>
"""


def send(delivery: Delivery, *, at: datetime) -> None:
    """Raises mail.NotNow or mail.Refused. The letter bears the notice's date, whenever it is sent."""
    notice = delivery.notice
    mail.send(
        mail.Letter(
            to=delivery.email,
            subject=notice.subject,
            text=as_text(notice),
            html=as_html(notice),
            message_id=notice.message_id,
            written_at=notice.written_at,
            reply_to=settings.MAIL_REPLY_TO,
            returns_to=return_address.of(delivery),
        )
    )


def as_text(notice: Notice) -> str:
    return f"{_described(notice)}\n\n-- \n{FOOTER} {_mailbox_address()}\n"


def as_html(notice: Notice) -> str:
    paragraphs = _described(notice).split("\n\n")
    return HTML.format(
        subject=escape(notice.subject),
        paragraphs="\n".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs),
        footer=escape(FOOTER),
        address=escape(_mailbox_address()),
    )


def _mailbox_address() -> str:
    return f"{settings.BASE_URL}{reverse('portal:messages')}"


def _described(notice: Notice) -> str:
    """The body, with the labels that Fig. 17 gives an error."""
    if not notice.error_code:
        return notice.body
    return f"Kód chyby: {notice.error_code}\nPopis chyby: {notice.body}"
