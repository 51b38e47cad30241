"""Bytes → Verdict: what kind of signed file it is, and what all of its signatures together are worth.

A pure function of its arguments, which can be sent to a process of its own: nothing is fetched, no
clock is read, and the cost is bounded by `limits`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from matrika.core.verdict import SignatureVerdict, SubIndication, Verdict
from matrika.core.verdict_words import Reason
from matrika.outside.signatures import combine, limits, tree
from matrika.outside.signatures.asic import archive, container, coverage, form
from matrika.outside.signatures.asic.container import Container
from matrika.outside.signatures.combine import Circumstances
from matrika.outside.signatures.judge import Judge
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import examine, names
from matrika.outside.signatures.xades.examine import Examined
from matrika.outside.signatures.xades.references import Budget, Surroundings


def verify(content: bytes, *, name: str, expected: bytes | None, trust: Judge, at: datetime) -> Verdict:
    """What the signatures of a file are worth at `at`. Never raises for any content.

    `name` is for the record only: the kind is told by the content. `expected` is the form that must be
    what was signed; None for attachments, whose content is nobody's business here.
    """
    around = Circumstances(at, trust.states)
    try:
        if len(content) > limits.MAX_BYTES:
            raise Refused(Reason.TOO_LARGE)
        if content.startswith(archive.MAGIC):
            return _container(content, expected, trust, around)
        if tree.looks_like_xml(content):
            return _document(content, expected, trust, around)
        raise Refused(Reason.KIND_UNKNOWN)
    except Refused as problem:
        return combine.whole([], [problem], [], around)


def _container(content: bytes, expected: bytes | None, trust: Judge, around: Circumstances) -> Verdict:
    box = container.read(content)
    problems = [Refused(fault) for fault in box.faults]
    signatures: list[SignatureVerdict] = []
    budget = Budget()
    try:
        for data in box.xades.values():
            for verdict in _xades(data, box.data_files, box.media_types, budget, trust, around):
                signatures.append(_covering(verdict, box))
                if len(signatures) > limits.MAX_SIGNATURES:
                    raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)
        if not signatures and not problems:
            raise Refused(Reason.NOT_SIGNED)
        if expected is not None:
            form.require_only(box, expected)
    except Refused as problem:
        problems.append(problem)
    return combine.whole(signatures, problems, [note.value for note in box.notes], around)


def _document(content: bytes, expected: bytes | None, trust: Judge, around: Circumstances) -> Verdict:
    """An XML document that carries its own signature. Forms are not accepted in it, but in containers."""
    root = tree.parse(content)
    if not any(True for _ in root.iter(names.DS + "Signature")):
        raise Refused(Reason.NOT_SIGNED)
    problems = [] if expected is None else [Refused(Reason.FORM_ABSENT)]
    signatures = list(_xades(content, None, {}, Budget(), trust, around))
    return combine.whole(signatures, problems, [], around)


def _xades(
    data: bytes,
    files: Mapping[str, bytes] | None,
    media_types: dict[str, str],
    budget: Budget,
    trust: Judge,
    around: Circumstances,
) -> Iterator[SignatureVerdict]:
    """The verdicts of one signature file, or with `files` None of a document of its own. Raises Refused."""
    root = tree.parse(data)
    identifiers = names.identifiers(root)
    for count, signature in enumerate(examine.signatures_of(root, is_alone=files is None)):
        if count == limits.MAX_SIGNATURES:
            raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)
        surroundings = Surroundings(signature, identifiers, files or {}, files is None, budget)
        yield _judged(examine.examine(surroundings, media_types), trust, around)


def _judged(examined: Examined, trust: Judge, around: Circumstances) -> SignatureVerdict:
    """What was computed, and what the certificate and the time stamps are worth."""
    revocation = examined.revocation
    stamps = [
        trust.judge_time_stamp(token, octets, at=around.at, revocation=revocation, others=examined.others)
        for token, octets in examined.time_stamps
    ]
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
    )


def _covering(verdict: SignatureVerdict, box: Container) -> SignatureVerdict:
    """The verdict, made worse when the signature leaves a file of its container out."""
    try:
        coverage.require_all(box, verdict.covers)
    except Refused as problem:
        return combine.with_problem(verdict, problem)
    return verdict
