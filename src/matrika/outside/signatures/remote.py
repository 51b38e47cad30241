"""Verification services beyond our house, asked over HTTP: EU DSS and the Autogram service (R-5.1).

Off unless the operator names an address. What is sent is the container; so the address must be on this
machine or be https, redirects are not followed, and the answer is bounded in time and size. A service
that does not answer makes the verdict "try later", never a pass; so does an answer that cannot be read.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any

from matrika.core.verdict import (
    Indication,
    SignatureKind,
    SignatureVerdict,
    SubIndication,
    Verdict,
    verifier_words,
    words,
)
from matrika.outside.https import allowed

Reason = words.Reason | verifier_words.Reason

MAX_ANSWER_BYTES = 32 * 1024 * 1024
# `SignatureQualification` of EU DSS, which the Autogram service passes on. Everything else is not accepted;
# INDETERMINATE_… never comes with a pass.
_KINDS = {
    "QESIG": SignatureKind.QES,
    "QESEAL": SignatureKind.QSEAL,
    "ADESIG_QC": SignatureKind.RECOGNISED_AUTHORISATION,
}
_INDICATIONS = {
    "TOTAL_PASSED": Indication.TOTAL_PASSED,
    "PASSED": Indication.TOTAL_PASSED,
    "INDETERMINATE": Indication.INDETERMINATE,
    "TOTAL_FAILED": Indication.TOTAL_FAILED,
    "FAILED": Indication.TOTAL_FAILED,
}


class _NotUnderstood(Exception):
    """The service answered something else than its interface promises."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `dss` and `autogram` make them."""

    name: str  # Verdict.verifier
    address: str
    question: Callable[[bytes, str], dict[str, Any]]
    answer: Callable[[Any], list[SignatureVerdict]]
    seconds: float

    def __call__(self, content: bytes, *, name: str, at: datetime) -> Verdict:
        try:
            signatures = self.answer(_post(self.address, self.question(content, name), self.seconds))
        except (OSError, urllib.error.URLError, TimeoutError):
            return _undecided(self.name, verifier_words.Reason.VERIFIER_UNREACHABLE, at)
        except (_NotUnderstood, HTTPException, ValueError, KeyError, TypeError, AttributeError):
            return _undecided(self.name, verifier_words.Reason.VERIFIER_ANSWER, at)
        return _whole(self.name, signatures, at)


def dss(base: str, *, seconds: float = 20.0) -> Service:
    """EU DSS's REST service (`DataToValidateDTO` → `WSReportsDTO`). Raises Misconfigured."""
    address = allowed(base) + "/services/rest/validation/validateSignature"
    return Service("dss", address, _dss_question, _dss_answer, seconds)


def autogram(base: str, *, seconds: float = 20.0) -> Service:
    """The Autogram service's `/validate`. Raises Misconfigured."""
    return Service("autogram", allowed(base) + "/validate", _autogram_question, _autogram_answer, seconds)


def configured(*, dss_address: str, autogram_address: str) -> tuple[Service, ...]:
    """The services whose addresses the operator named; "" is none. Raises Misconfigured."""
    made = [(dss, dss_address), (autogram, autogram_address)]
    return tuple(make(address) for make, address in made if address)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Whoever was named gets the container, nobody else."""

    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


def _post(address: str, question: dict[str, Any], seconds: float) -> Any:
    """The JSON answer. An answer of 422 with JSON is one, too: "not signed" says so."""
    # No proxy of the environment either: it would be somebody else.
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    request = urllib.request.Request(  # noqa: S310 — `allowed` looked at the scheme
        address,
        data=json.dumps(question).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
        method="POST",
    )
    try:
        with opener.open(request, timeout=seconds) as response:
            body = response.read(MAX_ANSWER_BYTES + 1)
    except urllib.error.HTTPError as refusal:
        with refusal:
            if refusal.code != 422:
                raise _NotUnderstood(str(refusal.code)) from None
            body = refusal.read(MAX_ANSWER_BYTES + 1)
    if len(body) > MAX_ANSWER_BYTES:
        raise _NotUnderstood("too much")
    return json.loads(body)


def _dss_question(content: bytes, name: str) -> dict[str, Any]:
    return {
        "signedDocument": {
            "bytes": base64.b64encode(content).decode(),
            "digestAlgorithm": None,
            "name": name,
        },
        "originalDocuments": [],
        "policy": None,
        "validationTime": None,
        "evidenceRecords": [],
        "tokenExtractionStrategy": "NONE",
        "signatureId": None,
    }


def _dss_answer(answer: Any) -> list[SignatureVerdict]:
    """`simpleReport.signatureOrTimestampOrEvidenceRecord[].Signature`, older: `simpleReport.signature[]`."""
    report = answer["simpleReport"]
    entries = report.get("signatureOrTimestampOrEvidenceRecord") or report.get("signatureOrTimestamp") or []
    signatures = [entry["Signature"] for entry in entries if "Signature" in entry]
    found = signatures or report.get("signature") or []
    return [
        _signature(
            one.get("Indication") or one["indication"],
            one.get("SubIndication") or one.get("subIndication"),
            _text(one.get("SignatureLevel") or one.get("signatureLevel")),
        )
        for one in found
    ]


def _autogram_question(content: bytes, name: str) -> dict[str, Any]:
    return {"content": base64.b64encode(content).decode()}


def _autogram_answer(answer: Any) -> list[SignatureVerdict]:
    """`signatures[].validationResult` and its certificate's qualification; DOCUMENT_NOT_SIGNED has none."""
    if answer.get("code") == "DOCUMENT_NOT_SIGNED":
        return []
    return [
        _signature(one["validationResult"], None, _text(one["signingCertificate"].get("qualification")))
        for one in answer["signatures"]
    ]


def _text(level: Any) -> str:
    """DSS writes {"value": "QESig", …}, the Autogram service "QESIG"; compared without case and hyphens."""
    value = level.get("value") if isinstance(level, dict) else level
    return str(value or "").upper().replace("-", "_")


def _signature(indication: str, sub_indication: str | None, qualification: str) -> SignatureVerdict:
    if indication not in _INDICATIONS:
        raise _NotUnderstood(indication)
    found = _INDICATIONS[indication]
    passed = found is Indication.TOTAL_PASSED
    return SignatureVerdict(
        indication=found,
        sub_indication=None if passed else _sub_indication(sub_indication, found),
        kind=_KINDS.get(qualification, SignatureKind.NOT_ACCEPTED) if passed else SignatureKind.NOT_ACCEPTED,
        reasons=() if passed else (verifier_words.Reason.VERIFIER_SAYS_SO.value,),
        signatory=None,
        level=None,
        claimed_at=None,
        proven_at=None,
        is_time_stamp_qualified=False,
        covers=(),
    )


def _sub_indication(said: str | None, indication: Indication) -> SubIndication:
    try:
        return SubIndication((said or "").lower().replace("_", "-"))
    except ValueError:
        is_failure = indication is Indication.TOTAL_FAILED
        return SubIndication.FORMAT_FAILURE if is_failure else SubIndication.GENERIC


def _whole(verifier: str, signatures: list[SignatureVerdict], at: datetime) -> Verdict:
    """As `combine.whole`: every signature must pass; a file without any failed."""
    if not signatures:
        failure = Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE, words.Reason.NOT_SIGNED
        return _verdict(verifier, *failure, at)
    worst = next(
        (
            each
            for indication in (Indication.TOTAL_FAILED, Indication.INDETERMINATE)
            for each in signatures
            if each.indication is indication
        ),
        None,
    )
    kinds = [each.kind for each in signatures]
    order = (SignatureKind.QES, SignatureKind.QSEAL, SignatureKind.RECOGNISED_AUTHORISATION)
    return Verdict(
        indication=Indication.TOTAL_PASSED if worst is None else worst.indication,
        sub_indication=None if worst is None else worst.sub_indication,
        kind=next((kind for kind in order if kind in kinds), SignatureKind.NOT_ACCEPTED),
        reasons=(),
        signatures=tuple(signatures),
        verifier=verifier,
        verified_at=at,
        trusted_lists=(),
    )


def _undecided(verifier: str, reason: Reason, at: datetime) -> Verdict:
    return _verdict(verifier, Indication.INDETERMINATE, SubIndication.TRY_LATER, reason, at)


def _verdict(
    verifier: str, indication: Indication, sub_indication: SubIndication, reason: Reason, at: datetime
) -> Verdict:
    return Verdict(
        indication=indication,
        sub_indication=sub_indication,
        kind=SignatureKind.NOT_ACCEPTED,
        reasons=(reason.value,),
        signatures=(),
        verifier=verifier,
        verified_at=at,
        trusted_lists=(),
    )
