"""A bounce: what a mail server sends back when it took a letter and could not deliver it (RFC 3464).

Anybody can write one. It is read within limits, and what it says is believed only of the letter whose
secret return address it came to (`notices.return_address`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser, HeaderParser

# The report stands before the letter that is sent back with it, so whatever comes later is not needed.
MAX_BYTES = 256 * 1024
MAX_PARTS = 20
MAX_RECIPIENTS = 50
MAX_ADDRESSES = 20
MAX_QUOTED = 400
# Where the servers on the way note which address a message came to.
CAME_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
FAILED, DELAYED = "failed", "delayed"


class NotABounce(Exception):
    """A message of another sort, or one that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What it says of the one recipient that a letter of ours has."""

    came_to: tuple[str, ...]  # the headers that may name our return address, as they are
    action: str  # FAILED, DELAYED, or another word of RFC 3464, in lower case
    says: str  # status and the server's own words: one line without control characters


def read(raw: bytes) -> Bounce:
    """Raises NotABounce. The first recipient that failed counts, else the first of all."""
    try:
        # The old policy reads headers as they are; the new one's parsers of addresses are slow and may crash.
        message = BytesParser(policy=policy.compat32).parsebytes(raw[:MAX_BYTES])
        recipients = list(_recipients(message))
        if not recipients:
            raise NotABounce("a report on no recipient")
        chosen = next((one for one in recipients if _action(one) == FAILED), recipients[0])
        words = f"{_field(chosen, 'Status')} {_field(chosen, 'Diagnostic-Code')}"
        return Bounce(_came_to(message), _action(chosen), one_line(words)[:MAX_QUOTED])
    # Whatever a hostile message does to the parser of the standard library; deep nesting is RecursionError.
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotABounce(f"{type(error).__name__}: {error}"[:MAX_QUOTED]) from error


def one_line(said: str) -> str:
    """What a stranger's server says is stored and shown: no control characters, no line breaks."""
    plain = "".join(letter if letter.isprintable() else " " for letter in said)
    return " ".join(plain.split())


def _recipients(message: Message) -> Iterator[Message]:
    """The groups of fields about recipients: whoever has an action and a recipient."""
    for part in _parts(message):
        for fields in _groups(part):
            if fields["Action"] is not None and fields["Final-Recipient"] is not None:
                yield fields


def _parts(message: Message) -> list[Message]:
    if message.get_content_type() != "multipart/report":
        raise NotABounce(f"a message of the type {message.get_content_type()[:MAX_QUOTED]}")
    return _inside(message)[:MAX_PARTS]


def _inside(message: Message) -> list[Message]:
    """The messages of which it is made; none when it is text."""
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _groups(part: Message) -> list[Message]:
    """The groups of one report; the parser takes an international one (RFC 6533) for a single message."""
    kind, inside = part.get_content_type(), _inside(part)
    if kind == "message/delivery-status":
        return inside[: MAX_RECIPIENTS + 1]  # the first group is about the message
    if kind == "message/global-delivery-status" and inside:
        text = str(inside[0].get_payload()).replace("\r\n", "\n")
        return [HeaderParser().parsestr(group) for group in text.strip().split("\n\n")[:MAX_RECIPIENTS]]
    return []


def _action(fields: Message) -> str:
    return _field(fields, "Action").lower()


def _field(fields: Message, name: str) -> str:
    return one_line(str(fields[name] or ""))


def _came_to(message: Message) -> tuple[str, ...]:
    found = [str(value) for name in CAME_TO for value in message.get_all(name, [])]
    return tuple(value[:1000] for value in found[:MAX_ADDRESSES])
