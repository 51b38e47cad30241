"""Signs metadata for tests, rightly by default; each argument names one way to do it otherwise.

Written apart from the verifier under test: canonicalisation of the whole document only, by lxml, with
the signature not yet in it. `xmlsec1` signs where more is wanted.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

from tests import pki

DS = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384"
SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"


def template(
    uri: str = "",
    *,
    c14n: str = EXC,
    transform: str | None = EXC,
    transforms: str | None = None,
    method: str = RSA + "sha256",
    digest: str = SHA256,
    prefix: str = "ds:",
    prefix_list: str | None = None,
    key_info: str = "",
    inside: str = "",
) -> str:
    """A Signature element whose values are yet empty."""
    p, xmlns = prefix, f'xmlns:{prefix[:-1]}="{DS}"' if prefix else f'xmlns="{DS}"'
    parameters = (
        "" if prefix_list is None else f'<InclusiveNamespaces xmlns="{EXC}" PrefixList="{prefix_list}"/>'
    )
    steps = transforms
    if steps is None:
        steps = f'<{p}Transform Algorithm="{ENVELOPED}"/>'
        if transform:
            steps += f'<{p}Transform Algorithm="{transform}">{parameters}</{p}Transform>'
    return (
        f"<{p}Signature {xmlns}><{p}SignedInfo>"
        f'<{p}CanonicalizationMethod Algorithm="{c14n}"/><{p}SignatureMethod Algorithm="{method}"/>'
        f'<{p}Reference URI="{uri}"><{p}Transforms>{steps}</{p}Transforms>'
        f'<{p}DigestMethod Algorithm="{digest}"/><{p}DigestValue></{p}DigestValue></{p}Reference>'
        f"</{p}SignedInfo><{p}SignatureValue></{p}SignatureValue>{key_info}{inside}</{p}Signature>"
    )


def by_xmlsec1(data: bytes, folder: Path, *, key_number: int = 1) -> bytes:
    """The document with every template in it filled by xmlsec1."""
    unsigned, out = folder / "unsigned.xml", folder / "signed.xml"
    unsigned.write_bytes(data)
    key = pki._path(key_number, 2048, 65537)
    subprocess.run(
        ["xmlsec1", "--sign", "--privkey-pem", str(key), *_ids(data), "--output", str(out), str(unsigned)],
        check=True,
        capture_output=True,
    )
    return out.read_bytes()


def xmlsec1_accepts(data: bytes, folder: Path, der: bytes) -> bool:
    """Whether xmlsec1 verifies the document's first signature with this certificate's key."""
    document, certificate = folder / "document.xml", folder / "certificate.der"
    document.write_bytes(data)
    certificate.write_bytes(der)
    done = subprocess.run(
        ["xmlsec1", "--verify", "--pubkey-cert-der", str(certificate), *_ids(data), str(document)],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0


def _ids(data: bytes) -> list[str]:
    """xmlsec1 must be told which attributes are identifiers."""
    names = ("EntityDescriptor", "SPSSODescriptor")
    return [
        part for name in names for part in ("--id-attr:ID", f"urn:oasis:names:tc:SAML:2.0:metadata:{name}")
    ]


def by_hand(data: bytes, *, key_number: int = 1) -> bytes:
    """The document with its template filled: exclusive C14N, SHA-256, for a reference to the root."""
    root = etree.fromstring(data)
    signature = root.find(f"{{{DS}}}Signature")
    assert signature is not None
    at, tail = root.index(signature), signature.tail
    before = signature.getprevious()
    root.remove(signature)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        root.text = (root.text or "") + tail
    digest = hashlib.sha256(etree.tostring(root, method="c14n", exclusive=True, with_comments=False)).digest()
    if tail and before is not None:
        before.tail = before.tail[: -len(tail)] or None
    elif tail:
        root.text = (root.text or "")[: -len(tail)] or None
    root.insert(at, signature)
    signature.tail = tail
    _fill(signature, "DigestValue", digest)
    info = signature.find(f"{{{DS}}}SignedInfo")
    assert info is not None
    octets = etree.tostring(info, method="c14n", exclusive=True, with_tail=False)
    _fill(signature, "SignatureValue", pki.key(key_number).sign(octets, padding.PKCS1v15(), hashes.SHA256()))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _fill(signature: etree._Element, name: str, value: bytes) -> None:
    element = next(signature.iter(f"{{{DS}}}{name}"))
    element.text = base64.b64encode(value).decode()
