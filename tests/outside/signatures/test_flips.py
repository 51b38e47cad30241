"""R-5.1: whichever byte of a container is changed, it does not pass, but for bytes that nobody signs.

Those are named here: what a change of them can do is make the same signed content look no different.
"""

from __future__ import annotations

import random

import pytest

from matrika.core.verdict import Indication
from matrika.demo import xades
from tests.outside.signatures import cases
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
