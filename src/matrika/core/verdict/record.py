"""A verdict as plain JSON, to be stored and to come out of the process that verified, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from matrika.core.verdict import (
    Indication,
    Level,
    Signatory,
    SignatureKind,
    SignatureVerdict,
    SubIndication,
    TrustedListState,
    Verdict,
)


def to_record(verdict: Verdict) -> dict[str, Any]:
    """Text, truth values, None, lists and dicts of these; instants in ISO 8601."""
    record: dict[str, Any] = _plain(asdict(verdict))
    return record


def from_record(record: dict[str, Any]) -> Verdict:
    """The verdict that `to_record` was given.

    Raises KeyError, TypeError and ValueError for anything else.
    """
    return Verdict(
        indication=Indication(record["indication"]),
        sub_indication=_sub_indication(record),
        kind=SignatureKind(record["kind"]),
        reasons=tuple(record["reasons"]),
        signatures=tuple(_signature(one) for one in record["signatures"]),
        verifier=record["verifier"],
        verified_at=datetime.fromisoformat(record["verified_at"]),
        trusted_lists=tuple(_trusted_list(one) for one in record["trusted_lists"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    return str(value) if isinstance(value, str) else value


def _signature(record: dict[str, Any]) -> SignatureVerdict:
    signatory, level = record["signatory"], record["level"]
    return SignatureVerdict(
        indication=Indication(record["indication"]),
        sub_indication=_sub_indication(record),
        kind=SignatureKind(record["kind"]),
        reasons=tuple(record["reasons"]),
        signatory=None if signatory is None else Signatory(**signatory),
        level=None if level is None else Level(level),
        claimed_at=_instant(record["claimed_at"]),
        proven_at=_instant(record["proven_at"]),
        is_time_stamp_qualified=bool(record["is_time_stamp_qualified"]),
        covers=tuple(record["covers"]),
    )


def _trusted_list(record: dict[str, Any]) -> TrustedListState:
    return TrustedListState(
        territory=record["territory"],
        sequence_number=int(record["sequence_number"]),
        issued_at=datetime.fromisoformat(record["issued_at"]),
        next_update=_instant(record["next_update"]),
        sha256=record["sha256"],
    )


def _sub_indication(record: dict[str, Any]) -> SubIndication | None:
    found = record["sub_indication"]
    return None if found is None else SubIndication(found)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
