"""How much checking costs beside its floor: parse, schema and certificates of the same bytes.

    ./dev bench samllint_floor [FILE …]

The floor is what any checker must do at least: lxml parses the document, the compiled schema validates it,
`cryptography` loads every certificate and gives the facts that rules ask about. `samllint.check` may
take three times that (architecture, "Cost").
"""

from __future__ import annotations

import base64
import contextlib
import sys
import time
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
        with contextlib.suppress(x509.ExtensionNotFound):
            certificate.extensions.get_extension_for_class(x509.BasicConstraints)


def check(data: bytes) -> None:
    samllint.check(data, at=AT)


def best(data: bytes, *, rounds: int = 60, calls: int = 20) -> list[float]:
    """Milliseconds for one call of each: the best round, so that other work on the machine counts less.

    The two take turns, so that both meet the machine in the same state.
    """
    least = [float("inf")] * 2
    for _ in range(rounds):
        for which, function in enumerate((floor, check)):
            start = time.perf_counter()
            for _ in range(calls):
                function(data)
            least[which] = min(least[which], (time.perf_counter() - start) / calls * 1000)
    return least


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
        least, ours = best(data)
        print(f"{name}: {len(data)} bytes; floor {least:.3f} ms, check {ours:.3f} ms, {ours / least:.2f} ×")


if __name__ == "__main__":
    main()
