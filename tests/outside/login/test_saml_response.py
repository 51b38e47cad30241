"""What is believed of a response, and each reason for which one is refused."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from lxml import etree

from matrika.outside.login.saml import bindings, response
from matrika.outside.login.saml.refused import Fault, Refused
from matrika.outside.login.saml.response import LogIn
from tests.outside.login import idp
from tests.outside.login.idp import Told
from tests.people import NOW

DRIFT = timedelta(seconds=5)
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"


def read(message: bytes, *, in_response_to: str = idp.REQUEST, at: object = NOW) -> LogIn:
    root = bindings.from_form(base64.b64encode(message).decode(), idp.provider())
    return response.read(
        root, idp.ourselves(), idp.provider(), in_response_to=in_response_to, at=at, drift=DRIFT
    )


def fault(message: bytes, **more: object) -> Fault:
    with pytest.raises(Refused) as refused:
        read(message, **more)
    return refused.value.fault


def test_it_tells_who_logged_in() -> None:
    known = read(idp.response())
    assert known.attributes["ActorID"] == "rc://sk/8501011234_novak_jan"
    assert known.attributes["SubjectID"] == "ico://sk/12345678"
    assert (known.session.name_id, known.session.index) == ("_name", "_session")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"signs_response": False}, Fault.UNSIGNED),
        ({"signs_assertion": False}, Fault.UNSIGNED),
        ({"encrypts": False}, Fault.NOT_ENCRYPTED),
        ({"algorithm": "sha1"}, Fault.SIGNATURE),
        ({"digest": "sha1"}, Fault.SIGNATURE),
        ({"algorithm": "sha384"}, Fault.SIGNATURE),
        ({"key": idp.OURS}, Fault.SIGNATURE),
        ({"for_key": idp.OURS}, Fault.NOT_DECRYPTED),
        ({"issuer": "https://other.example"}, Fault.ISSUER),
        ({"assertion_issuer": "https://other.example"}, Fault.ISSUER),
        ({"destination": "https://other.example/acs"}, Fault.DESTINATION),
        ({"recipient": "https://other.example/acs"}, Fault.RECIPIENT),
        ({"method": "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"}, Fault.RECIPIENT),
        ({"audience": "https://other.example"}, Fault.AUDIENCE),
        ({"audience": None}, Fault.AUDIENCE),
        ({"in_response_to": "_another"}, Fault.IN_RESPONSE_TO),
        ({"confirmed": "_another"}, Fault.IN_RESPONSE_TO),
        ({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, Fault.STATUS),
        ({"name_format": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"}, Fault.NAME_ID),
        ({"has_log_in": False}, Fault.NO_LOG_IN),
        ({"ends": NOW - timedelta(seconds=6)}, Fault.TOO_LATE),
        ({"session_ends": NOW - timedelta(seconds=6)}, Fault.TOO_LATE),
        ({"begins": NOW + timedelta(seconds=6)}, Fault.TOO_EARLY),
        ({"data_algorithm": "http://www.w3.org/2007/05/xmldsig-more#camellia256-cbc"}, Fault.ALGORITHM),
        ({"key_algorithm": "http://www.w3.org/2001/04/xmlenc#kw-aes256"}, Fault.ALGORITHM),
    ],
    ids=lambda value: str(value)[:60],
)
def test_it_refuses(changes: dict[str, object], expected: Fault) -> None:
    assert fault(idp.response(Told().but(**changes))) is expected


@pytest.mark.parametrize("bits", [128, 192, 256])
@pytest.mark.parametrize(
    "mode", ["http://www.w3.org/2009/xmlenc11#aes{}-gcm", "http://www.w3.org/2001/04/xmlenc#aes{}-cbc"]
)
def test_it_opens_what_providers_use(bits: int, mode: str) -> None:
    told = Told().but(data_algorithm=mode.format(bits))
    assert read(idp.response(told)).session.name_id == "_name"


def test_it_opens_the_old_padding_behind_a_signature() -> None:
    told = Told().but(key_algorithm="http://www.w3.org/2001/04/xmlenc#rsa-1_5")
    assert read(idp.response(told)).session.name_id == "_name"


def test_it_bears_clocks_that_differ_a_little() -> None:
    told = Told().but(begins=NOW + timedelta(seconds=4), ends=NOW + timedelta(minutes=5))
    assert read(idp.response(told)).session.name_id == "_name"
    assert read(idp.response(Told().but(ends=NOW - timedelta(seconds=4)))).session.name_id == "_name"


def test_it_takes_no_response_that_nobody_asked_for() -> None:
    assert fault(idp.response(), in_response_to="") is Fault.IN_RESPONSE_TO


def test_it_finds_every_change_of_a_signed_message() -> None:
    message = idp.response()
    changed = message.replace(b"_request", b"_requesu")
    assert fault(changed, in_response_to="_requesu") is Fault.SIGNATURE


def _wrapped(message: bytes, kind: str) -> bytes:
    """The message inside or beside a forged one, as XSW attacks move it."""
    genuine = etree.fromstring(message)
    forged = etree.fromstring(message)
    forged.set("ID", "_forged")
    signature = forged.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    if kind == "in the signature":
        value = etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object")
        value.append(genuine)
    elif kind == "beside it":
        forged.remove(signature)
        forged.append(genuine)
    elif kind == "as an extension":
        extensions = etree.SubElement(forged, "{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
        extensions.append(genuine)
    elif kind == "with the same name":
        forged.set("ID", "_response")
        forged.append(genuine)
    return etree.tostring(forged)


@pytest.mark.parametrize("kind", ["in the signature", "beside it", "as an extension", "with the same name"])
def test_it_refuses_a_signature_that_was_moved(kind: str) -> None:
    assert fault(_wrapped(idp.response(), kind)) in (Fault.SIGNATURE, Fault.UNSIGNED)


def test_it_refuses_a_forged_assertion_beside_the_genuine_one() -> None:
    told = Told()
    forged = idp.encrypt(idp.sign(idp.assertion(told), told.but(key=idp.OURS)), told)
    whole = etree.fromstring(idp.response(told.but(signs_response=False)))
    whole.append(etree.fromstring(forged))
    assert fault(idp.sign(etree.tostring(whole))) is Fault.WRONG_MESSAGE


def test_it_does_not_let_a_comment_split_a_name() -> None:
    """No signature covers comments; a careless reader would read the text before one only."""
    attributes = (("ActorID", "admin<!-- x -->.novak"), ("SubjectID", "ico://sk/1234<!-- -->5678"))
    known = read(idp.response(Told().but(attributes=attributes)))
    assert known.attributes == {"ActorID": "admin.novak", "SubjectID": "ico://sk/12345678"}


@pytest.mark.parametrize("actor", ["admin<?x?>.novak", "admin<x>.novak</x>", "<x>admin.novak</x>"])
def test_it_reads_no_part_of_a_name(actor: str) -> None:
    known = read(idp.response(Told().but(attributes=(("ActorID", actor), ("QAALevel", "3")))))
    assert known.attributes == {"ActorID": "", "QAALevel": "3"}


def test_it_chooses_none_of_two_organisations() -> None:
    twice = (*idp.ATTRIBUTES.items(), ("SubjectID", "ico://sk/99999994"), ("QAALevel", "3"))
    known = read(idp.response(Told().but(attributes=twice)))
    assert "SubjectID" not in known.attributes
    assert known.attributes["QAALevel"] == "3"  # the same once more says nothing else


@pytest.mark.parametrize(
    "message",
    [b"", b"not xml", b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", b"<a/>" * 2],
)
def test_it_refuses_what_is_no_message(message: bytes) -> None:
    assert fault(message) is Fault.UNREADABLE


def test_it_refuses_what_is_too_large() -> None:
    with pytest.raises(Refused, match="too large"):
        bindings.from_form("A" * (3 * bindings.MAX_BYTES), idp.provider())
    with pytest.raises(Refused, match="Base64"):
        bindings.from_form("%%%", idp.provider())


def test_it_refuses_another_message_in_its_place() -> None:
    leaving = idp.sign(idp.logout_request(destination=idp.ACS))
    assert fault(leaving) is Fault.WRONG_MESSAGE
