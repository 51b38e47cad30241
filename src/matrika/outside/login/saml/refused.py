"""Why a message of an identity provider is not believed."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Each has its own test; people read one sentence for all, the log and the console read these."""

    UNREADABLE = "unreadable"  # no Base64, no XML, a DOCTYPE, too large
    WRONG_MESSAGE = "wrong-message"  # another element than was expected here
    UNSIGNED = "unsigned"
    SIGNATURE = "signature"  # of nobody we know, over something else, or by an algorithm of old
    ISSUER = "issuer"
    DESTINATION = "destination"
    STATUS = "status"  # the provider says that nobody logged in
    IN_RESPONSE_TO = "in-response-to"  # nobody asked, or somebody else did
    NOT_ENCRYPTED = "not-encrypted"
    NOT_DECRYPTED = "not-decrypted"
    ALGORITHM = "algorithm"  # of encryption, one that is not used here
    AUDIENCE = "audience"
    RECIPIENT = "recipient"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    NAME_ID = "name-id"
    NO_LOG_IN = "no-log-in"  # an assertion without an AuthnStatement
    REPLAYED = "replayed"


class Refused(Exception):
    """The message is not believed. `detail` is for the log; it holds nothing secret."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail
