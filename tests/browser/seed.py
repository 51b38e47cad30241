"""Fill the database of a browser test: `python -m tests.browser.seed FOLDER`, in a process of its own.

The test process itself never opens that database. The clock is the real one, as for the server.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from matrika.core.filing import Application


def main(folder: Path) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(datetime.now(UTC).replace(microsecond=0), folder)


def bring_a_trusted_list(now: datetime) -> None:
    from matrika.demo import authority, evidence, trusted_list
    from matrika.trust.import_list import import_list
    from matrika.trust.import_revocation import import_revocation

    content = trusted_list.trusted_list(issued_at=now - timedelta(days=170), territory="SK")
    signers = [authority.list_operator().der]
    import_list(content, source="tl-sk.xml", actor="administrator:test", at=now, signers=signers)
    import_revocation(evidence.crl(at=now), source="ca.crl", actor="administrator:test", at=now)


def fill(now: datetime, folder: Path) -> None:
    from allauth.mfa.models import Authenticator

    from matrika.core.people import Role
    from matrika.demo.trusted import trust_the_demo
    from tests import applications, people

    for make in (people.alzbeta, people.boris, people.cyril, people.zita, people.dusan):
        make()
    people.person("elena", "Elena", "Ebenová", Role.AUDITOR)
    for width in (1280, 390):  # somebody new for each, who has no second factor yet
        nova = people.person(f"nova{width}", "Nová", str(width), Role.REVIEWER)
        Authenticator.objects.filter(user=nova).delete()
    people.project(people.organisation())
    tell_the_rpo(now)
    bring_a_trusted_list(now)
    trust_the_demo(at=now - timedelta(hours=1))

    def registration(entity_id: str, day: date) -> Application:
        content = metadata(entity_id, now)
        return applications.registration(entity_id=entity_id, metadata=content, effective_on=day)

    long_ago = now - timedelta(days=20)
    old = registration("https://prvy.example", (long_ago + timedelta(days=1)).date())
    applications.registered(old, at=long_ago)
    long = registration(f"https://{'velmi-dlhe-meno.' * 6}example", (long_ago + timedelta(days=3)).date())
    applications.registered(long, at=long_ago + timedelta(days=2))
    applications.in_review(registration("https://posudzovany.example", tomorrow(now)), at=now)
    applications.filed(registration("https://cakajuci.example", tomorrow(now)), at=now)
    again = registration("https://cakajuci.example", tomorrow(now))
    applications.submit(
        again,
        actor=people.alzbeta(),
        acting_for=people.organisation(),
        at=now,
    )
    with_a_history(now, registration)
    with_an_end_in_sight(now)
    (folder / "new.xml").write_bytes(metadata("https://novy.example", now))
    (folder / "changed.xml").write_bytes(changed("https://novy.example", now))
    (folder / "faulty.xml").write_bytes(
        metadata("https://chybny.example/path", now).replace(
            b"https://sp.example/slo", b"http://sp.example/slo"
        )
    )


def with_a_history(now: datetime, registration: Callable[[str, date], Application]) -> None:
    """One provider that was changed and is in force, and one for each journey that changes it."""
    from tests import applications

    begun = now - timedelta(days=15)
    own = ("https://cesta-1280.example", "https://cesta-390.example", "https://klavesnica.example")
    for entity_id in ("https://zmeneny.example", *own):
        day = (begun + timedelta(days=1)).date()
        applications.registered(registration(entity_id, day), at=begun)
    change = applications.change(
        entity_id="https://zmeneny.example", metadata=changed("https://zmeneny.example", now)
    )
    applications.in_effect(change, at=begun + timedelta(days=3))


def with_an_end_in_sight(now: datetime) -> None:
    """Cyril's organisation came from another register, with certificates that all end in one week."""
    from matrika.register.certificates import in_metadata
    from matrika.register.models import ServiceProvider
    from matrika.register.versions import open_version
    from tests import applications, people, pki
    from tests.metadata import sp_metadata

    agent = people.person("gita", "Gita", "Gaštanová")  # of two organisations
    people.mandate(agent, people.organisation())
    people.mandate(agent, people.other_organisation())
    people.mandate(people.person("ema", "Ema", "Ebenová"), people.organisation(people.EMPTY_ICO, name="Obec"))
    begun = now - timedelta(days=300)
    for number, days in enumerate((-3, 0, 7, *[200] * 6)):
        signing, encryption = (
            pki.certificate(key=pki.key(key), not_before=begun, not_after=now + timedelta(days=days, hours=1))
            for key in (1, 2)
        )
        entity_id = f"https://prevzaty{number}.example"
        content = sp_metadata(entity_id=entity_id, signing=signing, encryption=encryption)
        made = ServiceProvider.objects.create(
            entity_id=entity_id, owner=people.other_organisation(), registered_at=begun
        )
        open_version(
            made,
            content,
            in_metadata(content),
            contact=applications.CONTACT,
            filing_number="",
            effective_from=begun,
            recorded_at=begun,
            expiries_after=now - timedelta(days=1),
        )


def changed(entity_id: str, now: datetime) -> bytes:
    """The metadata with another certificate for signing and another address."""
    from tests import pki
    from tests.metadata import sp_metadata

    begin = now - timedelta(days=40)
    signing, encryption = (
        pki.certificate(key=pki.key(number), not_before=begin, days=700) for number in (3, 2)
    )
    moved = {"https://sp.example/acs": "https://sp.example/nova-adresa"}
    return sp_metadata(entity_id=entity_id, signing=signing, encryption=encryption, replace=moved)


def tell_the_rpo(now: datetime) -> None:
    """What the register of legal persons says of the ministry."""
    from matrika.core.reference import FormerName, OrganisationFacts, Source, StatutoryBody
    from matrika.register.reference import organisations
    from tests import people

    facts = OrganisationFacts(
        people.ICO,
        "Ministerstvo vzorov",
        statutory_bodies=(StatutoryBody("Ing. Jana Vzorová", "Ministerka", "2024-02-01"),),
        former_names=(FormerName("Úrad vzorov", "2010-06-30"),),
    )
    organisations.write(facts, source=Source.RPO, as_of=now.date(), actor="worker", at=now)


def tomorrow(now: datetime) -> date:
    return (now + timedelta(days=1)).date()


def metadata(entity_id: str, now: datetime) -> bytes:
    from tests import pki
    from tests.metadata import sp_metadata

    begin = now - timedelta(days=40)
    signing, encryption = (
        pki.certificate(key=pki.key(number), not_before=begin, days=700) for number in (1, 2)
    )
    return sp_metadata(entity_id=entity_id, signing=der(signing), encryption=der(encryption))


def der(certificate: object) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate if isinstance(certificate, bytes) else certificate.public_bytes(Encoding.DER)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
