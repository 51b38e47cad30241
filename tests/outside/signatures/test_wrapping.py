"""R-5.1: signed parts that were moved, doubled or slipped in (signature wrapping) never pass."""

from __future__ import annotations

import copy

import pytest
from lxml import etree

from matrika.core.verdict import Indication
from matrika.demo import xades
from matrika.outside.signatures.xades.names import DS
from tests.outside.signatures import cases, letters
from tests.outside.signatures.cases import FORM, XADES, reasons, reference, signed, the, verdict
from tests.outside.signatures.test_xades import signed_with_other_words


def properties_reference_gone(root):
    element = reference(root, "#p")
    element.getparent().remove(element)


def properties_reference_without_type(root):
    del reference(root, "#p").attrib["Type"]


def test_it_wants_the_signed_properties_covered():
    assert "signed-properties" in reasons(signed(before=properties_reference_gone))


def test_it_wants_their_reference_to_say_so():
    assert "signed-properties" in reasons(signed(before=properties_reference_without_type))


def test_it_takes_no_second_reference_of_that_type():
    def twice(root):
        element = reference(root, "#p")
        element.addnext(copy.deepcopy(element))

    assert "signed-properties" in reasons(signed(before=twice))


def test_it_takes_no_properties_that_their_own_transform_leaves_out():
    """Without the signatures nothing is left of what lies in one, as xmlsec1 finds, too."""

    def without(root):
        step = next(reference(root, "#p").iter(DS + "Transform"))
        step.set("Algorithm", letters.XPATH)
        etree.SubElement(step, DS + "XPath").text = "not(ancestor-or-self::ds:Signature)"

    assert "reference-misplaced" in reasons(signed_with_other_words(without))


def test_it_refuses_properties_of_another_signature():
    """The signed properties are moved away, others take their place."""

    def swap(root):
        signed_properties = the(root, "SignedProperties")
        fake = copy.deepcopy(signed_properties)
        fake.set("Id", "fake")
        fake.find(f"{XADES}SignedSignatureProperties/{XADES}SigningTime").text = "2020-01-01T00:00:00Z"
        signed_properties.addnext(fake)
        holder = etree.SubElement(root[0], DS + "Object")
        holder.append(signed_properties)

    assert "reference-misplaced" in reasons(signed(after=swap))


def test_it_refuses_properties_under_a_second_parent():
    def twice(root):
        holder = etree.SubElement(root[0], DS + "Object")
        holder.append(copy.deepcopy(the(root, "QualifyingProperties")))

    assert {"signed-properties", "id-not-unique"} <= reasons(signed(after=twice))


def test_it_refuses_properties_that_name_another_signature():
    def other(root):
        the(root, "QualifyingProperties").set("Target", "#other")

    assert "reference-misplaced" in reasons(signed(after=other))


def test_it_refuses_an_identifier_that_two_elements_bear():
    def double(root):
        the(root, "KeyInfo").set("Id", "p")

    assert "id-not-unique" in reasons(signed(after=double))


@pytest.mark.parametrize("name", ["ID", "id", "{http://www.w3.org/XML/1998/namespace}id"])
def test_it_sees_identifiers_in_every_spelling(name):
    def double(root):
        the(root, "KeyInfo").set(name, "p")

    assert "id-not-unique" in reasons(signed(after=double))


def test_it_refuses_content_slipped_into_the_signature():
    def slip_in(root):
        etree.SubElement(root[0], DS + "Object").text = "I owe you a million."

    assert reasons(signed(after=slip_in)) == {"object-not-covered"}


@pytest.mark.parametrize("name", ["Signature", "QualifyingProperties"])
def test_it_refuses_strange_elements_where_the_standard_has_none(name):
    def slip_in(root):
        etree.SubElement(the(root, name), "letter").text = "I owe you a million."

    assert "structure" in reasons(signed(after=slip_in))


def test_it_refuses_a_manifest_that_nothing_refers_to():
    def slip_in(root):
        manifest = etree.SubElement(etree.SubElement(root[0], DS + "Object"), DS + "Manifest", Id="m")
        manifest.append(copy.deepcopy(reference(root, "form.xml")))

    assert reasons(signed(after=slip_in)) == {"object-not-covered"}


def test_it_refuses_anything_beside_the_signatures():
    def slip_in(root):
        etree.SubElement(root, "form")

    assert reasons(signed(after=slip_in)) == {"structure"}


def test_it_refuses_a_signature_file_of_another_kind():
    box = xades.packed([FORM], {xades.SIGNATURES: b'<document-signatures xmlns="urn:x"/>'})
    assert verdict(box).reasons == ("structure",)


def test_it_follows_a_manifest_to_the_files():
    def by_manifest(root):
        to_file = reference(root, "form.xml")
        holder = etree.SubElement(root[0], DS + "Object")
        manifest = etree.SubElement(holder, DS + "Manifest", Id="m")
        to_manifest = copy.deepcopy(to_file)
        to_manifest.set("URI", "#m")
        to_manifest.set("Type", "http://www.w3.org/2000/09/xmldsig#Manifest")
        to_file.addprevious(to_manifest)
        manifest.append(to_file)
        # The writer fills digests in document order; the manifest's own must be there before its reference's.
        to_file[-1].text = xades._text(xades._digest(FORM.data))

    content = signed(before=by_manifest)
    assert verdict(content).signatures[0].covers == ("form.xml",)
    assert verdict(content).indication is Indication.TOTAL_PASSED
    changed = cases.File(FORM.name, b"<changed/>", FORM.media_type)
    assert "data-changed" in reasons(signed(before=by_manifest, present=(changed,)))


@pytest.mark.parametrize("name", ["SignatureValue", "DigestValue", "X509Certificate"])
def test_it_refuses_comments_inside_base64(name):
    def comment(root):
        the(root, name).insert(0, etree.Comment("hidden"))

    assert "structure" in reasons(signed(after=comment))


@pytest.mark.parametrize(
    "name", ["SignedInfo", "SignatureValue", "CanonicalizationMethod", "SignatureMethod"]
)
def test_it_refuses_a_doubled_part(name):
    def double(root):
        element = the(root, name)
        element.addnext(copy.deepcopy(element))

    assert verdict(signed(after=double)).indication is Indication.TOTAL_FAILED
