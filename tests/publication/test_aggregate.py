from __future__ import annotations

import gzip
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from matrika.core.events import EventKind
from matrika.publication import policy
from matrika.publication.aggregate import members
from matrika.publication.aggregate import publish as publish_aggregate
from matrika.publication.aggregate.publish import publish_aggregate as publish_the_aggregate
from matrika.publication.document.canonical import MD, canonical_bytes, take_out
from matrika.publication.document.verify import NotVerified, verify_signature
from matrika.publication.models import EntityForm, PublicationState, PublishedAggregate
from samllint import schema
from tests.metadata import sp_metadata
from tests.publication.making import NOW, identifying_entities, odd_entities, signer, xmlsec1_verifies
from tests.publication.registering import (
    cancelled,
    changed,
    kinds,
    publish_all,
    register_many,
    registered,
    served,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
LATER = NOW + timedelta(minutes=1)


def register_oddities() -> None:
    for content in odd_entities().values():
        registered(etree.fromstring(content).get("entityID"), content)


def test_it_has_the_digest_of_a_full_canonicalisation() -> None:
    register_oddities()
    publish_all()
    root = etree.fromstring(served())
    digest, reference_id, prefixes = verify_signature(root[0], signer().certificate)
    assert reference_id == root.get("ID")
    take_out(root[0])
    assert hashlib.sha256(canonical_bytes(root, prefixes.split())).digest() == digest
    assert len(root.findall("{*}EntityDescriptor")) == len(odd_entities())


def test_it_makes_what_xmlsec1_accepts(tmp_path: Path) -> None:
    register_oddities()
    publish_all()
    assert xmlsec1_verifies(served(), signer().certificate_pem, tmp_path, root="EntitiesDescriptor")
    changed = served().replace(b"/slo", b"/sl0", 1)
    assert not xmlsec1_verifies(changed, signer().certificate_pem, tmp_path, root="EntitiesDescriptor")


def test_it_fits_the_schema() -> None:
    register_oddities()
    publish_all()
    assert schema.mistakes(etree.fromstring(served())) == ()


@pytest.mark.parametrize("entity", identifying_entities())
def test_it_fits_the_schema_when_two_entities_identify_parts_alike(entity: str) -> None:
    for name in ("https://one.example", "https://two.example"):
        registered(name, identifying_entities(name)[entity])
    publish_all()
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 0
    root = etree.fromstring(served())
    assert len(root.findall("{*}EntityDescriptor")) == 2
    assert schema.mistakes(root) == ()


@pytest.mark.parametrize("entity", identifying_entities())
def test_it_would_be_noticed_if_identifiers_were_alike(entity: str) -> None:
    """So the test above can fail. Two alike xml:id are not even read by an ordinary parser."""
    content = identifying_entities()[entity]
    assert schema.mistakes(etree.fromstring(content)) == ()
    both = etree.Element("{urn:oasis:names:tc:SAML:2.0:metadata}EntitiesDescriptor")
    both.extend(etree.fromstring(content) for _ in range(2))
    written = etree.tostring(both)
    if "xml:id" in entity:
        with pytest.raises(etree.XMLSyntaxError, match="ID a already defined"):
            etree.fromstring(written)
    else:
        assert schema.mistakes(etree.fromstring(written))


def test_it_gzips_without_compressing_the_entities_again() -> None:
    register_oddities()
    publish_all()
    assert gzip.decompress(served(is_gzip=True)) == served()
    assert len(served(is_gzip=True)) < len(served()) * 0.7


def test_it_gives_the_root_a_prefix_that_no_entity_uses() -> None:
    registered()
    publish_all()
    assert served().startswith(b"<reg0:EntitiesDescriptor")
    content = odd_entities()["the root's prefix"]
    registered("https://prefix.example", content, at=LATER)
    publish_all(at=LATER)
    assert served().startswith(b"<reg1:EntitiesDescriptor")


def test_it_declares_the_usual_prefix_for_those_who_look_entities_up_by_it() -> None:
    """LemonLDAP::NG does. Where an entity has it in a value, the signature would cover the declaration."""
    registered()
    publish_all()
    assert f'xmlns:md="{MD}"'.encode() in served().partition(b">")[0]
    text = '<md:Extensions><x:note xmlns:x="urn:x">md: is in a value</x:note></md:Extensions>'
    speaking = sp_metadata(entity_id="https://speaks.example", before_roles=text)
    registered("https://speaks.example", speaking, at=LATER)
    publish_all(at=LATER)
    assert f'xmlns:md="{MD}"'.encode() not in served().partition(b">")[0]


def test_it_is_read_in_blocks_however_many_entities_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "BLOCK", 7000)
    monkeypatch.setattr(members, "STRETCH", 3)
    names = register_many(8)
    publish_all()
    aggregate = PublicationState.objects.get().aggregate
    assert aggregate is not None
    blocks = list(members.of(aggregate, is_gzip=False))
    assert max(len(block) for block in blocks[1:]) <= 7000 < len(b"".join(blocks))
    assert [entity.get("entityID") for entity in etree.fromstring(b"".join(blocks))[2:]] == names


def test_it_stays_as_it_is_while_the_register_goes_on() -> None:
    """Whoever began to read an aggregate gets it whole, although its entities change meanwhile."""
    first, second = registered(), registered("https://second.example")
    publish_all()
    aggregate = PublicationState.objects.get().aggregate
    assert aggregate is not None
    before = served()
    reading = members.of(aggregate, is_gzip=False)
    began = next(reading)
    changed(first, sp_metadata(replace={"/acs": "/acs2"}), at=LATER)
    cancelled(second, at=LATER)
    registered("https://third.example", at=LATER)
    publish_all(at=LATER)
    assert began + b"".join(reading) == before
    assert b"/acs2" in served()
    assert b"second" not in served()
    assert EntityForm.objects.filter(until__isnull=False).count() == 2
    publish_all(at=LATER + timedelta(days=4.5))
    assert not EntityForm.objects.filter(until__isnull=False).exists()


def test_it_refuses_bytes_that_were_changed_in_the_database() -> None:
    registered()
    publish_all()
    before = PublicationState.objects.get().aggregate
    form = EntityForm.objects.get()
    EntityForm.objects.update(canonical=bytes(form.canonical).replace(b"/slo", b"/sl0"))
    registered("https://second.example")
    publish_all(at=LATER)
    assert PublicationState.objects.get().aggregate == before
    assert kinds()[-1] == EventKind.PUBLICATION_FAILED


def test_it_follows_changes_after_a_pause() -> None:
    provider = registered()
    publish_all()
    registered("https://second.example")
    publish_all(at=NOW + timedelta(seconds=29))
    assert b"second" not in served()
    publish_all(at=NOW + timedelta(seconds=30))
    assert b"second" in served()
    cancelled(provider, at=LATER)
    publish_all(at=LATER)
    assert b'"https://sp.example"' not in served()


def test_it_is_signed_anew_at_about_half_its_validity() -> None:
    """Not all at once: from 40 to 60 % of it."""
    registered()
    publish_all()
    before = served()
    publish_all(at=NOW + timedelta(days=7 * 0.39))
    assert served() == before
    publish_all(at=NOW + timedelta(days=7 * 0.6))
    assert served() != before


def test_it_keeps_the_old_one_when_the_new_one_does_not_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    publish_all()
    before = served()
    registered("https://second.example")

    def refuses(*args: object) -> None:
        raise NotVerified("made up")

    with monkeypatch.context() as broken:
        broken.setattr(publish_aggregate, "verify_aggregate", refuses)
        publish_all(at=LATER)
        publish_all(at=LATER + timedelta(minutes=1))
    assert served() == before
    assert kinds().count(EventKind.PUBLICATION_FAILED) == 1
    publish_all(at=LATER + timedelta(minutes=2))
    assert b"second" in served()


def test_it_leaves_the_work_of_a_killed_worker_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    publish_all()
    before = served()
    registered("https://second.example")

    def dies(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(publish_aggregate, "_store", dies)
        with pytest.raises(KeyboardInterrupt):
            publish_all(at=LATER)
    assert served() == before
    publish_all(at=LATER + timedelta(seconds=45))
    assert b"second" in served()


def test_it_is_published_once_when_two_workers_built_it(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    publish_all()
    build = publish_aggregate.build

    def slowly(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(publish_aggregate, "build", build)
        frame = build(*args, **kwargs)
        assert publish_the_aggregate(policy.current(), signer(), at=LATER + timedelta(minutes=1))
        return frame

    monkeypatch.setattr(publish_aggregate, "build", slowly)
    before = PublishedAggregate.objects.count()
    assert publish_the_aggregate(policy.current(), signer(), at=LATER)
    aggregate = PublicationState.objects.get().aggregate
    assert aggregate is not None
    assert aggregate.published_at == LATER + timedelta(minutes=1)
    assert PublishedAggregate.objects.count() == before + 1
