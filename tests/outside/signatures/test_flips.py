"""R-5.1: whichever byte of a container is changed, it does not pass, but for bytes that nobody signs.

Those are named here: what a change of them can do is make the same signed content look no different.
"""

from __future__ import annotations

import copy
import random

import pytest
from lxml import etree

from matrika.core.verdict import Indication
from matrika.demo import xades
from tests.outside.signatures import cases
from tests.outside.signatures.believer import STAMPED_AT
from tests.outside.signatures.cases import FORM, signature_file, signed, verdict

FLIPS = 400


def passes(content: bytes) -> bool:
    found = verdict(content, expected=FORM.data)
    return found.indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize("position", range(len(FORM.data)))
def test_it_sees_every_changed_byte_of_the_form(position):
    changed = bytearray(FORM.data)
    changed[position] ^= 0x20
    assert not passes(signed(present=(cases.File(FORM.name, bytes(changed), FORM.media_type),)))


def unsigned_places(signature: bytes) -> set[int]:
    """Bytes that no signature covers: the XML declaration and KeyInfo's further certificates."""
    second = signature.rfind(b"<ds:X509Certificate>")
    end = signature.find(b"</ds:X509Data>")
    return {*range(signature.find(b"<asic:")), *range(second, end)}


def test_it_sees_changed_bytes_of_the_signature_file():
    """Four hundred single-bit changes, the same in every run."""
    signature = signature_file()
    chance = random.Random(319132)
    free = unsigned_places(signature)
    passed = []
    for _ in range(FLIPS):
        position, bit = chance.randrange(len(signature)), 1 << chance.randrange(8)
        changed = bytearray(signature)
        changed[position] ^= bit
        if position not in free and passes(xades.packed([FORM], {xades.SIGNATURES: bytes(changed)})):
            passed.append((position, bit, signature[max(0, position - 30) : position + 10]))
    assert passed == []


def test_it_sees_changed_bytes_of_the_whole_archive():
    """A changed byte is a changed file, an archive that contradicts itself, or a mere date."""
    content = signed()
    chance = random.Random(319162)
    for _ in range(FLIPS):
        changed = bytearray(content)
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        found = verdict(bytes(changed), expected=FORM.data)
        if found.indication is Indication.TOTAL_PASSED:
            assert found.signatures[0].covers == (FORM.name,)
            assert found.reasons == ()


def mangled(signature: bytes, chance: random.Random) -> bytes:
    """One element deleted, doubled, moved, renamed, emptied or given another's attributes."""
    root = etree.fromstring(signature)
    elements = list(root.iter("*"))[1:]
    one, other = chance.choice(elements), chance.choice(elements)
    act = chance.randrange(6)
    if act == 0:
        one.getparent().remove(one)
    elif act == 1:
        other.addnext(copy.deepcopy(one))
    elif act == 2:
        one.tag = other.tag
    elif act == 3:
        one.text = None
        del one[:]
    elif act == 4:
        one.attrib.update(other.attrib)
    elif one not in other.iterancestors() and one is not other:
        other.append(one)
    return etree.tostring(root)


def test_it_has_a_verdict_on_every_mangled_tree():
    """And it passes only what is the same to canonical XML as far as it is signed."""
    signature = signature_file(stamped_at=STAMPED_AT, revocation=(("CRL", b"list"),))
    signed_parts = b"".join(parts(signature))
    chance = random.Random(319102)
    for _ in range(FLIPS):
        changed = mangled(signature, chance)
        if passes(xades.packed([FORM], {xades.SIGNATURES: changed})):
            assert b"".join(parts(changed)) == signed_parts


def parts(signature: bytes) -> list[bytes]:
    """What the signature speaks about inside its file, and its value."""
    root = etree.fromstring(signature)
    found = (cases.the(root, name) for name in ("SignedInfo", "SignedProperties"))
    signed_parts = [etree.tostring(each, method="c14n", exclusive=True, with_tail=False) for each in found]
    return [*signed_parts, cases.the(root, "SignatureValue").text.encode()]
