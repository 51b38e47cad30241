"""One XAdES signature → what it covers, who made it, and everything that is wrong with it (EN 319 132-1).

Whether its certificate can be trusted is asked elsewhere (`trust`); here is only what can be computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits
from matrika.outside.signatures.asic.container import essence
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import algorithms, names, properties, references
from matrika.outside.signatures.xades.names import ASIC_NAMESPACES, DS
from matrika.outside.signatures.xades.properties import Properties
from matrika.outside.signatures.xades.references import Surroundings


@dataclass(slots=True)
class Examined:
    """What was found out about one signature. It is intact only without any problem."""

    problems: list[Refused] = field(default_factory=list)
    certificate: bytes | None = None  # DER; without a problem, the one that the signature was verified with
    others: tuple[bytes, ...] = ()  # certificates that came along
    revocation: Revocation = field(default_factory=Revocation)
    claimed_at: datetime | None = None
    time_stamps: list[tuple[bytes, bytes]] = field(default_factory=list)  # token, octets it must be about
    over_all: int = 0  # how many of them, the last ones, are over everything before, other stamps included
    notes: tuple[Reason, ...] = ()  # what may explain why it is not decided, and is no problem
    covers: tuple[str, ...] = ()  # names of files; "" for the document that carries the signature

    def add(self, problem: Refused) -> None:
        """Once for each reason."""
        if problem.reason not in [known.reason for known in self.problems]:
            self.problems.append(problem)

    def settle(self, certificate: bytes) -> None:
        """This one is the signing certificate; the others are its company."""
        self.certificate = certificate
        self.others = tuple(one for one in self.others if one != certificate)


def signatures_of(root: etree._Element, *, is_alone: bool) -> list[etree._Element]:
    """The signatures of a file, without counter-signatures and whatever was signed. Raises Refused."""
    if is_alone:
        found = root.iter(DS + "Signature")
        return [one for one in found if all(above.tag != DS + "Signature" for above in one.iterancestors())]
    # EN 319 162-1 §4.4.3.2: nothing but signatures under the one root.
    children = list(root.iterchildren("*"))
    roots = [namespace + "XAdESSignatures" for namespace in ASIC_NAMESPACES]
    if root.tag not in roots or any(child.tag != DS + "Signature" for child in children):
        raise Refused(Reason.STRUCTURE)
    return children


def examine(around: Surroundings, media_types: dict[str, str]) -> Examined:
    """Everything that can be found out; every problem, not the first only.

    `media_types` are those of the container's manifest.
    """
    examined = Examined()
    signature = around.signature
    own: Properties | None = None
    try:
        _require_built_as_prescribed(signature)
        own = properties.of(signature)
        examined.claimed_at = properties.claimed_at(own)
        properties.require_no_policy(own)
    except Refused as problem:
        examined.add(problem)
    _find_certificates(examined, signature, own)
    try:
        info = names.only(signature, DS + "SignedInfo")
        _examine_references(examined, info, around, own, media_types)
        _examine_value(examined, info, signature)
    except Refused as problem:
        examined.add(problem)
    return examined


def _require_built_as_prescribed(signature: etree._Element) -> None:
    """SignedInfo, SignatureValue, KeyInfo, objects (XMLDSig 1.1 §4.2); anything else is signed by nobody."""
    found = [child.tag for child in signature.iterchildren("*")]
    head = [DS + "SignedInfo", DS + "SignatureValue"]
    rest = found[3:] if found[2:3] == [DS + "KeyInfo"] else found[2:]
    if found[:2] != head or any(tag != DS + "Object" for tag in rest):
        raise Refused(Reason.STRUCTURE)


def _find_certificates(examined: Examined, signature: etree._Element, own: Properties | None) -> None:
    """The signing certificate, when the signature names it, and those that came along."""
    try:
        examined.others = tuple(properties.certificates(signature, own))
        if own is not None:
            examined.time_stamps = properties.time_stamps(signature, own)
            examined.revocation = properties.revocation(own)
            if properties.has_archive_time_stamp(own):
                examined.notes = (Reason.ARCHIVE_TIME_STAMP_UNREAD,)
            examined.settle(properties.signing_certificate(own, list(examined.others)))
    except Refused as problem:
        examined.add(problem)


def _examine_value(examined: Examined, info: etree._Element, signature: etree._Element) -> None:
    """Without a name that was signed, a certificate that came along is shown, not believed."""
    candidates = examined.others if examined.certificate is None else (examined.certificate,)
    if not candidates:
        if not examined.problems:
            raise Refused(Reason.NO_SIGNING_CERTIFICATE, SubIndication.NO_SIGNING_CERTIFICATE_FOUND)
        return
    octets = references.octets(info, names.only(info, DS + "CanonicalizationMethod"))
    method = names.only(info, DS + "SignatureMethod").get("Algorithm", "")
    value = names.decoded(names.only(signature, DS + "SignatureValue"))
    for candidate in candidates:
        try:
            algorithms.require_made_by(candidate, method, value, octets)
        except Refused as problem:
            if problem.reason is Reason.SIGNATURE_BROKEN:
                continue
            examined.settle(candidate)
            raise
        examined.settle(candidate)
        return
    # EN 319 102-1 §5.2.3: when the one that is named did not come along, the keys of others prove nothing.
    if not any(one.sub_indication is SubIndication.NO_SIGNING_CERTIFICATE_FOUND for one in examined.problems):
        examined.settle(candidates[0])
        raise Refused(Reason.SIGNATURE_BROKEN, SubIndication.SIG_CRYPTO_FAILURE)


def _examine_references(
    examined: Examined,
    info: etree._Element,
    around: Surroundings,
    own: Properties | None,
    media_types: dict[str, str],
) -> None:
    """Digests of all references and manifests, then whether they are about everything there is."""
    targets: list[etree._Element] = []
    files: dict[str, str] = {}  # name → Id of its reference
    typed = 0
    for count, reference in enumerate(_references(info, around), start=1):
        if count > limits.MAX_REFERENCES:
            raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)
        is_typed = reference.get("Type") in names.SIGNED_PROPERTIES_TYPES
        typed += is_typed
        try:
            target = references.target_of(reference, around)
            if isinstance(target, str):
                files[target] = reference.get("Id", "")
            else:
                _require_own(target, around, own, is_typed=is_typed)
                targets.append(target)
            references.require_matching(reference, target, around)
        except Refused as problem:
            if problem.reason is Reason.TOO_MUCH_WORK:
                raise
            examined.add(problem)
    examined.covers = tuple(files)
    if own is not None and (typed != 1 or own.signed not in targets):
        raise Refused(Reason.SIGNED_PROPERTIES, SubIndication.SIG_CONSTRAINTS_FAILURE)
    _require_covered_objects(around.signature, targets)
    if around.is_alone:
        _require_covered_document(around, targets, [problem.reason for problem in examined.problems])
        examined.covers = ("",)
    if own is not None:
        _require_same_media_types(properties.media_types(own), files, media_types)


def _references(info: etree._Element, around: Surroundings) -> Iterator[etree._Element]:
    """Those of SignedInfo, and those of the manifests that they point to (XMLDSig 1.1 §5.1)."""
    for reference in info.iterchildren(DS + "Reference"):
        yield reference
        if reference.get("Type") == names.MANIFEST_TYPE:
            found = around.identifiers.get(reference.get("URI", "").removeprefix("#"), [])
            for manifest in found[:1]:
                yield from manifest.iterchildren(DS + "Reference")


def _require_own(
    target: etree._Element, around: Surroundings, own: Properties | None, *, is_typed: bool
) -> None:
    """What a reference inside the file may point to: parts of this very signature, or the signed document.

    An element that somebody moved to another place (signature wrapping) has the right digest and is
    where no program looks for it.
    """
    if is_typed:
        allowed = own is not None and target is own.signed
    else:
        objects = list(around.signature.iterchildren(DS + "Object"))
        parts = [*objects, *(part for one in objects for part in one.iterchildren("*"))]
        parts += around.signature.iterchildren(DS + "KeyInfo")
        root = around.signature.getroottree().getroot()
        beside = around.is_alone and (target is root or target.getparent() is root)
        allowed = target in parts or beside
    if not allowed:
        raise Refused(Reason.REFERENCE_MISPLACED)


def _require_covered_objects(signature: etree._Element, targets: list[etree._Element]) -> None:
    """Nothing may travel inside the signature that it does not sign, but for its own properties."""
    for content in signature.iterchildren(DS + "Object"):
        parts = list(content.iterchildren("*"))
        is_properties = [etree.QName(part).localname for part in parts] == ["QualifyingProperties"]
        has_text = bool("".join([content.text or "", *(part.tail or "" for part in parts)]).strip())
        is_signed = content in targets or (bool(parts) and all(part in targets for part in parts))
        if content not in targets and (has_text or not (is_properties or is_signed)):
            raise Refused(Reason.OBJECT_NOT_COVERED)


def _require_covered_document(
    around: Surroundings, targets: list[etree._Element], known: Sequence[str]
) -> None:
    """A document that carries its signature must be signed whole: around it, inside it, or beside it."""
    root = around.signature.getroottree().getroot()
    contents = _objects(around)
    if root in targets or (root is around.signature and contents):
        return
    rest = [part for part in root.iterchildren("*") if part.tag != DS + "Signature"]
    if root is not around.signature and rest and all(part in targets for part in rest):
        return
    # When what it signs is not at hand, that has been said.
    if Reason.REFERENCE_NOT_FOUND not in known:
        raise Refused(Reason.FILE_NOT_COVERED)


def _objects(around: Surroundings) -> list[etree._Element]:
    """The signature's objects, without the one that holds its properties."""
    return [
        content
        for content in around.signature.iterchildren(DS + "Object")
        if not any(
            etree.QName(part).localname == "QualifyingProperties" for part in content.iterchildren("*")
        )
    ]


def _require_same_media_types(said: dict[str, str], files: dict[str, str], listed: dict[str, str]) -> None:
    """The signed type of a file and the type in the container's list; unsigned, the latter could mislead."""
    for name, identifier in files.items():
        signed = said.get(identifier) if identifier else None
        if signed and listed.get(name) and essence(signed) != essence(listed[name]):
            raise Refused(Reason.MEDIA_TYPE_MISMATCH, SubIndication.SIG_CONSTRAINTS_FAILURE)
