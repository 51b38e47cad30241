"""What verifying an electronic signature says: three answers, a kind, and the reasons (R-5.1, R-5.3).

The words are those of ETSI EN 319 102-1 (indications and sub-indications) and of the guide §4.1/8
(kinds of authorisation). Nothing here verifies; `matrika.outside.signatures` fills these values in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Indication(StrEnum):
    """EN 319 102-1 §5.1.3."""

    TOTAL_PASSED = "total-passed"
    INDETERMINATE = "indeterminate"
    TOTAL_FAILED = "total-failed"


class SubIndication(StrEnum):
    """Why not passed: EN 319 102-1 §5.1.3, table 6, those that our verification can give."""

    # with TOTAL_FAILED
    FORMAT_FAILURE = "format-failure"  # the container, the manifest, the structure
    HASH_FAILURE = "hash-failure"  # what was signed is not what is there
    SIG_CRYPTO_FAILURE = "sig-crypto-failure"
    REVOKED = "revoked"
    # with INDETERMINATE
    SIG_CONSTRAINTS_FAILURE = "sig-constraints-failure"
    CHAIN_CONSTRAINTS_FAILURE = "chain-constraints-failure"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "certificate-chain-general-failure"
    CRYPTO_CONSTRAINTS_FAILURE = "crypto-constraints-failure"  # SHA-1, a short key
    NO_SIGNING_CERTIFICATE_FOUND = "no-signing-certificate-found"
    NO_CERTIFICATE_CHAIN_FOUND = "no-certificate-chain-found"  # no service of a trusted list
    REVOKED_NO_POE = "revoked-no-poe"
    OUT_OF_BOUNDS_NO_POE = "out-of-bounds-no-poe"  # expired now, and nothing proves that it was signed before
    TIMESTAMP_ORDER_FAILURE = "timestamp-order-failure"
    NO_POE = "no-poe"
    TRY_LATER = "try-later"  # no revocation data yet, or no fresh trusted list
    SIGNED_DATA_NOT_FOUND = "signed-data-not-found"
    SIGNATURE_POLICY_NOT_AVAILABLE = "signature-policy-not-available"
    GENERIC = "generic"


class SignatureKind(StrEnum):
    """What a passed signature is worth (guide §4.1/8, decree 511/2022)."""

    QES = "qes"  # KEP: qualified certificate for signatures, key on a qualified device
    QSEAL = "qseal"  # KEPe: qualified certificate for seals, key on a qualified device
    RECOGNISED_AUTHORISATION = "recognised-authorisation"  # qualified certificate, no such device
    NOT_ACCEPTED = "not-accepted"  # any other advanced signature or seal


class Level(StrEnum):
    """The baseline level found (EN 319 132-1 §6, EN 319 122-1 §6, EN 319 142-1 §6)."""

    B = "B"
    T = "T"  # with a time stamp over the signature
    LT = "LT"  # and with the revocation data to verify it later


@dataclass(frozen=True, slots=True)
class Signatory:
    """Whom the signing certificate names. Empty text where it says nothing."""

    common_name: str
    given_name: str = ""
    surname: str = ""
    organisation: str = ""
    person_identifier: str = ""  # serialNumber, e.g. "PNOSK-…": shown to staff only
    organisation_identifier: str = ""  # 2.5.4.97, e.g. "NTRSK-50881337"
    issuer: str = ""  # RFC 4514
    fingerprint: str = ""  # SHA-256 of the certificate, upper-case hex

    @property
    def ico(self) -> str:
        """The IČO of a Slovak seal's organisation, "" when it names none (R-5.3)."""
        kind, _, number = self.organisation_identifier.partition("-")
        return number if kind == "NTRSK" else ""


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """One signature of a container or of a document."""

    indication: Indication
    sub_indication: SubIndication | None  # None when it passed
    kind: SignatureKind
    reasons: tuple[str, ...]  # codes of `core.verdict.words`, for the applicant and the reviewer
    signatory: Signatory | None  # None when no signing certificate could be read
    level: Level | None
    claimed_at: datetime | None  # the signing time the signatory asserts; proves nothing
    proven_at: datetime | None  # the earliest instant that a trusted time stamp proves
    is_time_stamp_qualified: bool
    covers: tuple[str, ...]  # names of the files it covers; ("",) for a document that holds its own signature


@dataclass(frozen=True, slots=True)
class TrustedListState:
    """The state of one trusted list that a verdict rests on."""

    territory: str  # "SK"; "EU" for the list of lists
    sequence_number: int
    issued_at: datetime
    next_update: datetime | None
    sha256: str  # of the list's bytes, lower-case hex


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything one verification found. It is stored, and shown in plain words."""

    indication: Indication
    sub_indication: SubIndication | None
    kind: SignatureKind  # of the best signature that passed
    reasons: tuple[str, ...]  # about the container as a whole
    signatures: tuple[SignatureVerdict, ...]
    verifier: str  # "matrika", "dss", "autogram"
    verified_at: datetime
    trusted_lists: tuple[TrustedListState, ...]
