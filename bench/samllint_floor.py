"""How much checking costs beside its floor: parse, schema and certificates of the same bytes in the same process.

    ./dev bench samllint_floor [FILE …]

The floor is what any checker must do at least: lxml parses the document, the compiled schema validates it,
`cryptography` loads every certificate and gives the facts that rules ask about. `samllint.check` may
take three times that (architecture, "Cost").
"""

from __future__ import annotations

import base64
import gc
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from lxml import etree

import samllint
from samllint import schema

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
AT = datetime(2025, 6, 1, tzinfo=UTC)
CERTIFICATE = "{http://www.w3.org/2000/09/xmldsig#}X509Certificate"
_xsd = schema._compile()
_parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def floor(data: bytes) -> None:
    root = etree.fromstring(data, _parser)
    _xsd.validate(root)
    for element in root.iter(CERTIFICATE):
        certificate = x509.load_der_x509_certificate(base64.b64decode(element.text or ""))
        certificate.public_key().public_numbers()  # type: ignore[union-attr]
        _ = certificate.subject, certificate.not_valid_before_utc, certificate.not_valid_after_utc
        _ = certificate.signature_algorithm_oid
        try:
            certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        except x509.ExtensionNotFound:
            pass


def check(data: bytes) -> None:
    samllint.check(data, at=AT)


def best(function: Callable[[bytes], None], data: bytes, *, rounds: int = 25, calls: int = 40) -> float:
    """Milliseconds for one call: the best of several rounds, so that other work on the machine counts less."""
    function(data)
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        for _ in range(calls):
            function(data)
        times.append((time.perf_counter() - start) / calls)
    return min(times) * 1000


def main() -> None:
    documents = {Path(name).name: Path(name).read_bytes() for name in sys.argv[1:]}
    if not documents:
        from tests import signing
        from tests.metadata import sp_metadata

        documents = {
            "unsigned": sp_metadata(),
            "signed": signing.by_hand(sp_metadata(before_roles=signing.template())),
        }
    for name, data in documents.items():
        least, ours = best(floor, data), best(check, data)
        print(f"{name}: {len(data)} bytes; floor {least:.3f} ms, check {ours:.3f} ms, {ours / least:.2f} ×")


if __name__ == "__main__":
    main()
