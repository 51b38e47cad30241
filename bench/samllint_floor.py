"""How much checking costs beside its floor: parse, schema and certificates of the same bytes.

    ./dev bench samllint_floor [FILE …]

The floor is what any checker must do at least: lxml parses the document, the compiled schema validates it,
`cryptography` loads every certificate and gives the facts that rules ask about; of a signed document, both
canonical forms, one digest and one RSA verification. `samllint.check` may take three times that.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from lxml import etree

import samllint
from samllint import embedded, schema

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
AT = datetime(2026, 6, 1, tzinfo=UTC)
CERTIFICATE = "{http://www.w3.org/2000/09/xmldsig#}X509Certificate"
SIGNED_INFO = "{http://www.w3.org/2000/09/xmldsig#}SignedInfo"
_xsd = schema._compile()
_parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def floor(data: bytes) -> None:
    root = etree.fromstring(data, _parser)
    _xsd.validate(root)
    for element in root.iter(CERTIFICATE):
        loaded = x509.load_der_x509_certificate(base64.b64decode(element.text or ""))
        loaded.public_key().public_numbers()
        _ = loaded.subject, loaded.not_valid_before_utc, loaded.not_valid_after_utc
        _ = loaded.signature_algorithm_oid
        with contextlib.suppress(x509.ExtensionNotFound):
            loaded.extensions.get_extension_for_class(x509.BasicConstraints)
    for element in root.iter(SIGNED_INFO):
        etree.tostring(element, method="c14n", exclusive=True)
        digest = hashlib.sha256(etree.tostring(root, method="c14n", exclusive=True, with_comments=False))
        with contextlib.suppress(InvalidSignature):  # the arithmetic costs the same
            loaded.public_key().verify(bytes(256), digest.digest(), PKCS1v15(), hashes.SHA256())


def check(data: bytes) -> None:
    samllint.check(data, at=AT)


def check_for_the_first_time(data: bytes) -> None:
    embedded._remembered.cache_clear()
    check(data)


def best(data: bytes, *, rounds: int = 500, calls: int = 3) -> list[float]:
    """Milliseconds for one call of each: the best round, so that other work on the machine counts less.

    They take turns in rounds shorter than a slice of the scheduler, so that all meet the machine alike.
    """
    least = [float("inf")] * 3
    for _ in range(rounds):
        for which, function in enumerate((floor, check, check_for_the_first_time)):
            start = time.perf_counter()
            for _ in range(calls):
                function(data)
            least[which] = min(least[which], (time.perf_counter() - start) / calls * 1000)
    return least


def main() -> None:
    documents = {Path(name).name: Path(name).read_bytes() for name in sys.argv[1:]}
    if not documents:
        from tests import pki, signing
        from tests.metadata import sp_metadata

        # The default IČO earns a notice; this one makes the document that nothing is said about.
        name = "ico-42156424"
        clean = {
            "signing": pki.certificate(cn=name),
            "encryption": pki.certificate(cn=name, key=pki.key(2)),
        }
        documents = {
            "clean": sp_metadata(**clean),
            "with two notices": sp_metadata(),
            "signed": signing.by_hand(sp_metadata(before_roles=signing.template(), **clean)),
        }
    for name, data in documents.items():
        least, ours, first = best(data)
        print(f"{name}: {len(data)} bytes; floor {least:.3f} ms", end="")
        for said, time_taken in (("check", ours), ("with certificates never seen before", first)):
            print(f"; {said} {time_taken:.3f} ms, {time_taken / least:.2f} ×", end="")
        print()


if __name__ == "__main__":
    main()
