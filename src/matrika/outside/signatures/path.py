"""From a certificate up to a service of a trusted list (RFC 5280 §6, with listed services as the anchors)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from matrika.outside.signatures import certificates
from matrika.outside.signatures.lists.trusted_list import Service, TrustedList

MAX_DEPTH = 4  # authorities between a signatory and the listed service; real ones have one at most
MAX_OTHERS = 64  # certificates that a signature may bring with it
MAX_CHECKS = 128  # signatures of certificates checked in one search


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate that a trusted list gives to a service."""

    certificate: x509.Certificate
    service: Service
    trusted_list: TrustedList


@dataclass(frozen=True, slots=True)
class Path:
    """`chain`: the certificate, its issuers, the anchor's certificate last."""

    chain: tuple[x509.Certificate, ...]
    anchor: Anchor

    @property
    def as_der(self) -> tuple[bytes, ...]:
        return tuple(one.public_bytes(serialization.Encoding.DER) for one in self.chain)


class Anchors:
    """Every service of some lists, found by the name of its certificate."""

    def __init__(self, lists: Iterable[TrustedList]) -> None:
        self._by_name: dict[bytes, list[Anchor]] = defaultdict(list)
        for trusted_list in lists:
            for service in trusted_list.services:
                for anchor in _anchors(service, trusted_list):
                    self._by_name[_name(anchor.certificate.subject)].append(anchor)

    def __iter__(self) -> Iterator[Anchor]:
        return chain.from_iterable(self._by_name.values())

    def named(self, name: x509.Name) -> Sequence[Anchor]:
        return self._by_name.get(_name(name), ())

    def of(self, certificate: x509.Certificate) -> Iterator[Anchor]:
        """The entries that name this very key under this very name."""
        key = certificates.key_bytes(certificate)
        for anchor in self.named(certificate.subject):
            if certificates.key_bytes(anchor.certificate) == key:
                yield anchor


def paths(
    certificate: x509.Certificate, others: Sequence[bytes], anchors: Anchors, at: datetime
) -> Iterator[Path]:
    """All ways up to listed services, shortest first as they are found; `others` may lie between.

    `at` is when the authorities in between must have been valid; an anchor is trusted because it is listed.
    """
    search = _Search(anchors, _usable(others, at))
    yield from search.up((certificate,))


@dataclass(slots=True)
class _Search:
    anchors: Anchors
    authorities: tuple[x509.Certificate, ...]
    checks_left: int = field(default=MAX_CHECKS)

    def up(self, chain: tuple[x509.Certificate, ...]) -> Iterator[Path]:
        last = chain[-1]
        for anchor in self.anchors.named(last.issuer):
            if _may_stand_above(anchor.certificate, chain) and self._is_issued_by(last, anchor.certificate):
                yield Path((*chain, anchor.certificate), anchor)
        if len(chain) > MAX_DEPTH:
            return
        for authority in self.authorities:
            is_new = authority not in chain and authority.subject == last.issuer
            if is_new and _may_stand_above(authority, chain) and self._is_issued_by(last, authority):
                yield from self.up((*chain, authority))

    def _is_issued_by(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
        """False, too, when the search has cost enough: a hostile file may bring any number of authorities."""
        self.checks_left -= 1
        return self.checks_left >= 0 and certificates.is_issued_by(certificate, issuer)


def _usable(others: Sequence[bytes], at: datetime) -> tuple[x509.Certificate, ...]:
    """The authorities among some certificates that were valid at that time and ask nothing unknown of us."""
    found = []
    for der in dict.fromkeys(others[:MAX_OTHERS]):
        try:
            certificate = certificates.load(der)
        except certificates.Unreadable:
            continue
        is_valid = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
        is_plain = not certificates.has_unknown_critical_extension(certificate)
        if is_valid and is_plain and certificates.is_authority(certificate):
            found.append(certificate)
    return tuple(found)


def _may_stand_above(authority: x509.Certificate, chain: tuple[x509.Certificate, ...]) -> bool:
    """RFC 5280 §4.2.1.9: pathLenConstraint counts the authorities between it and the end entity."""
    constraints = certificates.extension(authority, x509.BasicConstraints)
    limit = None if constraints is None else constraints.path_length
    return limit is None or len(chain) - 1 <= limit


def _anchors(service: Service, trusted_list: TrustedList) -> Iterator[Anchor]:
    for der in service.certificates:
        try:
            yield Anchor(certificates.load(der), service, trusted_list)
        except certificates.Unreadable:
            continue  # a flaw in one entry of a state's list must not cost all the others


def _name(name: x509.Name) -> bytes:
    return name.public_bytes()
