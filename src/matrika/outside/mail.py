"""The mail server: one letter to one address, and what its answers mean."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from matrika.outside.bounce import one_line


class NotNow(Exception):
    """The message could not be handed over this time; it is worth trying again."""


class Away(NotNow):
    """Whatever else goes the same way would not arrive now either."""


class Refused(Exception):
    """The server, or the form of the address, says that this message will never be taken."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a receiver sees. The same Letter gives the same headers at every attempt."""

    to: str  # exactly one bare address
    subject: str
    text: str
    html: str
    message_id: str
    written_at: datetime
    reply_to: str = ""  # one bare address; "" = the sender's
    returns_to: str = ""  # where a server sends it back to (the envelope's sender); "" = the sender's


def send(letter: Letter) -> None:
    """Hand the letter to the configured mail backend.

    Raises Refused when the server answers 5xx to the recipient or to the content, or when `to` is not
    one plain address. Raises NotNow for everything that may mend itself: a disconnecting server, a 4xx
    answer; Away when no letter would arrive now: an unreachable server, one whose certificate is not
    trusted, or which does not accept our log-in or sender (our configuration).
    """
    _require_one_address(letter.to)
    connection = _opened()
    try:
        sent = connection.send_messages([_message(letter)])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        raise _verdict(code)(_quoted(code, words)) from refusal
    except smtplib.SMTPDataError as refusal:
        raise _verdict(refusal.smtp_code)(_quoted(refusal.smtp_code, refusal.smtp_error)) from refusal
    except smtplib.SMTPSenderRefused as answer:
        raise Away(_quoted(answer.smtp_code, answer.smtp_error)) from answer
    except smtplib.SMTPResponseException as answer:
        raise NotNow(_quoted(answer.smtp_code, answer.smtp_error)) from answer
    except OSError as failure:  # also SMTPException: time-out, disconnection
        raise NotNow(f"{type(failure).__name__}: {failure}") from failure
    finally:
        _close(connection)
    if sent != 1:
        raise NotNow("the mail backend did not take the letter")


def _opened() -> BaseEmailBackend:
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
    except OSError as failure:  # also SMTPException: no route, time-out, TLS, the log-in
        _close(connection)
        if isinstance(failure, smtplib.SMTPResponseException):
            raise Away(_quoted(failure.smtp_code, failure.smtp_error)) from failure
        raise Away(f"{type(failure).__name__}: {failure}") from failure
    return connection


def _close(connection: BaseEmailBackend) -> None:
    """Whatever the server says to a good-bye: what it said to the letter counts."""
    with suppress(OSError):
        connection.close()


def _require_one_address(address: str) -> None:
    # The form checked it once; here it becomes a header and an SMTP command, so line breaks,
    # a second address or a display name must be impossible and not merely unlikely.
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"not one e-mail address: {address!r}") from None


class _Message(EmailMultiAlternatives):
    """Django folds a long subject behind an empty first line, which some clients show as a leading blank."""

    def message(self, *arguments: Any, **keywords: Any) -> Any:
        message = super().message(*arguments, **keywords)
        message.replace_header("Subject", Header(str(self.subject), "utf-8", header_name="Subject"))
        return message


def _message(letter: Letter) -> _Message:
    message = _Message(
        subject=letter.subject,
        body=letter.text,
        # Django hands this to the server; what people see as the sender is the header below.
        from_email=letter.returns_to or None,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.written_at),
            "Content-Language": "sk",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _verdict(code: int) -> type[NotNow] | type[Refused]:
    return Refused if 500 <= code <= 599 else NotNow


def _quoted(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {one_line(said)}"
