"""R-8.3: what goes to slovensko-sk-api, and what its answers mean."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from matrika.outside.https import Misconfigured
from matrika.outside.mail import Away, NotNow, Refused
from matrika.outside.state_mailbox.configuration import configured
from matrika.outside.state_mailbox.envelope import Letter, envelope
from matrika.outside.state_mailbox.service import deliver
from tests.outside.state_mailbox.stand_in import PATIENCE, StandIn, mailbox
from tests.people import NOW

LETTER = Letter(
    message_class="EGOV_NOTIFICATION",
    form_identifier="G2G.InformationMessage",
    form_version="1.3",
    form_namespace="http://schemas.gov.sk/form/G2G.InformationMessage/1.3",
    form_root="InformationMessage",
    form_fields=(("Subject", "Predmet & iné"), ("Text", "Dobrý deň,\r\n<text>")),
    title="Informačná správa",
    subject="Predmet & iné",
    message_id=UUID("af63e546-343c-4fd2-b6b2-04414da997b7"),
    correlation_id=UUID("528014ec-1b83-4e86-ac2b-fbfd532cb55f"),
    sender="ico://sk/42156424",
    recipient="ico://sk/12345678_0002",
)
SECONDS = 0.5


def send(stand_in: StandIn, key_file: Path, **differences: Any) -> None:
    to = replace(mailbox(stand_in, key_file, **differences), seconds=SECONDS)
    deliver(envelope(LETTER), to, at=NOW)


def test_it_is_taken_by_a_service_that_looks_closely(stand_in: StandIn, key_file: Path) -> None:
    send(stand_in, key_file)
    assert stand_in.paths == ["/api/sktalk/receive"]
    (message,) = stand_in.taken
    assert message.findtext(".//{*}MessageID") == message.findtext(".//{*}MessageId")
    assert message.findtext(".//{*}CorrelationID") == str(LETTER.correlation_id)
    assert message.findtext(".//{*}RecipientId") == "ico://sk/12345678_0002"
    assert message.findtext(".//{*}InformationMessage/{*}Text") == "Dobrý deň,\r\n<text>"
    assert "obo" not in stand_in.tokens[0]


def test_it_acts_for_another_identity_when_told(stand_in: StandIn, key_file: Path) -> None:
    send(stand_in, key_file, on_behalf_of="9da88804-626b-4a38-b441-0b658fdacf3a")
    assert stand_in.tokens[0]["obo"] == "9da88804-626b-4a38-b441-0b658fdacf3a"


def test_it_makes_a_token_of_its_own_for_each_request(stand_in: StandIn, key_file: Path) -> None:
    send(stand_in, key_file)
    send(stand_in, key_file)
    assert len(stand_in.taken) == 2
    assert len({token["jti"] for token in stand_in.tokens}) == 2
    assert envelope(LETTER) == envelope(LETTER)


@pytest.mark.parametrize(
    ("status", "answer", "kind", "error"),
    [
        (200, {"receive_result": 3100119}, NotNow, "receive_result 3100119"),
        (200, {"receive_result": False}, NotNow, "200 without a receive_result: {"),
        (200, {}, NotNow, "200 without a receive_result: {}"),
        (200, b"<html>\x00 oops", NotNow, "200 without a receive_result: <html> oops"),
        (200, b"[" * 60_000, NotNow, "200 without a receive_result: [[["),
        (400, {"message": "Invalid message"}, Refused, "400 Invalid message"),
        (401, {"message": "Bad credentials"}, Away, "401 Bad credentials"),
        (404, b"", NotNow, "404"),
        (408, {"message": "Operation timeout exceeded"}, NotNow, "408 Operation timeout exceeded"),
        (413, {"message": "Message size limit exceeded"}, Refused, "413 Message"),
        (422, {"message": "Message should not be received"}, Refused, "422 Message"),
        (429, {"message": "Request rate limit exceeded"}, Away, "429 Request"),
        (500, {"message": "Unknown error"}, NotNow, "500 Unknown error"),
        (503, b"<h1>nginx</h1>", Away, "503 <h1>nginx</h1>"),
    ],
)
def test_it_knows_what_answers_mean(
    stand_in: StandIn, key_file: Path, status: int, answer: Any, kind: type[Exception], error: str
) -> None:
    stand_in.status, stand_in.answer = status, answer
    with pytest.raises(kind) as raised:
        send(stand_in, key_file)
    assert type(raised.value) is kind
    assert str(raised.value).strip().startswith(error)
    assert len(str(raised.value)) < 300


def test_it_takes_a_known_repeat_for_delivered(stand_in: StandIn, key_file: Path) -> None:
    stand_in.answer = {"receive_result": 3100101}
    send(stand_in, key_file, known_already="7 3100101")


@pytest.mark.parametrize("how", ["hang", "drip", "drop_before", "drop_after"])
def test_it_ends_in_time_when_the_service_does_not(stand_in: StandIn, key_file: Path, how: str) -> None:
    setattr(stand_in, how, True)
    began = time.monotonic()
    with pytest.raises(Away):
        send(stand_in, key_file)
    # The other side would go on for much longer; a crowded machine may take its time to notice.
    assert time.monotonic() - began < PATIENCE / 2


def test_it_reads_no_endless_answer(stand_in: StandIn, key_file: Path) -> None:
    stand_in.answer = b" " * 1_000_000
    with pytest.raises(Away, match="TooMuch"):
        send(stand_in, key_file)


def test_it_follows_no_redirect(stand_in: StandIn, key_file: Path) -> None:
    stand_in.status, stand_in.location = 307, f"{stand_in.address}/elsewhere"
    with pytest.raises(NotNow, match="307"):
        send(stand_in, key_file)
    assert stand_in.paths == ["/api/sktalk/receive"]


def test_it_asks_no_proxy(stand_in: StandIn, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    send(stand_in, key_file)
    assert len(stand_in.taken) == 1


def test_it_uses_no_key_that_others_can_read(stand_in: StandIn, key_file: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    loose = tmp_path / "key.pem"
    loose.write_bytes(key_file.read_bytes())
    loose.chmod(0o644)
    with pytest.raises(Away, match="permissions 644"):
        send(stand_in, loose)
    assert stand_in.paths == []


def test_it_says_neither_token_nor_key(
    stand_in: StandIn, key_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stand_in.status, stand_in.answer = 500, {"message": "x"}
    with caplog.at_level(logging.DEBUG), pytest.raises(NotNow) as raised:
        send(stand_in, key_file)
    told = f"{raised.value} {caplog.text}"
    assert "Bearer" not in told
    assert stand_in.tokens[0]["jti"] not in told
    assert "PRIVATE KEY" not in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "http://api.example"},
        {"key_file": ""},
        {"subject": ""},
        {"on_behalf_of": "nobody"},
        {"sender": "NASES"},
        {"sent_as": "information=EGOV_NOTIFICATION/1.3"},
        {"sent_as": "information=x,error=y"},
        {"known_already": "many"},
    ],
    ids=str,
)
def test_it_refuses_a_wrong_configuration(wrong: dict[str, str]) -> None:
    right = {
        "address": "https://api.example",
        "key_file": "key.pem",
        "subject": "s",
        "on_behalf_of": "",
        "sender": "ico://sk/42156424",
        "sent_as": "information=EGOV_NOTIFICATION/1.3,error=EGOV_NOTIFICATION/1.3",
        "known_already": "",
    }
    assert configured(**right)
    assert configured(**{**right, "address": ""}) is None
    with pytest.raises((ValueError, Misconfigured)):
        configured(**{**right, **wrong})
