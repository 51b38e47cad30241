"""What trust costs: reading a list, judging a certificate and a time stamp, examining a CMS signature.

    ./dev bench trusted_lists

The list has a hundred services beside the demo's own, about as many bytes as the Slovak list.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from matrika.demo import authority, evidence, trusted_list
from matrika.demo.authority import Role
from matrika.outside.signatures.cms import examine as cms
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.lists import read, signature
from matrika.outside.signatures.trust import Trust

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 30


def main() -> None:
    issuers = (authority.certificate_of(f"ca {n}", authority.root(), is_ca=True) for n in range(100))
    entries = [*(trusted_list.Entry(one, trusted_list.CA_QC) for one in issuers), *trusted_list.services()]
    content = trusted_list.trusted_list(issued_at=AT, entries=entries)
    trust = Trust([read.read(content)])
    person = authority.holder(Role.PERSON)
    crl = Revocation(crls=(evidence.crl(at=AT),))
    ocsp = Revocation(ocsp=(evidence.ocsp_response(person.certificate, at=AT),))
    stamp = evidence.time_stamp(b"data", at=AT)
    signed = evidence.signed_data(b"data", by=person, at=AT)

    def judge(revocation: Revocation) -> None:
        trust.judge_signer(person.der, [], at=AT, proven_at=None, revocation=revocation)

    print(f"a list of {len(content) // 1000} kB")
    say("  read", lambda: read.read(content))
    say("  signature checked", lambda: signature.signer(content, [authority.list_operator().der], at=AT))
    say("  services found by name", lambda: Trust([read.read(content)]).anchors)
    say("a certificate, with a CRL", lambda: judge(crl))
    say("a certificate, with an OCSP response", lambda: judge(ocsp))
    say("a time stamp", lambda: trust.judge_time_stamp(stamp, b"data", at=AT, revocation=crl))
    say("a CMS signature, examined", lambda: cms.examine(signed, None, ("",)))


def say(what: str, work: Callable[[], object]) -> None:
    """The median, in milliseconds of wall-clock time; the first round, which loads things, does not count."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        rounds.append((time.perf_counter() - began) * 1000)
    print(f"{what}: {statistics.median(rounds):.2f} ms")


if __name__ == "__main__":
    main()
