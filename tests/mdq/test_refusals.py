"""What is asked wrongly: draft-young-md-query §2, its SAML profile §2.2.2, RFC 9110 §12.5."""

from __future__ import annotations

import hashlib

import pytest
from django.db import DatabaseError

from matrika.mdq import application
from matrika.publication.models import PublishedEntity
from tests.mdq.asking import ask, entity_path
from tests.mdq.conftest import Clock
from tests.metadata import sp_metadata
from tests.publication.registering import publish_all, registered

pytestmark = pytest.mark.django_db

SP = "https://sp.example"
BOTH = ["/mdq/entities", entity_path(SP)]
BY_DIGEST = f"/mdq/entities/%7Bsha1%7D{hashlib.sha1(SP.encode()).hexdigest()}"


@pytest.fixture(autouse=True)
def published(keys: None, clock: Clock) -> None:
    registered(SP)
    publish_all()


@pytest.mark.parametrize("path", [*BOTH, BY_DIGEST])
@pytest.mark.parametrize("protocol", ["HTTP/1.0", "HTTP/1", "HTTP/0.9"])
def test_it_refuses_an_http_before_its_time_unless_a_proxy_may_have_spoken_it(
    path: str, protocol: str
) -> None:
    assert ask(path, protocol=protocol).status == 505
    for mark in ("via", "forwarded", "x_forwarded_for", "x_forwarded_proto"):
        assert ask(path, protocol=protocol, **{mark: "x"}).status == 200


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize("protocol", ["HTTP/1.1", "HTTP/2", "HTTP/3"])
def test_it_speaks_every_later_http(path: str, protocol: str) -> None:
    assert ask(path, protocol=protocol).status == 200


def test_it_shows_its_page_to_everybody() -> None:
    assert ask("/mdq/", protocol="HTTP/1.0").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "get"])
@pytest.mark.parametrize("path", [*BOTH, "/mdq/entities/", "/mdq/"])
def test_it_names_the_methods_there_are_to_whoever_uses_another(path: str, method: str) -> None:
    got = ask(path, method=method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/mdq/entities/?", "/mdq/entities/", "/mdq/entities/?x=1"])
def test_it_takes_no_empty_identifier_for_all(path: str) -> None:
    got = ask(path)
    assert got.status == 400
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_it_takes_the_beginning_of_an_unescaped_name_for_nobody_else() -> None:
    assert ask(f"/mdq/entities/{SP}?a=b").status == 400
    assert b"%3F" in ask(f"/mdq/entities/{SP}?a=b").body


@pytest.mark.parametrize("path", [entity_path(f"{SP}/"), f"{BOTH[1]}/", "/mdq/entitiesx", "/mdq/ENTITIES"])
def test_it_forgives_no_slash_and_no_letter(path: str) -> None:
    assert ask(path).status == 404


@pytest.mark.parametrize("wrong", ["%zz", "a%", "a%4", "%%41", "100%/x"])
@pytest.mark.parametrize("server", ["", "RAW_URI", "REQUEST_URI"])
def test_it_refuses_escapes_that_are_none_whatever_the_server_tells(wrong: str, server: str) -> None:
    assert ask(f"/mdq/entities/{wrong}", tells=server).status == 400


@pytest.mark.parametrize("server", ["RAW_URI", "REQUEST_URI"])
def test_it_knows_an_escaped_percent_sign_where_the_server_tells(server: str) -> None:
    assert ask("/mdq/entities/a%25zz", tells=server).status == 404
    assert ask(f"{BOTH[1]}?%zz", tells=server).status == 400
    assert ask(BOTH[1], tells=server).status == 200


def test_it_can_be_sure_of_that_since_no_such_name_is_published() -> None:
    name = f"{SP}/100%zz"
    registered(name, sp_metadata(entity_id=name))
    publish_all()
    assert not PublishedEntity.objects.filter(provider__entity_id=name).exists()


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize(
    ("wants", "gets"),
    [
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP;Q=1", "gzip"),
        ("deflate, gzip;q=0.001", "gzip"),
        ("*", "gzip"),
        ("br, *;q=0.1", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0, *", "gzip"),
        ("*;q=0, gzip;q=0.2", "gzip"),
        ("", None),
        ("br", None),
        ("identity", None),
        ("gzip;q=0", None),
        ("gzip;q=0.000", None),
        ("gzip;q=0, *", None),
        ("gzip;q=0.4, identity;q=0.5", None),
        ("*;q=0, identity", None),
    ],
)
def test_it_compresses_when_that_is_liked_at_least_as_well(path: str, wants: str, gets: str | None) -> None:
    got = ask(path, accept_encoding=wants)
    assert (got.status, got.headers.get("Content-Encoding")) == (200, gets)


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize(
    "wants", ["identity;q=0", "br, identity;q=0", "*;q=0", "gzip;q=0, *;q=0", "gzip;q=0, identity;q=0.0"]
)
def test_it_says_that_there_is_no_other_coding(path: str, wants: str) -> None:
    assert ask(path, accept_encoding=wants).status == 406


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize("weight", ["q=2", "q=-1", "q=nan", "q=", "q=0.0001", "q = 0", "x=0"])
def test_it_passes_over_a_weight_that_is_none(path: str, weight: str) -> None:
    assert ask(path, accept=f"application/samlmetadata+xml;{weight}").status == 200


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "iso-8859-1, *;q=0"])
def test_it_is_in_utf8_whatever_charset_is_asked_for(path: str, charset: str) -> None:
    got = ask(path, accept_charset=charset)
    assert got.status == 200
    assert got.body.decode("utf-8").startswith("<")
    assert not got.body.startswith(b"<?xml")  # so it is UTF-8 (XML 1.0 §4.3.3)


@pytest.mark.parametrize("path", BOTH)
def test_it_remembers_no_header_of_great_length(path: str) -> None:
    accept = ", ".join(f"text/x{number}" for number in range(500))
    assert ask(path, accept=accept).status == 406
    assert ask(path, accept=f"{accept}, */*").status == 200


def test_it_calls_its_own_trouble_no_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, **named: object) -> None:
        raise DatabaseError("out of reach")

    monkeypatch.setattr(application, "answer", fail)
    began: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": BOTH[1]}
    application.application(environ, lambda status, headers: began.append(status))
    assert began == ["503 Service Unavailable"]
