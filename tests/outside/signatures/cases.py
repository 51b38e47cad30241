"""Signed containers for tests, right by default: changed before signing, or behind the signatory's back."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from matrika.core.verdict import Verdict
from matrika.demo import authority, xades
from matrika.demo.authority import Role
from matrika.demo.xades import File, Manner
from matrika.outside.signatures.verify import verify
from matrika.outside.signatures.xades.names import DS
from tests.outside.signatures.believer import AT, Believer

FORM = File("form.xml", '<form xmlns="urn:example"><owner>Ukážka</owner></form>'.encode(), "application/xml")
NOTE = File("note.txt", b"Beside the form.", "text/plain")
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
Change = Callable[[etree._Element], None]


def person() -> authority.Holder:
    return authority.holder(Role.PERSON)


def signature_file(
    *, before: Change | None = None, after: Change | None = None, files=(FORM,), by=None, **manner
) -> bytes:
    """`before` happens before it is signed, `after` behind the signatory's back."""
    data = xades.signatures(list(files), by=by or person(), at=AT, manner=Manner(change=before, **manner))
    if after is None:
        return data
    root = etree.fromstring(data)
    after(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def signed(*, files=(FORM,), present=None, **ways) -> bytes:
    """A container; `present` are the files that lie in it where they are not those that were signed."""
    return xades.packed(
        list(files if present is None else present), {xades.SIGNATURES: signature_file(files=files, **ways)}
    )


def verdict(content: bytes, *, expected: bytes | None = None, trust=None) -> Verdict:
    return verify(content, name="any", expected=expected, trust=trust or Believer(), at=AT)


def the(root: etree._Element, name: str) -> etree._Element:
    """The first element of that local name."""
    return next(each for each in root.iter("*") if etree.QName(each).localname == name)


def reference(root: etree._Element, uri: str) -> etree._Element:
    return next(each for each in root.iter(DS + "Reference") if each.get("URI") == uri)


def reasons(content: bytes, **how) -> set[str]:
    """Every reason, of the container and of its signatures; a verdict with reasons never passes."""
    found = verdict(content, **how)
    return {*found.reasons, *(reason for each in found.signatures for reason in each.reasons)}
