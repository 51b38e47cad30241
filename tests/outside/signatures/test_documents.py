"""R-5.4: an attachment that is an XML document with its own signature is signed whole, or not accepted."""

from __future__ import annotations

import base64
import copy

import pytest
from lxml import etree

from matrika.core.verdict import Indication
from matrika.outside.signatures.xades.names import DS
from tests.outside.signatures import cases, letters
from tests.outside.signatures.cases import reasons, the, verdict
from tests.outside.signatures.letters import beside, enveloped, enveloping


@pytest.mark.parametrize("way", letters.WITHOUT_SIGNATURES)
@pytest.mark.parametrize("uri", ["", "#l"])
def test_it_passes_a_document_around_its_signature(way, uri):
    found = verdict(enveloped(way=way, uri=uri))
    assert (found.indication, found.signatures[0].covers) == (Indication.TOTAL_PASSED, ("",))


@pytest.mark.parametrize("document", [enveloping, letters.enveloping_base64, beside])
def test_it_passes_a_document_inside_or_beside_its_signature(document):
    assert verdict(document()).indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize("document", [enveloped, enveloping, beside])
def test_it_fails_a_document_that_was_changed(document):
    def change(root):
        the(root, "text").text = "I let Cyril act for me."

    assert reasons(document(after=change)) == {"data-changed"}


@pytest.mark.parametrize("document", [enveloping, beside])
def test_it_fails_a_document_with_something_slipped_in(document):
    def slip_in(root):
        added = copy.deepcopy(the(root, "letter"))
        added.set("Id", "other")
        holder = etree.SubElement(root, DS + "Object") if root.tag == DS + "Signature" else root
        holder.append(added)

    found = verdict(document(after=slip_in))
    assert found.indication is Indication.TOTAL_FAILED


@pytest.mark.parametrize("text", [base64.b64encode(b"%PDF-1.7 another").decode(), "no Base64!", ""])
def test_it_fails_a_packed_file_that_was_changed(text):
    def change(root):
        root[-1].text = text

    assert reasons(letters.enveloping_base64(after=change)) == {"data-changed"}


def test_it_fails_a_signed_letter_wrapped_into_another_one():
    """The signed letter moves to where nobody reads it; the root says something else."""

    def wrap(root):
        original = copy.deepcopy(root)
        the(root, "text").text = "I let Cyril act for me."
        root.set("Id", "new")
        signature = the(root, "Signature")
        holder = etree.SubElement(signature, DS + "Object")
        holder.append(original)

    assert verdict(enveloped(uri="#l", after=wrap)).indication is Indication.TOTAL_FAILED


def test_it_fails_two_letters_of_one_identifier():
    def double(root):
        root.insert(0, copy.deepcopy(the(root, "letter")))

    assert "id-not-unique" in reasons(beside(after=double))


def test_it_takes_no_other_xpath():
    content = enveloped(way="xpath").replace(b"not(ancestor-or-self::ds:Signature)", b"self::letter")
    assert "transform-unknown" in reasons(content)
    assert verdict(content).indication is not Indication.TOTAL_PASSED


def test_it_takes_no_form_that_way():
    """The form of a filing travels in a container."""
    found = verdict(enveloped(), expected=letters.LETTER.encode())
    assert (found.indication, found.reasons) == (Indication.TOTAL_FAILED, ("form-absent",))


def test_it_waits_for_what_was_signed_elsewhere():
    found = verdict(etree.tostring(etree.fromstring(cases.signature_file())[0]))
    assert found.indication is Indication.INDETERMINATE
    assert "reference-not-found" in found.signatures[0].reasons


def test_it_says_that_a_document_is_not_signed():
    assert verdict(b"<letter/>").reasons == ("not-signed",)
