"""`./dev python fuzz/seeds.py`: the inputs to start from, one of a kind, made by the makers of the tests."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent)]

from tests import pki, signing  # noqa: E402 — needs the path
from tests.metadata import idp_metadata, sp_metadata  # noqa: E402


def seeds() -> dict[str, bytes]:
    """Path within fuzz/corpus → content."""
    plain = sp_metadata()
    elliptic = base64.b64decode(_ELLIPTIC)
    return {
        "document/plain.xml": plain,
        "document/utf-16.xml": plain.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        "document/crlf.xml": plain.replace(b"\n", b"\r\n"),
        "document/signed.xml": signing.by_hand(sp_metadata(before_roles=signing.template())),
        "document/identity-provider.xml": idp_metadata(),
        "document/without-keys.xml": sp_metadata(without="KeyDescriptor"),
        "document/attributes.xml": sp_metadata(
            root_attributes='validUntil="2026-07-01T00:00:00Z"',
            after_logouts="<md:NameIDFormat>x</md:NameIDFormat>",
        ),
        "field/plain": base64.b64encode(b"<a/>"),
        "field/lines": base64.encodebytes(plain[:200]),
        "field/url-safe": base64.urlsafe_b64encode(b"\xfb\xff\xfe" * 3),
        "field/twice": base64.b64encode(base64.b64encode(plain[:90])),
        "certificate/rsa.cer": pki.signing_certificate(),
        "certificate/ca.cer": pki.certificate(ca=True, cn="test", hash="sha512"),
        "certificate/elliptic.cer": elliptic,
        "certificate/text": pki.base64_of(pki.signing_certificate()).encode(),
        "certificate/armoured": pki.pem(pki.signing_certificate()).encode(),
    }


# Kept, because an elliptic signature is another one each time.
_ELLIPTIC = (
    "MIIBITCByKADAgECAgglk6GlX4wQzTAKBggqhkjOPQQDAjAXMRUwEwYDVQQDDAxpY28tMTIzNDU2NzgwHhcNMjYwMTE1MTIw"
    "MDAwWhcNMjgwMTE1MTIwMDAwWjAXMRUwEwYDVQQDDAxpY28tMTIzNDU2NzgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQS"
    "TVzDXwST5yWYrHn0Oy+355e6UcvF13MIi8HeFmlBcT2x8x0x3dpGh+dy3sYGv1sDYfuJFhYwavk4zsA7wNMZMAoGCCqGSM49"
    "BAMCA0gAMEUCICBR6PGQr8YsQGkPVZc+fVio55us/lpoMHbOMf/gB9HFAiEA0K0xD19/DvBAUCwGoTibzkR73jjOlwjZZWFH"
    "+8ZrW6g="
)


def main() -> None:
    for path, content in seeds().items():
        target = HERE / "corpus" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main()
