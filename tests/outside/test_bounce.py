"""Bounces are untrusted: understood, or refused, whatever they are (RFC 3464)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matrika.outside import bounce
from matrika.outside.bounce import MAX_BYTES, Bounce, NotABounce
from tests.notices.returned import ANSWER
from tests.notices.returned import bounce as returned

TO = "bounces+1.1-aaaaaaaaaaaaaaaa@register.example"


def test_it_reads_what_a_mail_server_says() -> None:
    assert bounce.read(returned(TO)) == Bounce(
        came_to=(TO, TO),
        action="failed",
        says="5.1.1 smtp; 550 5.1.1 <alzbeta@alpha.example>: no such user",
    )


def test_it_reads_crlf_as_lf() -> None:
    assert bounce.read(returned(TO).replace(b"\n", b"\r\n")) == bounce.read(returned(TO))


def test_it_reads_an_international_report() -> None:
    """RFC 6533."""
    found = bounce.read(returned(TO, report="message/global-delivery-status", says="smtp; 550 niet"))
    assert (found.action, found.says) == ("failed", "5.1.1 smtp; 550 niet")


def test_it_prefers_the_recipient_that_failed() -> None:
    two = returned(TO, action="delayed").replace(
        b"Diagnostic-Code:",
        b"Diagnostic-Code: wait\n\nFinal-Recipient: rfc822; b@alpha.example\n"
        b"Action: FAILED\nStatus: 5.2.1\nDiagnostic-Code:",
    )
    assert (bounce.read(two).action, bounce.read(two).says[:5]) == ("failed", "5.2.1")


def test_it_keeps_the_servers_words_as_one_short_line() -> None:
    said = bounce.read(returned(TO, says="smtp; \x1b[31mno\x00\r\n  more\x85 " + "x" * 5000)).says
    assert said.isprintable()
    assert len(said) <= bounce.MAX_QUOTED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        ANSWER,
        returned(TO).replace(b"multipart/report", b"multipart/mixed"),
        returned(TO).replace(b"message/delivery-status", b"text/plain"),
        returned(TO).replace(b"Action:", b"Axtion:"),
        returned(TO).replace(b"Final-Recipient:", b"Final:"),
        returned(TO).replace(b'boundary="9B095B5ADSN=_0123456789"', b""),
        returned(TO, report="message/global-delivery-status").replace(b"Action:", b"Axtion:"),
    ],
    ids=range(9),
)
def test_it_refuses_what_is_no_bounce(raw: bytes) -> None:
    with pytest.raises(NotABounce):
        bounce.read(raw)


def nested(depth: int) -> bytes:
    inner = b"".join(
        b"Content-Type: multipart/report; boundary=%d\n\n--%d\n" % (number, number) for number in range(depth)
    )
    return b"To: a\n" + inner


HOSTILE = {
    "nested": nested(6_000),
    "rfc822 in rfc822": b"Content-Type: multipart/report; boundary=x\n\n--x\n"
    + b"Content-Type: message/rfc822\n\n" * 8_000,
    "all boundaries": b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\n\n" * 60_000,
    "all headers": b"Delivered-To: a@b.example\n" * 10_000 + returned(TO),
    "one header": b"To: " + b"a," * 200_000 + b"\n" + returned(TO),
    "folded header": b"To: a\n" + b" b\n" * 80_000 + returned(TO),
    "all groups": returned(TO).replace(b"Status:", b"\n" * 2 + b"Final-Recipient: x\n\n" * 10_000 + b"S:"),
    "encoded words": returned(TO, says="=?utf-8?q?" * 20_000),
    "parameters": b"Content-Type: multipart/report" + b"; a*0*=utf-8''x" * 15_000 + b"\n\n" + returned(TO),
    "huge letter": returned(TO, original="Subject: x\n\n" + "x" * 5_000_000),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_it_ends_soon_whatever_it_reads(raw: bytes) -> None:
    began = time.process_time()
    try:
        found = bounce.read(raw)
    except NotABounce:
        found = None
    assert time.process_time() - began < 5  # some take half a second; what must not be is quadratic growth
    if found:
        assert len(found.came_to) <= bounce.MAX_ADDRESSES


def test_it_understands_a_bounce_that_brings_a_huge_letter() -> None:
    assert len(HOSTILE["huge letter"]) > MAX_BYTES
    assert bounce.read(HOSTILE["huge letter"]).action == "failed"


PIECES = st.sampled_from(
    [
        b"Content-Type: multipart/report; boundary=x\n", b"\n", b"--x\n", b"--x--\n", b"To: ", b"\xff\xfe",
        b"Content-Type: message/delivery-status\n", b"Content-Type: message/global-delivery-status\n",
        b"Action: failed\n", b"Final-Recipient: rfc822; a\n", b"Status: 5.0.0\n", b" \n",
        b"=?utf-8?b?=FF?=\n", b"Content-Type: message/rfc822\n",
        b"Content-Transfer-Encoding: base64\n", b"Action: \xc5\xbe\n",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(raw=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=30).map(b"".join)))
def test_it_reads_or_refuses_anything(raw: bytes) -> None:
    try:
        found = bounce.read(raw)
    except NotABounce:
        return
    assert found.says.isprintable()


def test_it_reads_real_looking_bounces_of_other_servers() -> None:
    """The shapes of Exim and Exchange: another order of fields, no diagnosis, quoted types."""
    folder = Path(__file__).parent / "bounces"
    found = {file.stem: bounce.read(file.read_bytes()) for file in sorted(folder.glob("*.eml"))}
    assert {name: one.action for name, one in found.items()} == {"exchange": "failed", "exim": "failed"}
    assert found["exim"].says.startswith("5.0.0 smtp; 550 Mailbox unavailable")
    assert found["exchange"].says == "5.4.1"
