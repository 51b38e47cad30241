"""XML documents with their own signature, in the three ways of XMLDSig; digests by plain lxml."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from asn1crypto import cms, core
from lxml import etree

from matrika.demo import xades
from matrika.outside.signatures.xades.names import DS
from samllint import canonical
from tests.outside.signatures import cases
from tests.outside.signatures.believer import AT

LETTER = "<letter Id='l'><text>I let Boris act for me.</text><!-- kindly --></letter>"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
FILTER = "http://www.w3.org/2002/06/xmldsig-filter2"
BASE64 = "http://www.w3.org/2000/09/xmldsig#base64"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"


def step(algorithm: str, inside: str = "") -> str:
    return f'<ds:Transform Algorithm="{algorithm}">{inside}</ds:Transform>'


WITHOUT_SIGNATURES = {
    "enveloped-signature": step(ENVELOPED),
    "xpath": step(XPATH, "<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>"),
    "xpath-filter2": step(
        FILTER,
        f'<f:XPath xmlns:f="{FILTER}" Filter="subtract">/descendant::ds:Signature</f:XPath>',
    ),
}


def _signature(uri: str, steps: str, octets: bytes, content: str = "") -> etree._Element:
    """A signature whose first reference is to `uri`, with the digest of these octets."""
    digest = base64.b64encode(hashlib.sha256(octets).digest()).decode()

    def rewrite(root: etree._Element) -> None:
        first = next(root.iter(DS + "Reference"))
        transforms = f'<ds:Transforms xmlns:ds="{DS[1:-1]}">{steps}</ds:Transforms>'
        first.set("URI", uri)
        if steps:
            first.insert(0, etree.fromstring(transforms))
        if content:
            root[0].append(etree.fromstring(content))

    by = _With(digest)
    data = xades.signatures([cases.FORM], by=by, at=AT, manner=xades.USUAL)
    root = etree.fromstring(data)
    rewrite(root)
    by.finish(root, digest)
    return root[0]


class _With:
    """The person of the demo, who signs again once the reference is the wanted one."""

    def __init__(self, digest: str) -> None:
        self.holder = cases.person()
        self.der = self.holder.der

    def sign_raw(self, data: bytes) -> bytes:
        return self.holder.sign_raw(data)

    def finish(self, root: etree._Element, digest: str) -> None:
        next(root.iter(DS + "Reference")).find(DS + "DigestValue").text = digest
        # The signature alone, since it will stand in another document: its own namespaces must not matter.
        info = next(root.iter(DS + "SignedInfo"))
        info[0].set("Algorithm", EXC)
        reference = list(info.iter(DS + "Reference"))[-1]
        reference.find(f"{DS}Transforms/{DS}Transform").set("Algorithm", EXC)
        signed = next(each for each in root.iter("*") if each.get("Id") == "p")
        octets = canonical.subtree(signed, canonical.METHODS[EXC])
        reference.find(DS + "DigestValue").text = base64.b64encode(hashlib.sha256(octets).digest()).decode()
        value = self.holder.sign_raw(canonical.subtree(info, canonical.METHODS[EXC]))
        next(root.iter(DS + "SignatureValue")).text = base64.b64encode(value).decode()


def _written(root: etree._Element, after: Callable[[etree._Element], object] | None) -> bytes:
    if after is not None:
        after(root)
    return etree.tostring(root)


def _octets(text: str) -> bytes:
    """Whole documents lxml canonicalises rightly. Comments never count for references inside a document."""
    return etree.tostring(etree.fromstring(text), method="c14n", exclusive=True, with_comments=False)


def enveloped(*, way="enveloped-signature", uri="", after=None) -> bytes:
    letter = etree.fromstring(LETTER)
    letter.append(_signature(uri, WITHOUT_SIGNATURES[way] + step(EXC), _octets(LETTER)))
    return _written(letter, after)


def enveloped_by(transform: str) -> bytes:
    """A letter around a signature whose first transform is this one, whatever it leaves out."""
    letter = etree.fromstring(LETTER)
    letter.append(_signature("", transform + step(EXC), _octets(LETTER)))
    return etree.tostring(letter)


def in_pieces(signature: bytes, content: bytes) -> bytes:
    """A CMS signature with its content in BER: lengths that are not said, and two octet strings in one."""
    info = cms.ContentInfo.load(signature)["content"]
    half = len(content) // 2
    pieces = b"".join(core.OctetString(part).dump() for part in (content[:half], content[half:]))
    encapsulated = core.ObjectIdentifier("1.2.840.113549.1.7.1").dump() + _open(0xA0, _open(0x24, pieces))
    parts = [info["version"].dump(), info["digest_algorithms"].dump(), _open(0x30, encapsulated)]
    parts += [info["certificates"].dump(), info["signer_infos"].dump()]
    data = _open(0x30, b"".join(parts))
    return _open(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.2").dump() + _open(0xA0, data))


def _open(tag: int, content: bytes) -> bytes:
    """X.690 §8.1.3.6: the length is not said, two zeros end it."""
    return bytes([tag, 0x80]) + content + b"\0\0"


def enveloping(*, after=None) -> bytes:
    content = f'<ds:Object xmlns:ds="{DS[1:-1]}" Id="o">{LETTER}</ds:Object>'
    return _written(_signature("#o", step(EXC), _octets(content), content), after)


def enveloping_base64(*, after=None) -> bytes:
    """Anything, here no XML at all, as EU DSS packs it."""
    data = b"%PDF-1.7 a letter"
    content = f'<ds:Object xmlns:ds="{DS[1:-1]}" Id="o">{base64.b64encode(data).decode()}</ds:Object>'
    return _written(_signature("#o", step(BASE64), data, content), after)


def beside(*, after=None) -> bytes:
    root = etree.fromstring(f"<both>{LETTER}</both>")
    root.append(_signature("#l", step(EXC), _octets(LETTER)))
    return _written(root, after)
