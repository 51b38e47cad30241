"""One message through slovensko-sk-api, and what its answers mean (its `public/openapi.yaml`, 3.0).

What cannot be told is tried again: the message bears the same MessageID each time, so that the state's
side can recognise a repeat.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from http.client import HTTPException
from uuid import uuid4

from matrika.outside import jws
from matrika.outside.https import Answer, post
from matrika.outside.key_file import UnsafeKey, open_key
from matrika.outside.mail import Away, NotNow, Refused
from matrika.outside.state_mailbox.configuration import StateMailbox

PATH = "/api/sktalk/receive"
TOKEN_LIFETIME = timedelta(minutes=2)  # the service takes none that lives longer than five
MAX_ANSWER_BYTES = 64 * 1024
MAX_QUOTED = 200
# Nobody else's message would be taken now: our key or clock, too many, whatever stands before ÚPVS.
AWAY = (401, 403, 429, 502, 503, 504)
# The message itself will not do: malformed, too large, of a class that is not sent this way. Everything
# else may mend: a time-out at ÚPVS (408), a fault behind (500), an address that leads elsewhere (404).
NEVER = (400, 413, 422)


def deliver(message: str, mailbox: StateMailbox, *, at: datetime) -> None:
    """Hand the message over; returning says that ÚPVS took it (`receive_result` 0, or known already).

    Raises Refused when it will never be taken, Away when no message would be now, NotNow for the rest. None
    of them names the token.
    """
    body = json.dumps({"message": message}, ensure_ascii=False).encode()
    headers = {
        "Authorization": f"Bearer {_token(mailbox, at)}",
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    try:
        answer = post(mailbox.address + PATH, body, headers, seconds=mailbox.seconds, most=MAX_ANSWER_BYTES)
    except (OSError, HTTPException) as failure:
        raise Away(f"{type(failure).__name__}: {_plain(str(failure))}") from failure
    _judge(answer, mailbox)


def _token(mailbox: StateMailbox, at: datetime) -> str:
    """A token for one request. Raises Away when the key cannot be used: that is our configuration."""
    payload = {
        "sub": mailbox.subject,
        "exp": int((at + TOKEN_LIFETIME).timestamp()),
        "jti": str(uuid4()),
    }
    if mailbox.on_behalf_of:
        payload["obo"] = mailbox.on_behalf_of
    try:
        return jws.sign(payload, open_key(mailbox.key_file))
    except (UnsafeKey, OSError) as fault:
        raise Away(f"the key for the state's mailboxes: {fault}") from fault


def _judge(answer: Answer, mailbox: StateMailbox) -> None:
    said = _read(answer.body)
    if answer.status == 200:
        result = said.get("receive_result")
        if type(result) is not int:  # in JSON `false` is no 0
            raise NotNow(f"200 without a receive_result: {_quoted(answer.body)}")
        if result != 0 and result not in mailbox.known_already:
            raise NotNow(f"receive_result {result}")
        return
    sentence = f"{answer.status} {_plain(str(said.get('message', ''))) or _quoted(answer.body)}"
    if answer.status in NEVER:
        raise Refused(sentence)
    raise Away(sentence) if answer.status in AWAY else NotNow(sentence)


def _read(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _quoted(body: bytes) -> str:
    return _plain(body.decode("utf-8", "replace"))


def _plain(said: str) -> str:
    """One short line without control characters: it is stored and shown."""
    printable = "".join(letter if letter.isprintable() else " " for letter in said)
    return " ".join(printable.split())[:MAX_QUOTED]
