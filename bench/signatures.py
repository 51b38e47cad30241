"""`./dev bench signatures`: verifications a second, and what hostile containers cost.

With the demo's list and keys: P-256, a list of revoked certificates of the same day inside (level LT).
"""

from __future__ import annotations

import multiprocessing
import random
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from matrika.core.verdict import Level
from matrika.demo import authority, sign, trusted_list, xades
from matrika.outside.signatures.lists import read
from matrika.outside.signatures.trust import Trust
from matrika.outside.signatures.verify import verify

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 200
FORM = xades.File("form.xml", b"<form>" + b"<field>value</field>" * 100 + b"</form>", "application/xml")


def main() -> None:
    trust = Trust([read.read(trusted_list.trusted_list(issued_at=AT - timedelta(days=1)))])
    print("| container | verdict | ms | a second |\n|---|---|---|---|")
    for role in (authority.Role.PERSON, authority.Role.PERSON_RSA):
        for level in Level:
            content = sign.sign(FORM, by=authority.holder(role), level=level, at=AT)
            report(f"{role}, level {level}", content, trust)
    print("\n| hostile container | verdict | ms | MiB before | MiB more |\n|---|---|---|---|---|")
    for name, make in HOSTILE.items():
        report_hostile(name, make(), trust)


def report(name: str, content: bytes, trust: Trust) -> None:
    def once() -> object:
        return verify(content, name="bench", expected=FORM.data, trust=trust, at=AT)

    found = verify(content, name="bench", expected=FORM.data, trust=trust, at=AT)
    seconds = best(once)
    print(f"| {name} | {found.indication} | {seconds * 1000:.1f} | {1 / seconds:.0f} |")


def best(once: Callable[[], object]) -> float:
    """Seconds of the fastest of some rounds: what it costs when nobody else works."""
    fastest = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        once()
        fastest = min(fastest, time.perf_counter() - began)
    return fastest


def report_hostile(name: str, content: bytes, trust: Trust) -> None:
    """In a process of its own, whose greatest size is measured: libxml2's memory is not Python's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        before, after, seconds, indication = pool.submit(measure, content, trust).result()
    print(f"| {name} | {indication} | {seconds * 1000:.0f} | {before:.0f} | {after - before:.0f} |")


def measure(content: bytes, trust: Trust) -> tuple[float, float, float, str]:
    """Greatest MiB before and after, processor seconds, the verdict's indication."""
    before = greatest_size()
    began = time.process_time()
    found = verify(content, name="bench", expected=None, trust=trust, at=AT)
    seconds = time.process_time() - began
    return before, greatest_size(), seconds, found.indication.value


def greatest_size() -> float:
    """MiB; of this program only, where getrusage would count the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def boxed(old: bytes, new: bytes) -> bytes:
    """A container whose signature file was changed."""
    signature = xades.signatures([FORM], by=authority.holder(authority.Role.PERSON), at=AT)
    changed = {xades.SIGNATURES: signature.replace(old, new, 1)}
    # Stored: packed, what repeats itself would be refused as a bomb before anything reads it.
    return xades.packed([FORM], changed, compression=zipfile.ZIP_STORED)


def repeated(count: int) -> bytes:
    """Many references to the one file."""
    signature = xades.signatures([FORM], by=authority.holder(authority.Role.PERSON), at=AT)
    start, end = signature.find(b"<ds:Reference "), signature.find(b"</ds:Reference>") + 15
    return boxed(signature[start:end], signature[start:end] * count)


def over_and_over() -> bytes:
    """Each of many references makes a large file be digested once more."""
    big = xades.File(FORM.name, random.Random(1).randbytes(2_500_000))
    signature = xades.signatures([FORM], by=authority.holder(authority.Role.PERSON), at=AT)
    start, end = signature.find(b"<ds:Reference "), signature.find(b"</ds:Reference>") + 15
    many = signature.replace(signature[start:end], signature[start:end] * 500, 1)
    return xades.packed([big], {xades.SIGNATURES: many}, compression=zipfile.ZIP_STORED)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "60 MB of zeros": lambda: xades.packed([FORM, xades.File("bomb", bytes(60_000_000))], {}),
    "100 000 references": lambda: repeated(100_000),
    "500 references": lambda: repeated(500),
    "500 references to one file of 2.5 MB": over_and_over,
    "depth 100 000": lambda: boxed(b"<ds:Object>", b"<a>" * 100_000),
    "10 000 namespaces": lambda: boxed(
        b"<ds:Object>", b"<ds:Object " + b" ".join(b'xmlns:n%d="u"' % n for n in range(10_000)) + b">"
    ),
    "9 MB of Base64": lambda: boxed(b"</ds:SignatureValue>", b"A" * 9_000_000 + b"</ds:SignatureValue>"),
    "15 MB of Base64": lambda: boxed(b"</ds:SignatureValue>", b"A" * 15_000_000 + b"</ds:SignatureValue>"),
}


if __name__ == "__main__":
    main()
