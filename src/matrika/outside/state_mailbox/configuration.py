"""What an operator must say before anything is sent to the state's mailboxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from matrika.outside.https import allowed

# Which sort of message goes as which SkTalk class and version of its form. The form versions are those
# that public messages show; the classes by which the state's own register sends are not public.
PLACEHOLDERS = "information=EGOV_NOTIFICATION/1.3,error=EGOV_NOTIFICATION/1.3"
SORTS = ("information", "error")
URI = re.compile(r"(?:ico|rc)://sk/\S{1,200}")
CLASS = re.compile(r"[A-Z][A-Z0-9_]{0,99}/[0-9]{1,3}\.[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class SentAs:
    """How one sort of message is addressed to the state's machinery."""

    message_class: str
    form_version: str


@dataclass(frozen=True, slots=True)
class StateMailbox:
    """One slovensko-sk-api, who we are there, and how messages are labelled."""

    address: str  # without a path
    key_file: Path  # RSA, PEM; its public half is known to the service
    subject: str  # `sub`: the service's name of the certificate that acts for us at ÚPVS
    on_behalf_of: str  # `obo`: UUID of the represented identity, or ""
    sender: str  # URI of our own mailbox
    sent_as: Mapping[str, SentAs]  # by the names in SORTS
    known_already: frozenset[int]  # values of receive_result that mean: this MessageID arrived before
    seconds: float = 30.0  # for one delivery


def configured(
    address: str,
    *,
    key_file: str,
    subject: str,
    on_behalf_of: str,
    sender: str,
    sent_as: str,
    known_already: str,
) -> StateMailbox | None:
    """The mailbox as the variables say; None without an address. Raises ValueError with a sentence."""
    if not address:
        return None
    if not key_file or not subject:
        raise ValueError("deliveries to the state's mailboxes need a key file and a subject")
    if on_behalf_of:
        UUID(on_behalf_of)
    if not URI.fullmatch(sender):
        raise ValueError(f"the sender is {sender!r}; write a URI such as ico://sk/42156424")
    return StateMailbox(
        address=allowed(address),
        key_file=Path(key_file),
        subject=subject,
        on_behalf_of=on_behalf_of,
        sender=sender,
        sent_as=_read_sent_as(sent_as),
        known_already=frozenset(int(number) for number in known_already.split()),
    )


def _read_sent_as(text: str) -> dict[str, SentAs]:
    pairs = dict(part.strip().partition("=")[::2] for part in text.split(","))
    wrong = [value for value in pairs.values() if not CLASS.fullmatch(value)]
    if set(pairs) != set(SORTS) or wrong:
        raise ValueError(f"the classes are {text!r}; write them as {PLACEHOLDERS}")
    return {sort: SentAs(*value.split("/")) for sort, value in pairs.items()}
