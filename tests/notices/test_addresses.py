"""Whatever stands in the address field, it is one address or it is refused: no header, no crash."""

from __future__ import annotations

from typing import Any

from django.core.mail.message import sanitize_address
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matrika.outside import mail
from tests.notices.makers import NOON

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
    assert set(message.keys()) == {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Message-ID", "Date",
        "Content-Language", "Auto-Submitted",
    }  # fmt: skip
