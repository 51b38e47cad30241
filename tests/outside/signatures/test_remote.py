"""R-5.1: other verifiers, by their documented interfaces; none of them can make a pass alone."""

from __future__ import annotations

import base64
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from matrika.core.verdict import Indication, SignatureKind, SubIndication
from matrika.outside.https import Misconfigured
from matrika.outside.signatures import remote
from matrika.outside.signatures.several import agreed
from tests.outside.signatures.believer import AT
from tests.outside.signatures.cases import signed, verdict

CONTENT = b"PK\x03\x04 a container"


@contextmanager
def service(answer, *, status=200, headers=(), seconds=0.0):
    """A stand-in on loopback that answers every question alike; yields its address and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            waiting.wait(seconds)
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        def log_message(self, *arguments):
            pass

    waiting = threading.Event()
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        waiting.set()
        server.shutdown()
        thread.join()
        server.server_close()


def dss_report(*signatures):
    entries = [{"Signature": signature, "Timestamp": None} for signature in signatures]
    return {"diagnosticData": {}, "simpleReport": {"signatureOrTimestampOrEvidenceRecord": entries}}


def dss_signature(indication="TOTAL_PASSED", sub_indication=None, level="QESig"):
    return {
        "Indication": indication,
        "SubIndication": sub_indication,
        "SignatureLevel": {"value": level, "description": "…"},
    }


def autogram_signature(result="TOTAL_PASSED", qualification="QESIG"):
    return {"validationResult": result, "signingCertificate": {"qualification": qualification}}


def ask(make, answer, **how):
    with service(answer, **how) as (address, asked):
        found = make(address, seconds=2.0)(CONTENT, name="form.asice", at=AT)
    return found, asked


def test_it_asks_dss_as_its_interface_says():
    found, asked = ask(remote.dss, dss_report(dss_signature()))
    assert (found.indication, found.kind, found.verifier) == (
        Indication.TOTAL_PASSED,
        SignatureKind.QES,
        "dss",
    )
    ((path, question),) = asked
    assert path == "/services/rest/validation/validateSignature"
    assert base64.b64decode(question["signedDocument"]["bytes"]) == CONTENT
    assert question["signedDocument"]["name"] == "form.asice"


def test_it_asks_the_autogram_service_as_its_interface_says():
    found, asked = ask(remote.autogram, {"signatures": [autogram_signature(qualification="ADESIG_QC")]})
    assert (found.indication, found.kind) == (
        Indication.TOTAL_PASSED,
        SignatureKind.RECOGNISED_AUTHORISATION,
    )
    assert asked == [("/validate", {"content": base64.b64encode(CONTENT).decode()})]


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        ("QESig", SignatureKind.QES),
        ("QESeal", SignatureKind.QSEAL),
        ("AdESig-QC", SignatureKind.RECOGNISED_AUTHORISATION),
        ("AdESeal-QC", SignatureKind.NOT_ACCEPTED),
        ("AdESig", SignatureKind.NOT_ACCEPTED),
        ("N/A", SignatureKind.NOT_ACCEPTED),
    ],
)
def test_it_maps_qualifications_to_kinds(level, kind):
    assert ask(remote.dss, dss_report(dss_signature(level=level)))[0].kind is kind


def test_it_keeps_the_sub_indication():
    found, _ = ask(remote.dss, dss_report(dss_signature("TOTAL_FAILED", "HASH_FAILURE")))
    assert (found.indication, found.sub_indication) == (
        Indication.TOTAL_FAILED,
        SubIndication.HASH_FAILURE,
    )


def test_it_passes_only_when_every_signature_does():
    answer = dss_report(dss_signature(), dss_signature("INDETERMINATE", "TRY_LATER"))
    assert ask(remote.dss, answer)[0].indication is Indication.INDETERMINATE


def test_it_understands_that_nothing_was_signed():
    found, _ = ask(remote.autogram, {"code": "DOCUMENT_NOT_SIGNED"}, status=422)
    assert (found.indication, found.reasons) == (Indication.TOTAL_FAILED, ("not-signed",))
    assert ask(remote.dss, dss_report())[0].reasons == ("not-signed",)


@pytest.mark.parametrize(
    ("answer", "how"),
    [
        (b"<html>", {}),
        ([], {}),
        ({}, {}),
        ({"simpleReport": None}, {}),
        (dss_report(dss_signature("SPLENDID")), {}),
        (dss_report(dss_signature()), {"status": 500}),
        (dss_report(dss_signature()), {"status": 302, "headers": [("Location", "http://127.0.0.1:1/")]}),
    ],
)
def test_it_tries_later_when_the_answer_cannot_be_understood(answer, how):
    found, _ = ask(remote.dss, answer, **how)
    assert (found.indication, found.sub_indication) == (Indication.INDETERMINATE, SubIndication.TRY_LATER)
    assert found.reasons == ("verifier-answer",)


def test_it_tries_later_when_the_service_is_slow():
    with service({}, seconds=30.0) as (address, _):
        began = time.monotonic()
        found = remote.dss(address, seconds=0.2)(CONTENT, name="a", at=AT)
    assert time.monotonic() - began < 5
    assert (found.sub_indication, found.reasons) == (SubIndication.TRY_LATER, ("verifier-unreachable",))


def test_it_tries_later_when_nobody_is_there():
    found = remote.autogram("http://127.0.0.1:1")(CONTENT, name="a", at=AT)
    assert found.reasons == ("verifier-unreachable",)


@pytest.mark.parametrize(
    "address",
    ["http://dss.example", "ftp://127.0.0.1", "https://u:p@a.example", "dss.example", "https://", ""],
)
def test_it_sends_containers_to_this_machine_or_over_https_only(address):
    with pytest.raises(Misconfigured):
        remote.dss(address)


def test_it_asks_nobody_unless_an_address_was_named():
    assert remote.configured(dss_address="", autogram_address="") == ()
    found = remote.configured(dss_address="https://dss.example", autogram_address="http://127.0.0.1:7200/")
    assert [each.address for each in found] == [
        "https://dss.example/services/rest/validation/validateSignature",
        "http://127.0.0.1:7200/validate",
    ]


OWN = verdict(signed())
FAILED = replace(OWN, indication=Indication.TOTAL_FAILED, sub_indication=SubIndication.HASH_FAILURE)
FAILED = replace(FAILED, kind=SignatureKind.NOT_ACCEPTED)
UNREACHABLE = remote.autogram("http://127.0.0.1:1")(CONTENT, name="a", at=AT)


def test_it_keeps_its_own_verdict_when_all_agree():
    assert agreed(OWN) == agreed(OWN, OWN) == OWN
    assert agreed(FAILED, FAILED) == FAILED


@pytest.mark.parametrize(
    "other",
    [FAILED, replace(OWN, kind=SignatureKind.QSEAL), replace(OWN, indication=Indication.INDETERMINATE)],
)
def test_it_passes_nothing_on_which_verifiers_disagree(other):
    for first, second in ((OWN, other), (other, OWN)):
        found = agreed(first, second)
        assert (found.indication, found.kind) == (Indication.INDETERMINATE, SignatureKind.NOT_ACCEPTED)
        assert "verifiers-disagree" in found.reasons


def test_it_waits_for_a_verifier_that_did_not_answer():
    found = agreed(OWN, UNREACHABLE)
    assert (found.indication, found.sub_indication) == (Indication.INDETERMINATE, SubIndication.TRY_LATER)
    assert found.reasons == ("verifier-unreachable",)


def test_it_does_not_wait_for_others_to_fail():
    assert agreed(FAILED, UNREACHABLE) == FAILED
