"""CAdES signatures → what each covers, who made it, and what is wrong with it (EN 319 122-1).

Whether its certificate can be trusted is asked elsewhere (`trust`); here is only what can be computed.
"""

from __future__ import annotations

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits
from matrika.outside.signatures.cms import signed_data
from matrika.outside.signatures.cms.signed_data import SIGNATURE_TIME_STAMP, SignedData, Signer
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades.examine import Examined

_DATA = "1.2.840.113549.1.7.1"
_POLICY = "1.2.840.113549.1.9.16.2.15"
# ETSI EN 319 122-1 §5.5.3 (ATSv3), and its forerunners.
_ARCHIVE_TIME_STAMPS = ("0.4.0.1733.2.4", "1.2.840.113549.1.9.16.2.48", "1.2.840.113549.1.9.16.2.27")
_IMPLIED_POLICY = b"\x05\x00"  # NULL: SignaturePolicyImplied (RFC 5126 §5.8.1)


def examine(der: bytes, content: bytes | None, covers: tuple[str, ...]) -> list[Examined]:
    """Each SignerInfo of a CMS signature. Raises Refused when there is none that can be read.

    `content`: what was signed, when it lies beside the signature; None when it is inside. `covers`: the
    names of what that content stands for.
    """
    data = signed_data.read(der)
    octets = data.content if content is None else content
    if octets is None:
        raise Refused(Reason.REFERENCE_NOT_FOUND, SubIndication.SIGNED_DATA_NOT_FOUND)
    if data.content is not None and data.content != octets:
        raise Refused(Reason.DATA_CHANGED, SubIndication.HASH_FAILURE)
    return [_examined(signer, data, octets, covers) for signer in data.signers]


def _has_archive_time_stamp(signer: Signer) -> bool:
    return any(signer.values(oid, signed=False) for oid in _ARCHIVE_TIME_STAMPS)


def _examined(signer: Signer, data: SignedData, octets: bytes, covers: tuple[str, ...]) -> Examined:
    stamps = signer.values(SIGNATURE_TIME_STAMP, signed=False)[: limits.MAX_TIME_STAMPS]
    examined = Examined(
        others=data.certificates,
        revocation=data.revocation,
        claimed_at=signer.claimed_at,
        time_stamps=[(token, signer.signature) for token in stamps],
        covers=covers,
        notes=(Reason.ARCHIVE_TIME_STAMP_UNREAD,) if _has_archive_time_stamp(signer) else (),
    )
    try:
        examined.certificate = signed_data.certificate_of(signer, data.certificates)
        if data.content_type != _DATA:
            raise Refused(Reason.STRUCTURE)
        signed_data.verify(signer, data.content_type, octets, data.certificates)
        if any(value != _IMPLIED_POLICY for value in signer.values(_POLICY, signed=True)):
            raise Refused(Reason.POLICY_UNKNOWN, SubIndication.SIGNATURE_POLICY_NOT_AVAILABLE)
    except Refused as problem:
        examined.add(problem)
    return examined
