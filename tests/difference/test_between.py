"""What two documents differ in: each kind of change is told, and nothing that differs is left out (R-6.1)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samllint import difference, document
from samllint.difference import ChangeKind, Difference
from samllint.unreadable import Unreadable
from tests import pki
from tests.metadata import BINDINGS, key_descriptor, sp_metadata

OLD = sp_metadata()
NEXT = pki.certificate(key=pki.key(3))
ARTIFACT = f"""<md:AssertionConsumerService Binding="{BINDINGS}HTTP-Artifact" \
Location="https://sp.example/artifact" index="1"/>"""
RESOLUTION = f"""<md:ArtifactResolutionService Binding="{BINDINGS}SOAP" \
Location="https://sp.example/soap" index="0"/>"""
ORGANIZATION = """<md:Organization><md:OrganizationName xml:lang="sk">Úrad</md:OrganizationName>\
<md:OrganizationDisplayName xml:lang="sk">Úrad</md:OrganizationDisplayName>\
<md:OrganizationURL xml:lang="sk">https://urad.example</md:OrganizationURL></md:Organization>"""


def found(new: bytes, old: bytes = OLD) -> Difference:
    return difference.between(old, new)


def said(new: bytes, old: bytes = OLD) -> list[str]:
    return [sentence.en for sentence in difference.sentences(found(new, old))]


def is_only_rewritten(new: bytes, old: bytes = OLD) -> bool:
    difference = found(new, old)
    return difference.is_rewritten and difference.has_same_meaning


def test_it_finds_nothing_in_the_same_bytes() -> None:
    assert found(OLD) == Difference((), (), (), difference.certificates_of(OLD), (), False)
    assert said(OLD) == ["The documents are the same, byte for byte."]


@pytest.mark.parametrize(
    "rewritten",
    [
        OLD.replace(b"md:", b"m:").replace(b"xmlns:md", b"xmlns:m"),
        OLD.replace(b"\n", b"\r\n"),
        OLD.replace(
            pki.base64_of(pki.signing_certificate()).encode(),
            pki.base64_of(pki.signing_certificate(), width=0).encode(),
        ),
        OLD.replace(b"<md:SPSSO", b"<!-- a remark --><md:SPSSO"),
        OLD.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        OLD.replace(b'isDefault="true"', b"isDefault='1'"),
    ],
    ids=["prefix", "line breaks", "one long line of Base64", "comment", "encoding", "another word for true"],
)
def test_it_tells_when_only_the_form_of_writing_changed(rewritten: bytes) -> None:
    assert is_only_rewritten(rewritten)
    assert said(rewritten) == [
        "Only the form of writing changed (spaces, prefixes, comments); the meaning is the same."
    ]


def test_it_tells_endpoints_that_came_and_went() -> None:
    assert said(sp_metadata(after_consumers=ARTIFACT)) == [
        "Added: AssertionConsumerService HTTP-Artifact https://sp.example/artifact (index 1)."
    ]
    assert said(OLD, sp_metadata(after_consumers=ARTIFACT)) == [
        "Removed: AssertionConsumerService HTTP-Artifact https://sp.example/artifact (index 1)."
    ]


def test_it_tells_endpoints_of_any_kind() -> None:
    """Artifact resolution is where HTTP-Artifact fetches its messages."""
    (change,) = found(sp_metadata(after_keys=RESOLUTION)).endpoints
    assert change.after is not None
    assert (change.kind, change.after.service) == (ChangeKind.ADDED, "ArtifactResolutionService")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("https://sp.example/acs", "https://sp.example/acs2", "acs (index 0, the default) → "),
        ('index="0"', 'index="7"', "(index 0, the default) → AssertionConsumerService HTTP-POST https"),
        (' isDefault="true"', "", "(index 0, the default) → AssertionConsumerService HTTP-POST https"),
        ("slo/response", "slo/answer", "(responses to https://sp.example/slo/answer)"),
    ],
)
def test_it_tells_endpoints_that_changed(old: str, new: str, words: str) -> None:
    changed = sp_metadata(replace={old: new})
    assert [change.kind for change in found(changed).endpoints] == [ChangeKind.CHANGED]
    (sentence,) = said(changed)
    assert words in sentence


def test_it_tells_certificates_that_end_and_begin() -> None:
    changes = found(sp_metadata(signing=NEXT))
    (ended,), (begun,), (kept,) = (
        changes.certificates_ended,
        changes.certificates_begun,
        changes.certificates_kept,
    )
    assert (ended.use, begun.use, kept.use) == ("signing", "signing", "encryption")
    assert ended.fingerprint != begun.fingerprint
    assert begun.subject == "CN=ico-12345678"
    assert begun.not_before == pki.NOT_BEFORE
    assert (changes.endpoints, changes.others) == ((), ())
    assert not changes.keeps_signing


def test_it_sees_that_a_rollover_keeps_the_signing_certificate() -> None:
    changes = found(sp_metadata(signing=(pki.signing_certificate(), NEXT)))
    assert changes.certificates_ended == ()
    assert changes.keeps_signing


def test_it_tells_what_a_key_descriptor_has_besides_its_certificate() -> None:
    method = '<md:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>'
    (change,) = found(OLD.replace(b"</md:KeyDescriptor>", f"{method}</md:KeyDescriptor>".encode(), 1)).others
    assert change.path.endswith("md:KeyDescriptor/md:EncryptionMethod")
    assert change.after == "http://www.w3.org/2009/xmlenc11#aes256-gcm"


def test_it_tells_a_certificate_that_nobody_can_read() -> None:
    (change,) = found(sp_metadata(after_keys=key_descriptor("bad", "signing"))).others
    assert (change.kind, change.after) == (ChangeKind.ADDED, "signing bad")


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (
            sp_metadata(root_attributes='validUntil="2027-01-01T00:00:00Z"'),
            "Added: validUntil: “2027-01-01T00:00:00Z”.",
        ),
        (sp_metadata(root_attributes='cacheDuration="PT1H"'), "Added: cacheDuration: “PT1H”."),
        (
            sp_metadata(role_attributes='AuthnRequestsSigned="true"'),
            "Added: AuthnRequestsSigned: “true”.",
        ),
        (
            sp_metadata(entity_id="https://other.example"),
            "Changed: entityID from “https://sp.example” to “https://other.example”.",
        ),
        (
            sp_metadata(after_logouts="<md:NameIDFormat>urn:x</md:NameIDFormat>"),
            "Added: NameIDFormat: “urn:x”.",
        ),
        (
            sp_metadata(after_roles=ORGANIZATION),
            "Added: Organization: “sk Úrad sk Úrad sk https://urad.example”.",
        ),
        (
            sp_metadata(before_roles='<md:Extensions><x xmlns="urn:x" a="1">b</x></md:Extensions>'),
            "Added: Extensions: “1 b”.",
        ),
    ],
)
def test_it_tells_everything_else(new: bytes, sentence: str) -> None:
    assert said(new) == [sentence]


def test_it_tells_the_one_name_that_changed_in_an_organisation() -> None:
    old = sp_metadata(after_roles=ORGANIZATION)
    (change,) = found(
        old.replace('sk">Úrad</md:OrganizationName'.encode(), 'sk">Iný</md:OrganizationName'.encode()), old
    ).others
    assert (change.before, change.after) == ("Úrad", "Iný")
    assert change.path == "md:EntityDescriptor/md:Organization/md:OrganizationName"


def test_it_tells_that_the_order_changed() -> None:
    first, second = (
        sp_metadata(after_consumers=ARTIFACT),
        OLD.replace(b"    <md:Assertion", ARTIFACT.encode() + b"<md:Assertion"),
    )
    assert said(second, first) == [
        "Changed: the order of elements in md:EntityDescriptor/md:SPSSODescriptor."
    ]


def test_it_tells_of_the_signature_without_its_contents() -> None:
    signature = "<ds:Signature><ds:SignatureValue>{}</ds:SignatureValue></ds:Signature>"
    one, other = (sp_metadata(before_roles=signature.format(value)) for value in ("YQ==", "Yg=="))
    assert said(one) == ["Added: the signature of the metadata."]
    assert said(OLD, one) == ["Removed: the signature of the metadata."]
    assert said(other, one) == ["Changed: the signature of the metadata."]


def test_it_tells_of_a_change_that_has_no_name() -> None:
    """The same certificate twice: no certificate began, and yet it is not the same document."""
    twice = sp_metadata(signing=(pki.signing_certificate(),) * 2)
    assert said(twice) == ["Something else in the metadata changed."]


def test_it_resolves_a_name_inside_xsi_type() -> None:
    extension = """<md:Extensions xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:{0}="urn:{1}">\
<{0}:x xsi:type="{0}:t"/></md:Extensions>"""
    one, same, other = (
        sp_metadata(before_roles=extension.format(*names)) for names in (("a", "1"), ("b", "1"), ("a", "2"))
    )
    assert is_only_rewritten(same, one)
    assert not found(other, one).has_same_meaning


def test_it_reads_what_has_faults_that_hide_nothing() -> None:
    """Records of before the register keep them (R-3.9)."""
    assert is_only_rewritten(b"\n" + OLD)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<a>", b"<!DOCTYPE a><a/>"])
def test_it_refuses_what_is_no_xml(data: bytes) -> None:
    with pytest.raises(Unreadable):
        found(data)


LETTERS = st.sampled_from(["a", "Z", "0", " ", "/"])


@given(st.integers(0, len(OLD) - 1), LETTERS)
def test_it_never_keeps_quiet_about_a_changed_meaning(at: int, letter: str) -> None:
    """One letter anywhere: either the outlines are equal and that is said, or something is told."""
    changed = OLD[:at] + letter.encode() + OLD[at + 1 :]
    try:
        after = document.outline_of(changed)
        changes = found(changed)
    except Unreadable:
        return
    assert changes.has_same_meaning == (after == document.outline_of(OLD))
    assert list(difference.sentences(changes))


def test_it_is_quick_about_thousands_of_different_names() -> None:
    """Nobody may keep a reviewer's page busy: 20 000 marks are the most a document may have."""
    many = [
        sp_metadata(
            before_roles=f"<md:Extensions>{''.join(f'<x{n}{k}/>' for n in range(9000))}</md:Extensions>"
        )
        for k in "ab"
    ]
    started = time.process_time()
    assert len(found(many[1], many[0]).others) == 18_000
    assert time.process_time() - started < 3


def test_it_keeps_sentences_short_whatever_the_names() -> None:
    name = "x" * 5000
    (sentence,) = said(sp_metadata(before_roles=f"<md:Extensions><{name}>{name}</{name}></md:Extensions>"))
    assert len(sentence) < 400
    old = sp_metadata(before_roles=f"<md:Extensions><{name}>a</{name}></md:Extensions>")
    (sentence,) = said(sp_metadata(before_roles=f"<md:Extensions><{name}>b</{name}></md:Extensions>"), old)
    assert len(sentence) < 400
