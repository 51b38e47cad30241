"""Why a log-in by OpenID Connect is not believed."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Each has its own test; people read one sentence for most, the log and the console read these."""

    UNREACHABLE = "unreachable"  # the provider does not answer, or not in time
    UNREADABLE = "unreadable"  # no JSON, no token, a claim of another type
    ISSUER = "issuer"
    ENDPOINT = "endpoint"  # neither https nor this machine, or missing
    STATE = "state"  # this browser did not ask, or asked too long ago, or was answered before
    STATUS = "status"  # the provider says that nobody logged in
    CODE = "code"  # the provider does not take it (any more)
    ALGORITHM = "algorithm"  # "none", or one whose key is a secret, or one that is not used here
    KEY = "key"  # none of the provider's has that name
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    NONCE = "nonce"
    USERINFO = "userinfo"  # the provider says no more of whoever has this token, or tells of somebody else
    NO_LOG_OUT = "no-log-out"  # a token of another purpose
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    REPLAYED = "replayed"


class Refused(Exception):
    """The answer is not believed. `detail` is for the log; it holds nothing secret."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail
