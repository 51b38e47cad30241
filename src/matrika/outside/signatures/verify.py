"""Bytes → Verdict: what kind of signed file it is, and what all of its signatures together are worth.

A pure function of its arguments, which can be sent to a process of its own: nothing is fetched, no
clock is read, and the cost is bounded by `limits`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from matrika.core.verdict import SignatureVerdict, SubIndication, Verdict
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import combine, limits, tree
from matrika.outside.signatures.asic import archive, container, coverage, form
from matrika.outside.signatures.asic.container import Container
from matrika.outside.signatures.cms import examine as cms
from matrika.outside.signatures.combine import Circumstances
from matrika.outside.signatures.judge import Judge
from matrika.outside.signatures.judgement import Revocation, TimeStampVerdict
from matrika.outside.signatures.pdf import examine as pdf
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import examine, names
from matrika.outside.signatures.xades.examine import Examined
from matrika.outside.signatures.xades.references import Budget, Surroundings

PDF_MAGIC = b"%PDF-"
DER_MAGIC = (b"\x30\x80", b"\x30\x81", b"\x30\x82", b"\x30\x83", b"\x30\x84")


def verify(content: bytes, *, name: str, expected: bytes | None, trust: Judge, at: datetime) -> Verdict:
    """What the signatures of a file are worth at `at`. Never raises for any content.

    `name` is for the record only: the kind is told by the content. `expected` is the form that must be
    what was signed; None for attachments, whose content is nobody's business here.
    """
    around = Circumstances(at, trust.states)
    try:
        if len(content) > limits.MAX_BYTES:
            raise Refused(Reason.TOO_LARGE, SubIndication.GENERIC)
        return _of_kind(content)(content, expected, trust, around)
    except Refused as problem:
        return combine.whole([], [problem], [], around)


def _of_kind(content: bytes) -> Callable[[bytes, bytes | None, Judge, Circumstances], Verdict]:
    """How to verify it, by its first bytes. Raises Refused."""
    if content.startswith(archive.MAGIC):
        return _container
    if content.startswith(PDF_MAGIC):
        return _pdf
    if content.startswith(DER_MAGIC):
        return _cms
    if tree.looks_like_xml(content):
        return _document
    raise Refused(Reason.KIND_UNKNOWN)


def _container(content: bytes, expected: bytes | None, trust: Judge, around: Circumstances) -> Verdict:
    box = container.read(content)
    if box.is_open_document:
        raise Refused(Reason.OPEN_DOCUMENT, SubIndication.GENERIC)
    problems = [Refused(fault) for fault in box.faults]
    signatures: list[SignatureVerdict] = []
    budget = Budget()
    try:
        for data in box.xades.values():
            for examined in _xades(data, box.data_files, box.media_types, budget):
                signatures.append(_covering(_judged(examined, trust, around), box))
                _require_few(len(signatures))
        for examined in _cades(box, budget):
            signatures.append(_covering(_judged(examined, trust, around), box))
            _require_few(len(signatures))
        if not signatures:
            raise Refused(Reason.NOT_SIGNED)
        if expected is not None:
            form.require_only(box, expected)
    except Refused as problem:
        problems.append(problem)
    return combine.whole(signatures, problems, [note.value for note in box.notes], around)


def _cades(box: Container, budget: Budget) -> Iterator[Examined]:
    """The CMS signatures of a container: of its one file, or of lists of its files. Raises Refused."""
    if not box.is_extended:
        for data in box.cades.values():
            for name, content in box.data_files.items():
                yield from cms.examine(data, content, (name,))
        return
    unlisted = set(box.cades)
    for manifest in box.asic_manifests.values():
        listed = coverage.listed(manifest, box, budget)
        if listed is None:
            continue
        unlisted.discard(listed.signature_file)
        if listed.signature_file not in box.cades:
            raise Refused(Reason.ASIC_MANIFEST_BROKEN)
        for examined in cms.examine(box.cades[listed.signature_file], listed.octets, listed.covers):
            for problem in listed.problems:
                examined.add(problem)
            yield examined
    if unlisted:
        # A signature that no list leads to is about nothing that we could name.
        raise Refused(Reason.ASIC_MANIFEST_BROKEN)


def _pdf(content: bytes, expected: bytes | None, trust: Judge, around: Circumstances) -> Verdict:
    return _alone(pdf.examine(content), expected, trust, around)


def _cms(content: bytes, expected: bytes | None, trust: Judge, around: Circumstances) -> Verdict:
    """A CMS signature with what it signs inside."""
    return _alone(cms.examine(content, None, ("",)), expected, trust, around)


def _document(content: bytes, expected: bytes | None, trust: Judge, around: Circumstances) -> Verdict:
    """An XML document that carries its own signature."""
    root = tree.parse(content)
    if not any(True for _ in root.iter(names.DS + "Signature")):
        raise Refused(Reason.NOT_SIGNED)
    return _alone(_xades(content, None, {}, Budget()), expected, trust, around)


def _alone(
    signatures: Iterable[Examined], expected: bytes | None, trust: Judge, around: Circumstances
) -> Verdict:
    """A file that is signed by itself. A form is not accepted so: it travels in containers."""
    problems = [] if expected is None else [Refused(Reason.FORM_ABSENT)]
    found: list[SignatureVerdict] = []
    for examined in signatures:
        _require_few(len(found) + 1)
        found.append(_judged(examined, trust, around))
    return combine.whole(found, problems, [], around)


def _xades(
    data: bytes, files: Mapping[str, bytes] | None, media_types: dict[str, str], budget: Budget
) -> Iterator[Examined]:
    """The signatures of a signature file, or with `files` None of a document of its own. Raises Refused."""
    root = tree.parse(data)
    identifiers = names.identifiers(root)
    for signature in examine.signatures_of(root, is_alone=files is None):
        surroundings = Surroundings(signature, identifiers, files or {}, files is None, budget)
        yield examine.examine(surroundings, media_types)


def _require_few(count: int) -> None:
    if count > limits.MAX_SIGNATURES:
        raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)


def _judged(examined: Examined, trust: Judge, around: Circumstances) -> SignatureVerdict:
    """What was computed, and what the certificate and the time stamps are worth."""
    revocation = examined.revocation
    stamps = _stamps(examined, trust, around)
    certificate = None
    if examined.certificate is not None:
        certificate = trust.judge_signer(
            examined.certificate,
            examined.others,
            at=around.at,
            proven_at=min((stamp.proves for stamp in stamps if stamp.proves is not None), default=None),
            revocation=revocation,
        )
    return combine.signature(
        examined.problems,
        certificate,
        stamps,
        covers=examined.covers,
        claimed_at=examined.claimed_at,
        has_revocation=revocation != Revocation(),
        notes=examined.notes,
    )


def _stamps(examined: Examined, trust: Judge, around: Circumstances) -> list[TimeStampVerdict]:
    """The last one is judged first: one over everything before it proves the earlier ones, too."""
    proven: datetime | None = None
    found: list[TimeStampVerdict] = []
    for number, (token, octets) in reversed(list(enumerate(examined.time_stamps))):
        is_over_all = number >= len(examined.time_stamps) - examined.over_all
        verdict = trust.judge_time_stamp(
            token,
            octets,
            at=around.at,
            revocation=examined.revocation,
            others=examined.others,
            proven_at=proven,
        )
        found.insert(0, verdict)
        if is_over_all and verdict.proves is not None:
            proven = verdict.proves
    return found


def _covering(verdict: SignatureVerdict, box: Container) -> SignatureVerdict:
    """The verdict, made worse when the signature leaves a file of its container out."""
    try:
        coverage.require_all(box, verdict.covers)
    except Refused as problem:
        return combine.with_problem(verdict, problem)
    return verdict
