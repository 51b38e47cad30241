"""R-5.1: whatever is sent, there is a verdict, soon and in little memory (docs/measurements.md)."""

from __future__ import annotations

import copy
import pickle
import random
import time
import tracemalloc
import zipfile

import pytest
from lxml import etree

from matrika.core.verdict import Indication
from matrika.demo import xades
from matrika.outside.signatures import limits
from matrika.outside.signatures.xades.names import DS
from samllint.canonical import INCLUSIVE
from tests.outside.signatures import zips
from tests.outside.signatures.believer import Believer
from tests.outside.signatures.cases import FORM, reference, signature_file, signed, verdict

SECONDS = 5.0  # of processor time; most take a hundredth of it
BYTES = 300 * 1024 * 1024


def boxed(signature: bytes) -> bytes:
    """Stored: packed, what repeats itself would be refused as a bomb before anything reads it."""
    return xades.packed([FORM], {xades.SIGNATURES: signature}, compression=zipfile.ZIP_STORED)


def references(count: int) -> bytes:
    data = signature_file()
    start, end = data.find(b"<ds:Reference "), data.find(b"</ds:Reference>") + len(b"</ds:Reference>")
    return data[:start] + data[start:end] * count + data[end:]


def namespaces(count: int) -> bytes:
    declared = b" ".join(b'xmlns:n%d="urn:%d"' % (n, n) for n in range(count))
    return signature_file().replace(b"<ds:Object>", b"<ds:Object " + declared + b">")


def signatures(count: int) -> bytes:
    data = signature_file()
    start, end = data.find(b"<ds:Signature "), data.find(b"</asic:")
    return data[:start] + data[start:end] * count + data[end:]


def attributes(count: int) -> bytes:
    """A file of one element, which sixty references want canonicalised."""
    one = b"<form " + b" ".join(b'a%d=""' % n for n in range(count)) + b"/>"

    def transform(root):
        original = reference(root, "form.xml")
        steps = etree.SubElement(original, DS + "Transforms")
        etree.SubElement(steps, DS + "Transform", Algorithm=INCLUSIVE)
        original.insert(0, steps)
        for _ in range(60):
            original.addnext(copy.deepcopy(original))

    return signed(files=(xades.File("form.xml", one, "application/xml"),), after=transform)


HOSTILE = {
    "many attributes": lambda: attributes(39_000),
    "attributes in what is allowed": lambda: attributes(1_000),
    "a hundred thousand references": lambda: boxed(references(100_000)),
    "ten thousand references": lambda: boxed(references(2_500)),
    "deep nesting": lambda: boxed(b"<a>" * 100_000 + b"</a>" * 100_000),
    "deep nesting in what is allowed": lambda: boxed(
        signature_file().replace(b"<ds:Object>", b"<ds:Object>" + b"<a>" * 200, 1)
    ),
    "many namespaces": lambda: boxed(namespaces(10_000)),
    "namespaces in what is allowed": lambda: boxed(namespaces(60)),
    "many signatures": lambda: boxed(signatures(1_000)),
    "signatures in what is allowed": lambda: boxed(signatures(60)),
    "huge Base64": lambda: boxed(
        signature_file().replace(b"</ds:SignatureValue>", b"A" * 30_000_000 + b"</ds:SignatureValue>")
    ),
    "Base64 in what is allowed": lambda: boxed(
        signature_file().replace(b"</ds:SignatureValue>", b"A" * 9_000_000 + b"</ds:SignatureValue>")
    ),
    "entities": lambda: boxed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "zip bomb": lambda: zips.zipped(zips.files(bomb=bytes(60_000_000))),
    "sixty megabytes of data": lambda: signed(files=(xades.File("big", bytes(range(256)) * 200_000),)),
    "not a signature at all": lambda: b"\0" * 30_000_000,
    "a document of its own without signature": lambda: b"<a/>",
    "half a container": lambda: signed()[:-100],
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_soon_with_a_verdict(name):
    content = HOSTILE[name]()
    began = time.process_time()
    found = verdict(content)
    assert time.process_time() - began < SECONDS
    assert found.indication is not Indication.TOTAL_PASSED
    assert found.reasons or any(each.reasons for each in found.signatures)


@pytest.mark.parametrize("name", ["zip bomb", "a hundred thousand references", "huge Base64", "entities"])
def test_it_needs_little_memory(name):
    content = HOSTILE[name]()
    tracemalloc.start()
    verdict(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < BYTES


def test_it_bounds_what_is_digested():
    """Each of five hundred references is to the same large file."""

    def again(root):
        one = reference(root, "big")
        for n in range(500):
            other = etree.fromstring(etree.tostring(one))
            other.set("Id", f"again-{n}")
            one.addnext(other)

    big = xades.File("big", random.Random(1).randbytes(2_500_000))
    content = signed(files=(big,), before=again)
    assert "too-much-work" in [reason for each in verdict(content).signatures for reason in each.reasons]
    assert 500 * len(big.data) > limits.MAX_DIGESTED_BYTES


def test_it_can_be_sent_to_another_process():
    """Arguments and results are values."""
    found = verdict(signed())
    assert pickle.loads(pickle.dumps(found)) == found
    assert pickle.loads(pickle.dumps(Believer())) == Believer()


def test_it_takes_no_transform_that_nobody_uses():
    def transform(root):
        steps = etree.Element(DS + "Transforms")
        etree.SubElement(steps, DS + "Transform", Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116")
        reference(root, "form.xml").insert(0, steps)

    assert verdict(signed(after=transform)).indication is not Indication.TOTAL_PASSED


def test_it_has_a_verdict_on_a_file_that_has_no_canonical_form():
    """Canonical XML 1.0 §1.3 knows none for a namespace that is a relative URI."""
    relative = xades.File("form.xml", b'<form xmlns="relative"/>', "application/xml")

    def transform(root):
        steps = etree.Element(DS + "Transforms")
        etree.SubElement(steps, DS + "Transform", Algorithm=INCLUSIVE)
        reference(root, "form.xml").insert(0, steps)

    found = verdict(signed(files=(relative,), after=transform))
    assert found.indication is Indication.TOTAL_FAILED
    assert "structure" in found.signatures[0].reasons
