"""Bounces as mail servers write them (RFC 3464), and as strangers would."""

from __future__ import annotations

HUMAN = "This is the mail system at host mx.alpha.example. I'm sorry to have to inform you…"


def bounce(
    to: str,
    *,
    recipient: str = "alzbeta@alpha.example",
    action: str = "failed",
    status: str = "5.1.1",
    says: str = "smtp; 550 5.1.1 <alzbeta@alpha.example>: no such user",
    original: str = "Message-ID: <a@matrika.example>\nSubject: =?utf-8?q?Spracovanie?=\n",
    report: str = "message/delivery-status",
) -> bytes:
    """What Postfix sends to `to`, the return address of a letter."""
    return f"""\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.alpha.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="9B095B5ADSN=_0123456789"

This is a MIME-encapsulated message.

--9B095B5ADSN=_0123456789
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

{HUMAN}

--9B095B5ADSN=_0123456789
Content-Description: Delivery report
Content-Type: {report}

Reporting-MTA: dns; mx.alpha.example
X-Postfix-Queue-ID: 9B095B5A
Arrival-Date: Sun, 22 Nov 2026 12:00:00 +0100 (CET)

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.alpha.example
Diagnostic-Code: {says}

--9B095B5ADSN=_0123456789
Content-Description: Undelivered Message
Content-Type: text/rfc822-headers

{original}
--9B095B5ADSN=_0123456789--
""".encode()


ANSWER = b"""\
From: alzbeta@alpha.example
To: bounces@register.example
Subject: Re: Informacia o expiracii
Auto-Submitted: auto-replied
Content-Type: text/plain

I am on holiday.
"""
