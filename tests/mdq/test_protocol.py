from __future__ import annotations

import gzip
import hashlib
from datetime import timedelta
from email.utils import format_datetime

import pytest
from lxml import etree, html
from pytest_django.fixtures import DjangoAssertNumQueries

from matrika.mdq import application, store
from matrika.publication.document.verify import verify_document
from matrika.publication.models import PublishedEntity
from tests import pki
from tests.mdq.asking import ask, entity_path
from tests.mdq.conftest import Clock
from tests.metadata import sp_metadata
from tests.publication.making import NOW, signer
from tests.publication.registering import cancelled, publish_all, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys", "clock")]

SP = "https://sp.example"
EXPIRES = pki.NOT_BEFORE + timedelta(days=730, seconds=1)


def sha1(entity_id: str) -> str:
    return hashlib.sha1(entity_id.encode()).hexdigest()


@pytest.mark.parametrize(
    "entity_id",
    [
        "https://sp.example",
        "https://sp.example/metadata.xml",
        "https://sp.example/",
        "https://sp.example//two",
        "https://sp.example:8443/a?b=c&d=e#f",
        "https://sp.example/%41",
        "https://sp.example/a+b c",
        "https://žofia.example/ľ𝕏",
        "urn:example:sp",
    ],
)
def test_it_serves_every_entity_id_exactly(entity_id: str) -> None:
    written = entity_id.replace("&", "&amp;")
    registered(entity_id, sp_metadata(entity_id=written))
    publish_all()
    got = ask(entity_path(entity_id))
    assert (got.status, got.headers["Content-Type"]) == (200, "application/samlmetadata+xml")
    verify_document(got.body, signer().certificate)
    assert etree.fromstring(got.body).get("entityID") == entity_id


@pytest.mark.parametrize("form", ["{sha1}%s", "%%7Bsha1%%7D%s", "%%7bsha1%%7d%s"])
def test_it_serves_by_digest(form: str) -> None:
    registered()
    publish_all()
    assert ask("/mdq/entities/" + form % sha1(SP)).status == 200
    assert ask("/mdq/entities/" + form % sha1(SP).upper()).status == 200


@pytest.mark.parametrize(
    "path",
    [
        entity_path("https://SP.example"),
        entity_path("https://sp.example/"),
        entity_path("https%3A%2F%2Fsp.example"),
        "/mdq/entities/%00",
        "/mdq/entities/%7Bmd5%7D00",
        "/mdq/nothing",
        "/mdqx",
    ],
)
def test_it_knows_no_other_name(path: str) -> None:
    registered()
    publish_all()
    got = ask(path)
    assert got.status == 404
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_it_refuses_an_address_that_names_nothing() -> None:
    assert ask("/mdq/entities/").status == 400
    assert ask("/mdq/entities/%ff").status == 400


def test_it_serves_all_entities() -> None:
    registered()
    registered("https://second.example")
    publish_all()
    got = ask("/mdq/entities")
    assert got.status == 200
    assert len(etree.fromstring(got.body).findall("{*}EntityDescriptor")) == 2
    assert int(got.headers["Content-Length"]) == len(got.body)


def test_it_has_no_aggregate_of_nobody() -> None:
    assert ask("/mdq/entities").status == 404


@pytest.mark.parametrize("path", ["/mdq/entities", entity_path(SP)])
def test_it_compresses_for_those_who_can_read_it(path: str) -> None:
    registered()
    publish_all()
    plain, packed = ask(path), ask(path, accept_encoding="br;q=1.0, gzip;q=0.8")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    for refused in ("gzip;q=0", "identity", ""):
        assert "Content-Encoding" not in ask(path, accept_encoding=refused).headers


@pytest.mark.parametrize("path", ["/mdq/entities", entity_path(SP)])
def test_it_says_when_nothing_changed(path: str) -> None:
    registered()
    publish_all()
    first = ask(path)
    packed = ask(path, accept_encoding="gzip")
    for held in (first.headers["ETag"], f'"x", W/{first.headers["ETag"]}', packed.headers["ETag"], "*"):
        again = ask(path, if_none_match=held)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Content-Type" not in again.headers
    assert ask(path, if_none_match='"x"').status == 200
    assert ask(path, if_modified_since=first.headers["Last-Modified"]).status == 304
    earlier = format_datetime(NOW - timedelta(hours=1), usegmt=True)
    assert ask(path, if_modified_since=earlier).status == 200
    for no_date in ("yesterday", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"):
        assert ask(path, if_modified_since=no_date).status == 200
    assert ask(path, if_none_match='"x"', if_modified_since=first.headers["Last-Modified"]).status == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/samlmetadata+xml", 200),
        ("application/samlmetadata+xml;q=0.5, text/html", 200),
        ("text/html,application/*;q=0.1", 200),
        ("*/*", 200),
        ("", 200),
        ("text/html", 406),
        ("application/json", 406),
        ("application/samlmetadata+xml;q=0, */*", 406),
        ("*/*;q=0", 406),
    ],
)
def test_it_negotiates_the_media_type(accept: str, status: int) -> None:
    registered()
    publish_all()
    assert ask(entity_path(SP), accept=accept).status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_it_can_only_be_read(method: str) -> None:
    got = ask("/mdq/entities", method=method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path", ["/mdq/entities", entity_path(SP), "/mdq/certificate.pem", "/mdq/entities/nobody", "/mdq/nothing"]
)
def test_it_is_never_a_page_whatever_a_provider_wrote(path: str) -> None:
    """A browser that shows XML would run a script of XHTML in it, at the origin of the portal."""
    registered()
    publish_all()
    assert "sandbox" in ask(path).headers["Content-Security-Policy"].split("; ")


def test_it_answers_head_without_a_body() -> None:
    registered()
    publish_all()
    started: list[tuple[str, list[tuple[str, str]]]] = []
    environ = {"REQUEST_METHOD": "HEAD", "PATH_INFO": f"/mdq/entities/{SP}"}
    # The door reads the clock; the made-up certificates end in 2028.
    body = application.application(environ, lambda status, headers: started.append((status, headers)))
    assert list(body) == []
    assert len(started) == 1


def test_it_lets_nobody_keep_a_document_beyond_its_end() -> None:
    registered()
    publish_all(at=EXPIRES - timedelta(seconds=30))
    ends = EXPIRES - timedelta(seconds=20)
    assert ask(entity_path(SP), at=ends).headers["Cache-Control"] == "max-age=20"


def test_it_stops_serving_at_the_second_of_expiry_whatever_the_worker_does() -> None:
    registered()
    publish_all(at=EXPIRES - timedelta(seconds=30))
    assert ask(entity_path(SP), at=EXPIRES - timedelta(microseconds=1)).status == 200
    assert ask(entity_path(SP), at=EXPIRES).status == 404


@pytest.mark.parametrize("path", ["/mdq/entities", entity_path(SP)])
def test_it_never_serves_a_signature_that_is_too_old(path: str) -> None:
    registered()
    publish_all()
    assert ask(path, at=NOW + timedelta(days=7)).status == 503


def test_it_shows_a_change_within_a_second(clock: Clock) -> None:
    provider = registered()
    publish_all()
    assert ask(entity_path(SP)).status == 200
    cancelled(provider, at=NOW)
    publish_all()
    clock.seconds = 0.99
    assert ask(entity_path(SP)).status == 200
    clock.seconds = 1.0
    assert ask(entity_path(SP)).status == 404


def test_it_asks_the_database_once_a_second_for_what_it_keeps(
    django_assert_num_queries: DjangoAssertNumQueries, clock: Clock
) -> None:
    registered()
    publish_all()
    ask(entity_path(SP))
    with django_assert_num_queries(0):
        ask(entity_path(SP))
    clock.seconds = 2
    with django_assert_num_queries(1):
        ask(entity_path(SP))
        ask(entity_path(SP))


def test_it_keeps_no_more_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        registered(f"https://sp{number}.example")
    publish_all()
    size = len(PublishedEntity.objects.all()[0].signed)
    monkeypatch.setattr(store, "KEPT_BYTES", size * 2 + 10)
    for number in range(4):
        ask(entity_path(f"https://sp{number}.example"))
    assert len(application.store._kept) == 2
    assert application.store._kept_bytes <= store.KEPT_BYTES


def test_it_tells_an_administrator_what_is_here_before_the_first_start_of_a_worker() -> None:
    assert ask("/mdq/").status == ask("/mdq").status == 200
    assert ask("/mdq/certificate.pem").status == 404


def test_it_hands_out_the_certificate_and_its_fingerprint() -> None:
    registered()
    publish_all()
    assert ask("/mdq/certificate.pem").body.decode() == signer().certificate_pem
    expected = hashlib.sha256(signer().certificate_der).hexdigest().upper()
    assert expected in ask("/mdq/").body.decode()


def test_it_says_the_same_in_both_languages_and_loads_nothing_of_others() -> None:
    registered()
    publish_all()
    got = ask("/mdq/")
    root = html.fromstring(got.body)
    for language, counted in (("sk", "Aktívnych poskytovateľov: 1."), ("en", "Active providers: 1.")):
        (section,) = root.xpath(f"//section[@lang='{language}']")
        assert counted in section.text_content()
        assert len(section.xpath(".//dt")) == 5
        assert f"%7Bsha1%7D{sha1(SP)}" in section.text_content()
    assert "http" not in "".join(root.xpath("//link/@href"))
    assert "default-src 'none'" in got.headers["Content-Security-Policy"]
