"""Names, tags and headers to the letter: draft-young-md-query §3 and RFC 9110."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import quote

import pytest
from lxml import etree

from tests.mdq.asking import ask, entity_path
from tests.mdq.conftest import Clock
from tests.metadata import sp_metadata
from tests.publication.making import NOW
from tests.publication.registering import cancelled, publish_all, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys", "clock")]

SP = "https://sp.example"
DIGEST = hashlib.sha1(SP.encode()).hexdigest()
NAMES = (
    "https://sp.example/a",
    "https://sp.example/a/",
    "https://sp.example/a.xml",
    "https://sp.example/a%2Fb",
    "https://sp.example/a/b",
    "https://sp.example/a%252Fb",
    "https://sp.example/a+b",
    "https://sp.example/a b",
    "https://sp.example/a%20b",
    "https://sp.example/a:b",
    "https://sp.example/é",
    "https://sp.example/e\u0301",
    "https://sp.example/a?b",
)


def publish_one() -> None:
    registered()
    publish_all()


def test_it_tells_apart_names_that_differ_only_in_what_a_decoder_might_change() -> None:
    for name in NAMES:
        registered(name, sp_metadata(entity_id=name))
    publish_all()
    for name in NAMES:
        got = ask(entity_path(name))
        assert (got.status, etree.fromstring(got.body).get("entityID")) == (200, name)


@pytest.mark.parametrize("name", ["https://sp.example/ľ:a/b.xml", "https://sp.example/a+b%41"])
def test_it_reads_escapes_in_either_case_and_characters_that_need_none(name: str) -> None:
    registered(name, sp_metadata(entity_id=name))
    publish_all()
    for written in (quote(name, safe=""), quote(name, safe="").lower(), quote(name, safe=":/+@")):
        assert ask(f"/mdq/entities/{written}").status == 200, written
    twice = quote(quote(name, safe=""), safe="")
    assert ask(f"/mdq/entities/{twice}").status == 404


@pytest.mark.parametrize("digest", [DIGEST, DIGEST.upper(), DIGEST.title()])
@pytest.mark.parametrize("braces", ["{sha1}", "%7Bsha1%7D", "%7bsha1%7d", "%7Bsha1}", "%7Bs%68a1%7D"])
def test_it_reads_digests_in_either_case_behind_any_spelling_of_the_braces(braces: str, digest: str) -> None:
    publish_one()
    assert ask(f"/mdq/entities/{braces}{digest}").status == 200


@pytest.mark.parametrize(
    "rest", ["", "zz", "%00", DIGEST[:-1], f"{DIGEST}0", f" {DIGEST}", f"{DIGEST}%0A", f"{DIGEST}.xml", SP]
)
def test_it_takes_nothing_else_for_a_digest(rest: str) -> None:
    publish_one()
    assert ask(f"/mdq/entities/%7Bsha1%7D{rest.replace(' ', '%20')}").status == 400


@pytest.mark.parametrize("path", ["%ff", "%c3", "%ed%a0%80", "a%C0%AFb"])
def test_it_refuses_escapes_that_are_no_utf8(path: str) -> None:
    assert ask(f"/mdq/entities/{path}").status == 400


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("APPLICATION/SAMLMETADATA+XML", 200),
        ("application/samlmetadata+xml; q=0.001", 200),
        ("text/html, */*; q=0.1", 200),
        ("application/xml", 406),
        ("application/xml, */*;q=0.1", 200),
        ("application/*;q=0, */*", 406),
        ("application/*;q=0, application/samlmetadata+xml", 200),
        ("text/*", 406),
    ],
)
def test_it_lets_the_most_specific_range_decide(accept: str, status: int) -> None:
    publish_one()
    assert ask(entity_path(SP), accept=accept).status == status
    assert ask("/mdq/entities", accept=accept).status == status


CONDITIONS = (
    ({}, 200),
    ({"accept": "text/html"}, 406),
    ({"accept_encoding": "gzip"}, 200),
    ({"if_none_match": "*"}, 304),
    ({"if_none_match": '"x", "y"'}, 200),
)


@pytest.mark.parametrize(("headers", "status"), CONDITIONS)
@pytest.mark.parametrize("path", ["/mdq/entities", entity_path(SP)])
def test_it_answers_head_with_the_headers_of_get(path: str, headers: dict[str, str], status: int) -> None:
    publish_one()
    got, head = ask(path, **headers), ask(path, method="HEAD", **headers)
    assert got.status == head.status == status
    assert got.headers == head.headers
    assert got.headers["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "seconds"),
    [(entity_path("https://nobody.example"), 5), ("/mdq/nothing", 5), ("/mdq/entities/", 0)],
)
def test_it_varies_when_it_refuses_and_lets_nobody_remember_it_for_long(path: str, seconds: int) -> None:
    publish_one()
    got = ask(path)
    assert got.headers == ask(path, method="HEAD").headers
    assert got.headers["Vary"] == "Accept, Accept-Encoding"
    assert got.headers["Cache-Control"] == f"max-age={seconds}"


@pytest.mark.parametrize("path", ["/mdq/entities", entity_path(SP)])
def test_it_lets_caches_keep_a_document_for_its_cache_duration(path: str, settings) -> None:
    settings.PUBLICATION_CACHE_SECONDS = 3600
    publish_one()
    got = ask(path)
    assert etree.fromstring(got.body).get("cacheDuration") in ("PT1H", "PT60M", "PT3600S")
    assert got.headers["Cache-Control"] == "max-age=3600"
    assert ask(path, if_none_match="*").headers["Cache-Control"] == "max-age=3600"


@pytest.mark.parametrize("path", ["/mdq/entities", entity_path(SP)])
def test_it_compares_tags_weakly_in_any_list(path: str) -> None:
    publish_one()
    etag = ask(path).headers["ETag"]
    assert etag.startswith('"')
    for held in (f"W/{etag}", f'"x",{etag}', f'W/"x" , W/{etag} , "y"', "*"):
        assert ask(path, if_none_match=held).status == 304, held
    for other in ('"x"', etag.strip('"'), f'"{etag}"', 'W/"x"'):
        assert ask(path, if_none_match=other).status == 200, other


@pytest.mark.parametrize("path", ["/mdq/entities", entity_path(SP)])
def test_it_tells_a_changed_document_by_the_second(path: str) -> None:
    publish_one()
    for seconds, status in ((-1, 200), (0, 304), (1, 304)):
        since = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
        assert ask(path, if_modified_since=since).status == status


def test_it_puts_no_frame_around_a_single_entity_and_one_around_several(clock: Clock) -> None:
    publish_one()
    for headers in ({}, {"accept_encoding": "gzip"}):
        assert ask("/mdq/entities", **headers) == ask(entity_path(SP), **headers)
    registered("https://second.example")
    publish_all(at=NOW + timedelta(minutes=1))
    clock.seconds = 1.0
    root = etree.fromstring(ask("/mdq/entities", at=NOW + timedelta(minutes=1)).body)
    assert etree.QName(root).localname == "EntitiesDescriptor"
    assert len(root.findall("{*}EntityDescriptor")) == 2


def test_it_has_no_single_entity_any_more_once_that_is_withdrawn(clock: Clock) -> None:
    provider = registered()
    publish_all()
    assert ask("/mdq/entities").status == 200
    cancelled(provider, at=NOW)
    publish_all()  # the next aggregate is not yet due
    clock.seconds = 1.0
    assert ask("/mdq/entities").status == 404
