"""Whatever stands in the address field, it is one address or it is refused: no header, no crash."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Any

from django.core.mail.message import sanitize_address
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matrika.outside import mail
from tests.notices.makers import NOON

HEADERS = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Message-ID", "Date",
    "Content-Language", "Auto-Submitted",
}  # fmt: skip
LINE_END = re.compile("\r\n|\r|\n")
NASTY = st.text(alphabet=st.sampled_from('ab@."\\<>(),:;[] \r\n\t\x00%+-ž=?é\u2028'), max_size=40)
NEARLY = st.builds("{}@{}".format, NASTY, st.sampled_from(["a.example", "[127.0.0.1]", "ž.example", "x"]))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=st.one_of(st.text(max_size=40), st.emails(), NASTY, NEARLY))
def test_it_takes_one_address_or_refuses(address: str, mailoutbox: list[Any]) -> None:
    mailoutbox.clear()
    letter = mail.Letter(address, "Predmet ž", "text", "<p>text</p>", "<id@matrika.example>", NOON)
    try:
        mail.send(letter)
    except mail.Refused:
        assert mailoutbox == []
        return
    (sent,) = mailoutbox
    message = sent.message()
    # What the SMTP backend does with it besides; it must bring no second address to light either.
    assert sanitize_address(address, "utf-8").count("@") == address.count("@")
    assert sent.recipients() == [address]
    assert len(message.get_all("To")) == 1
    assert set(message.keys()) == HEADERS


# What people typed into names and comments, with what mail is made of: line ends, dots, boundaries, blanks.
WORDS = st.lists(
    st.one_of(
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace").decode()),
        st.sampled_from(
            ["\r\n", "\n", "\r", ".", "\n.\n", "Bcc: c@d.example", "--===============", "\n\n", "From ", "\t",
             "=\n", "x" * 2000, "žš🙂", "\x0b\x0c\x85\u2028", "Subject: iné\n"]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(words=WORDS)
def test_it_keeps_what_people_typed_out_of_the_headers_and_whole(words: str) -> None:
    words = f"Dobrý deň,\n{words}"  # no letter is empty
    sent = mail._message(mail.Letter("a@b.example", "Predmet ž", words, "<p>x</p>", "<id@m.example>", NOON))
    received = message_from_bytes(sent.message().as_bytes(linesep="\r\n"), policy=policy.default)
    assert set(received.keys()) == HEADERS
    assert received["Subject"] == "Predmet ž"
    assert [part.get_content_type() for part in received.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    (plain, _) = received.iter_parts()
    assert LINE_END.sub("\n", plain.get_content()).strip("\n") == LINE_END.sub("\n", words).strip("\n")
    assert (
        max(len(line) for line in sent.message().as_bytes(linesep="\r\n").split(b"\r\n")) <= 998
    )  # RFC 5321
