"""Ten thousand providers, end to end from the database: one signed aggregate; time and memory.

    ./dev bench aggregate [ENTITIES] [--peer PATH-TO-PYFF]

Publishes made-up providers on a fresh SQLite file, then builds the aggregate in a process of its own, so
that the peak memory is the aggregate's. Beside it, in the same run: plain SHA-256 over the same bytes, and
pyFF over the same files, if the path of a `pyff` program is given.
"""

from __future__ import annotations

import copy
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
SAMPLE = 200
BATCH = 1000  # rows stored together


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--build"]:
        build(arguments[1])
        return
    peer = arguments.pop(arguments.index("--peer") + 1) if "--peer" in arguments else ""
    entities = next((int(a) for a in arguments if a.isdigit()), 10_000)
    with tempfile.TemporaryDirectory(prefix="matrika-bench-") as folder:
        os.environ |= {"MATRIKA_VAR": folder, "MATRIKA_SECRET_KEY": "bench"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matrika.settings")
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        print(f"{entities} providers")
        fill(entities)
        subprocess.run([sys.executable, __file__, "--build", folder], check=True)
        if peer:
            compare(peer, Path(folder))


def fill(entities: int) -> None:
    """Register the providers and publish each; every one has keys of its own, as in life."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from matrika.publication.publish import publish_next

    register(entities)
    publish_next(at=AT)  # makes the key and announces it
    started = now()
    publish_providers(SAMPLE)
    report(f"{SAMPLE} providers: form, sign, check, swap, commit", since(started), SAMPLE)
    store_the_rest()


def register(entities: int) -> None:
    from django.db import transaction
    from tests import pki
    from tests.metadata import sp_metadata

    from matrika.publication.follow import summon
    from matrika.register.models import CertificateEntry, MetadataVersion, Organisation, ServiceProvider

    owner = Organisation.objects.create(ico="12345678", ico_suffix="", name="Bench", subject_type="OVM")
    template = sp_metadata(entity_id="https://TEMPLATE.example")
    ends = AT + timedelta(days=300)
    for first in range(0, entities, BATCH):
        numbers = range(first, min(first + BATCH, entities))
        with transaction.atomic():
            providers = ServiceProvider.objects.bulk_create(
                ServiceProvider(entity_id=entity_id_of(number), owner=owner, registered_at=AT)
                for number in numbers
            )
            contents = [like(template, number) for number in numbers]
            versions = MetadataVersion.objects.bulk_create(
                MetadataVersion(
                    provider=provider, number=1, content=content, sha256="", effective_from=AT, recorded_at=AT
                )
                for provider, content in zip(providers, contents, strict=True)
            )
            CertificateEntry.objects.bulk_create(
                CertificateEntry(
                    version=version,
                    use="both",
                    position=0,
                    der=pki.certificate(),
                    not_before=AT,
                    not_after=ends,
                )
                for version in versions
            )
            summon([provider.pk for provider in providers], at=AT)


def entity_id_of(number: int) -> str:
    return f"https://sp{number}.example"


def like(template: bytes, number: int) -> bytes:
    return unlike(template.replace(b"https://TEMPLATE.example", entity_id_of(number).encode()), number)


def unlike(metadata: bytes, number: int) -> bytes:
    """Other certificates for each, or it would compress as nothing in life does; nobody reads them here."""
    import base64
    import re

    def certificate(found: re.Match[bytes]) -> bytes:
        size = len(base64.b64decode(found[1])) // 32 + 1
        seed = b"%d %d" % (number, found.start())
        made = b"".join(hashlib.sha256(b"%b %d" % (seed, block)).digest() for block in range(size))
        return b"<ds:X509Certificate>" + base64.encodebytes(made) + b"</ds:X509Certificate>"

    return re.sub(rb"<ds:X509Certificate>([^<]+)</ds:X509Certificate>", certificate, metadata)


def publish_providers(number: int) -> None:
    from matrika.publication.publish import publish_next

    for _ in range(number):
        assert publish_next(at=AT)


def store_the_rest() -> None:
    """The others are only there to be aggregated: a copy of one row each, with its own canonical bytes.

    They are made from one canonical form by exchanging what differs, as making a hundred thousand of
    them by the parser would take longer than everything that is measured.
    """
    from django.db import transaction
    from tests.metadata import sp_metadata

    from matrika.publication.document.canonical import Registration, published_form
    from matrika.publication.models import PublishedEntity
    from matrika.register.models import ServiceProvider

    published = PublishedEntity.objects.first()
    assert published is not None
    registration = Registration("https://bench.example", AT)
    content = sp_metadata(entity_id="https://TEMPLATE.example")
    template = published_form(content, registration=registration, valid_until=AT).canonical
    rest = ServiceProvider.objects.filter(published__isnull=True).order_by("pk")
    while providers := list(rest[:BATCH]):
        with transaction.atomic():
            store(providers, template, published)


def store(providers: list[Any], template: bytes, published: Any) -> None:
    from matrika.publication.document.packing import deflated
    from matrika.publication.identifier import sha1_of
    from matrika.publication.models import EntityForm, PublishedEntity

    forms, rows = [], []
    for provider in providers:
        number = int(provider.entity_id.removeprefix("https://sp").removesuffix(".example"))
        canonical = like(template, number)
        packed = deflated(canonical)
        forms.append(
            EntityForm(
                provider=provider,
                since=1,
                expires_at=published.expires_at,
                sha256=hashlib.sha256(canonical).hexdigest(),
                size=len(canonical),
                packed_size=len(packed),
                canonical=canonical,
                packed=packed,
            )
        )
        row = copy.copy(published)
        row.pk, row.provider, row.entity_id_sha1 = None, provider, sha1_of(provider.entity_id)
        rows.append(row)
    EntityForm.objects.bulk_create(forms)
    PublishedEntity.objects.bulk_create(rows)


def build(folder: str) -> None:
    """Build, verify and swap in the aggregate; alone in its process."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import django

    django.setup()
    from matrika.publication import key, policy
    from matrika.publication.aggregate import members, publish
    from matrika.publication.aggregate.build import build as build_frame
    from matrika.publication.models import PublicationState

    signer, rules = key.signer(AT), policy.current()
    counter = PublicationState.objects.get().version
    idle = peak()
    started = now()
    build_frame(members.Membership(counter, AT), rules, signer)
    report("aggregate: read, digest, signature", since(started))
    started = now()
    publish.publish_aggregate(rules, signer, at=AT)
    whole = since(started)
    stored = PublicationState.objects.select_related("aggregate").get().aggregate
    assert stored is not None
    report("aggregate: read, sign, read again and verify, swap", whole, stored.entities)
    print(f"  {stored.size / 1e6:.1f} MB, gzip {stored.size_gzip / 1e6:.1f} MB")
    print(f"  peak memory {peak():.0f} MB, of which {idle:.0f} MB before it began")
    for name, is_gzip in (("aggregate.xml", False), ("aggregate.xml.gz", True)):
        started = now()
        with (Path(folder) / name).open("wb") as file:
            file.writelines(members.of(stored, is_gzip=is_gzip))
        report(f"served whole, into {name}", since(started))
    print(f"  peak memory {peak():.0f} MB")
    served = (Path(folder) / "aggregate.xml").read_bytes()
    started = now()
    hashlib.sha256(served).digest()
    report("plain SHA-256 of the same bytes", since(started))


def compare(pyff: str, folder: Path) -> None:
    """pyFF loads the same entities from files, selects, signs and writes them."""
    import django

    django.setup()
    from matrika.publication.models import EntityForm

    (folder / "in").mkdir()
    for entity in EntityForm.objects.values_list("sha256", "canonical").iterator():
        (folder / "in" / f"{entity[0]}.xml").write_bytes(bytes(entity[1]))
    shutil.copy(folder / "keys" / "publication-key.pem", folder / "key.pem")
    (folder / "pipe.fd").write_text(
        f"- load:\n    - {folder}/in\n- select\n- finalize:\n    cacheDuration: PT10M\n    validUntil: P7D\n"
        f"- sign:\n    key: {folder}/key.pem\n    cert: {folder}/publication-certificate.pem\n"
        f"- publish: {folder}/pyff.xml\n"
    )
    started = now()
    environment = {**os.environ, "PYFF_LOCAL_COPY_DIR": str(folder / "backup")}  # not below /var/run
    subprocess.run([pyff, str(folder / "pipe.fd")], check=True, cwd=folder, env=environment)
    report("pyFF: load, select, sign, write", since(started))
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  peak memory {used:.0f} MB, {(folder / 'pyff.xml').stat().st_size / 1e6:.1f} MB written")


def peak() -> float:
    """Megabytes at most since this program began; getrusage would count what its parent used."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def now() -> tuple[float, float]:
    """Wall clock and processor time of this process and the ones it waited for."""
    own, waited = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), own.ru_utime + own.ru_stime + waited.ru_utime + waited.ru_stime


def since(started: tuple[float, float]) -> tuple[float, float]:
    wall, cpu = now()
    return wall - started[0], cpu - started[1]


def report(what: str, spent: tuple[float, float], entities: int = 0) -> None:
    """On a machine that others use too, the processor time is the one to compare."""
    wall, cpu = spent
    rate = f"  ({entities / cpu:,.0f} a CPU second)" if entities else ""
    print(f"{what:<52} {wall:7.3f} s  CPU {cpu:7.3f} s{rate}", flush=True)


if __name__ == "__main__":
    main()
