"""The one door for untrusted XML: what is refused, what it is called, and where things stand."""

from __future__ import annotations

import base64
import time
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samllint
from samllint import document, rules
from samllint.document import MAX_BYTES
from samllint.entity import Where
from samllint.places import Places
from samllint.report import Outcome
from samllint.unreadable import Kind, Unreadable
from tests import pki, signing
from tests.metadata import idp_metadata, key_descriptor, sp_metadata

GOOD = sp_metadata()
TEXT = GOOD.decode()
BOM = b"\xef\xbb\xbf"


def utf_16(text: str = TEXT, declared: str = "UTF-16") -> str:
    return text.replace('encoding="UTF-8"', f'encoding="{declared}"')


def doctype(subset: str = "", *, data: str = TEXT) -> str:
    return data.replace("?>\n", f"?>\n<!DOCTYPE x {subset}>\n", 1)


BOMB = "[" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + '<!ENTITY a0 "ha">]'

REFUSED = {
    "too large": (b"<a>" + b" " * MAX_BYTES + b"</a>", Kind.TOO_LARGE),
    "empty": (b"", Kind.EMPTY),
    "blank": (b" \r\n", Kind.EMPTY),
    "bom only": (BOM, Kind.EMPTY),
    "private key": (pki.private_pem(pki.key()).encode(), Kind.PRIVATE_KEY),
    "rsa private key": (b"-----BEGIN RSA PRIVATE KEY-----\nMIIE", Kind.PRIVATE_KEY),
    "certificate and key": (
        (pki.pem(pki.certificate()) + pki.private_pem(pki.key())).encode(),
        Kind.PRIVATE_KEY,
    ),
    "pem": (pki.pem(pki.certificate()).encode(), Kind.PEM),
    "html": (b"<!DOCTYPE html><html><body>log in</body></html>", Kind.HTML),
    "html without doctype": (b"\n<HTML lang=sk><p>log in", Kind.HTML),
    "base64": (base64.b64encode(GOOD), Kind.BASE64),
    "base64 in lines": (base64.encodebytes(GOOD), Kind.BASE64),
    "double base64": (base64.b64encode(base64.b64encode(GOOD)), Kind.DOUBLE_BASE64),
    "a word": (b"metadata", Kind.NOT_WELL_FORMED),
    "base64 without padding": (base64.b64encode(GOOD + b" ").rstrip(b"="), Kind.BASE64),
    "base64 of a key": (base64.b64encode(pki.private_pem(pki.key()).encode()), Kind.PRIVATE_KEY),
    "private key in der": (pki.private_der(pki.key()), Kind.PRIVATE_KEY),
    "base64 of a key in der": (base64.b64encode(pki.private_der(pki.key())), Kind.PRIVATE_KEY),
    "gzip": (b"\x1f\x8b\x08\x00abc", Kind.NOT_XML),
    "office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", Kind.NOT_XML),
    "address": (b"https://sp.example/metadata", Kind.NOT_XML),
    "zip": (b"PK\x03\x04abc", Kind.NOT_XML),
    "json": (b'{"entityID": 1}', Kind.NOT_XML),
    "der": (pki.certificate(), Kind.NOT_XML),
    "cut": (GOOD[:-9], Kind.NOT_WELL_FORMED),
    "unquoted": (GOOD.replace(b'use="signing"', b"use=signing"), Kind.NOT_WELL_FORMED),
    "entity": (GOOD.replace(b"https://sp.example/acs", b"&acs;"), Kind.NOT_WELL_FORMED),
    "not utf-8": (GOOD.replace(b"sp.example/acs", b"sp.example/\xe1"), Kind.NOT_WELL_FORMED),
    "two roots": (GOOD + b"<a/>", Kind.NOT_WELL_FORMED),
    "comment first": (b"<!-- c -->" + GOOD, Kind.NOT_WELL_FORMED),
    "deep": (b"<a>" * 300 + b"</a>" * 300, Kind.NOT_WELL_FORMED),
    "undeclared prefix": (b"<md:EntityDescriptor/>", Kind.NOT_WELL_FORMED),
    "doctype": (doctype().encode(), Kind.DOCTYPE),
    "doctype with subset": (doctype('[<!ENTITY acs "x">]').encode(), Kind.DOCTYPE),
    "external entity": (doctype('[<!ENTITY e SYSTEM "file:///etc/hostname">]').encode(), Kind.DOCTYPE),
    "external subset": (doctype('SYSTEM "http://127.0.0.1:9/x.dtd"').encode(), Kind.DOCTYPE),
    "billion laughs": (doctype(BOMB).replace("sp.example/acs", "&a11;").encode(), Kind.DOCTYPE),
    "doctype, then broken": (doctype().encode()[:-30], Kind.DOCTYPE),
    "doctype in utf-16": (b"\xff\xfe" + utf_16(doctype()).encode("utf-16-le"), Kind.DOCTYPE),
    "utf-7": (GOOD.replace(b"UTF-8", b"UTF-7"), Kind.ENCODING),
    "utf-16 without bom": (utf_16().encode("utf-16-le"), Kind.ENCODING),
    "utf-16 that says utf-8": (b"\xff\xfe" + TEXT.encode("utf-16-le"), Kind.ENCODING),
    "utf-8 that says utf-16": (utf_16().encode(), Kind.ENCODING),
    "odd utf-16": (b"\xff\xfe" + utf_16().encode("utf-16-le") + b"\0", Kind.ENCODING),
    "utf-32": (TEXT.encode("utf-32"), Kind.ENCODING),
    "ebcdic": (TEXT.encode("cp037"), Kind.ENCODING),
    "windows-1250": (GOOD.replace(b"UTF-8", b"windows-1250"), Kind.FOREIGN_ENCODING),
    "blank first": (b"\n" + GOOD, Kind.BEFORE_DECLARATION),
    "blank behind the bom": (BOM + b" " + GOOD, Kind.BEFORE_DECLARATION),
    "carriage return": (GOOD.replace(b"</ds:X509C", b"&#xD;\n</ds:X509C"), Kind.CR_REFERENCE),
    "carriage return, decimal": (GOOD.replace(b"</ds:X509C", b"&#0013;\n</ds:X509C"), Kind.CR_REFERENCE),
    "too many certificates": (
        sp_metadata(after_keys=key_descriptor("x</ds:X509Certificate><ds:X509Certificate>" * 80)),
        Kind.TOO_MANY_KEYS,
    ),
    "too many attributes": (b'<a x="' + b"=" * 20_000 + b'"/>', Kind.TOO_MUCH_MARKUP),
    "too many elements": (b"<a>" + b"<b/>" * 20_000 + b"</a>", Kind.TOO_MUCH_MARKUP),
    "too many prefixes": (
        sp_metadata(root_attributes=" ".join(f'xmlns:a{n}="u"' for n in range(70))),
        Kind.TOO_MANY_PREFIXES,
    ),
    "too many keys": (sp_metadata(after_keys=key_descriptor("x") * 80), Kind.TOO_MANY_KEYS),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_blames_one_gate_and_nothing_crashes(name: str) -> None:
    report = samllint.check(REFUSED[name][0], at=pki.AT)
    outcomes = {result.rule_id: result.outcome for result in report.results}
    assert [rule_id for rule_id in rules.GATES if outcomes[rule_id] is Outcome.FAILED]
    assert Outcome.CRASHED not in outcomes.values()


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_and_names(name: str) -> None:
    data, kind = REFUSED[name]
    with pytest.raises(Unreadable) as raised:
        document.load(data)
    assert raised.value.kind is kind
    with pytest.raises(Unreadable):
        document.parse_tree(data)


ACCEPTED = {
    "utf-8": GOOD,
    "utf-8 with bom": BOM + GOOD,
    "lower case": GOOD.replace(b"UTF-8", b"utf-8"),
    "utf-16-le": b"\xff\xfe" + utf_16().encode("utf-16-le"),
    "utf-16-be": b"\xfe\xff" + utf_16().encode("utf-16-be"),
    "utf-16 undeclared": b"\xff\xfe" + TEXT.replace(' encoding="UTF-8"', "").encode("utf-16-le"),
    "no declaration": sp_metadata(declaration=""),
    "blank without declaration": b"\n\n" + sp_metadata(declaration=""),
    "crlf": GOOD.replace(b"\n", b"\r\n"),
    "doctype in a comment": GOOD.replace(b"  <md:SP", b"<!-- <!DOCTYPE a> -->  <md:SP", 1),
    "cdata": GOOD.replace(b"  </md:SP", b"<![CDATA[<!DOCTYPE a>]]>  </md:SP"),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_reads(name: str) -> None:
    md = document.load(ACCEPTED[name])
    assert (md.entity_id, len(md.certificates())) == ("https://sp.example", 2)


def test_it_goes_on_reading_behind_a_fault_that_hides_nothing() -> None:
    for data in (b"\n" + GOOD, GOOD.replace(b"UTF-8", b"iso-8859-2")):
        reading = document.read(data)
        assert reading.fatal is None
        assert reading.entity is not None


def test_it_refuses_another_root() -> None:
    with pytest.raises(Unreadable) as raised:
        document.load(b"<a/>")
    assert raised.value.kind is Kind.NOT_METADATA


def test_it_says_where_a_document_breaks() -> None:
    data = GOOD.replace(b'use="signing"', b"use=signing")
    refusal = document.read(data).refusals[0]
    line = data.splitlines()[refusal.line - 1]
    assert b"use=signing" in line
    assert line[refusal.column - 1 :].startswith(b"signing")


def test_it_says_where_a_doctype_stands() -> None:
    refusal = document.read(b"\n\n" + doctype().encode()).refusals[-1]
    assert (refusal.kind, refusal.line, refusal.column) == (Kind.DOCTYPE, 4, 1)


@pytest.mark.parametrize("data", [BOM + b"\r\n  " + GOOD, b"\xff\xfe" + utf_16().encode("utf-16-le"), GOOD])
def test_it_counts_lines_and_columns_in_the_document_as_it_was_sent(data: bytes) -> None:
    text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8-sig")
    reading = document.read(data)
    assert reading.entity is not None
    place = reading.place(
        reading.entity.sp_descriptors[0].assertion_consumer_services[0].attribute("Location")
    )
    assert place is not None
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith(
        'Location="https://sp.example/acs"'
    )
    assert place.xpath == "/md:EntityDescriptor/md:SPSSODescriptor/md:AssertionConsumerService/@Location"


def test_it_knows_lines_beyond_65535() -> None:
    data = GOOD.replace(b"  <md:SPSSO", b"\n" * 70_000 + b"  <md:SPSSO", 1)
    reading = document.read(data)
    assert reading.entity is not None
    place = reading.place(reading.entity.sp_descriptors[0].where)
    assert place is not None
    assert (place.line, place.column) == (70_003, 3)


def test_it_finds_start_tags_where_expat_finds_them() -> None:
    tricky = (
        '<?xml version="1.0"?>\r\n<!-- <a> --><?pi <b> ?>\r<r a=">" b=\'<!--\'\n c="č">'.replace(
            "<!--'", "!--'"
        )
        + "<![CDATA[<c> ]] > ]]>ľ<d/><!----><e\n\nf = 'x' xmlns:q='urn:q' q:f='y'></e></r>"
    ).encode()
    reading = document.read(tricky)
    assert reading.root is not None, reading.refusals
    places = Places(tricky, reading.root, 1, 1)
    ours = [(p.line, p.column) for p in (places.of(Where(node)) for node in reading.root.iter("*"))]
    assert ours == starts_by_expat(tricky)


def starts_by_expat(xml: bytes) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: found.append(
        (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
    )
    parser.Parse(xml, True)
    return found


SIXTEEN = " ".join(f"n{n}" for n in range(16))


def signed_over(content: str, attributes: str, prefix_list: str | None = None) -> bytes:
    """A signature of the right key whose digest does not match: everything there is to try is tried."""
    method = signing.C14N if prefix_list is None else signing.EXC
    text = signing.template(c14n=method, transform=method, prefix_list=prefix_list)
    if prefix_list is None:
        text = text.replace("<ds:DigestValue>", "<ds:DigestValue>AAAA")
        return sp_metadata(
            before_roles=text.replace("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
            after_consumers=content,
            root_attributes=attributes,
        )
    signed = signing.by_hand(sp_metadata(before_roles=text))
    return signed.replace(b"</md:SPSSODescriptor>", content.encode() + b"</md:SPSSODescriptor>")


@pytest.mark.parametrize(
    "data",
    [
        b"<a " + b" ".join(b'a%d=""' % n for n in range(19_000)) + b"/>",
        b"<a " + b" ".join(b'xmlns:a%d="u%d"' % (n, n) for n in range(19_000)) + b"/>",
        b"<a>" + b"<b/>" * 19_900 + b"</a>",
        sp_metadata(after_keys=key_descriptor(pki.base64_of(pki.certificate())) * 62),
        sp_metadata(after_consumers="<md:NameIDFormat>x</md:NameIDFormat>" * 9_000),
        signed_over("<a/>" * 19_000, " ".join(f'xmlns:n{n}="u"' for n in range(60))),
        signed_over("<a>" * 200 + "<b/>" * 19_000 + "</a>" * 200, "", prefix_list=SIXTEEN),
        signed_over("<a/>" * 19_000, "", prefix_list=" ".join(f"n{n}" for n in range(60_000))),
    ],
    ids=[
        "attributes",
        "namespaces",
        "elements",
        "certificates",
        "findings",
        "inclusive",
        "prefixes",
        "many prefixes",
    ],
)
def test_it_never_takes_long(data: bytes) -> None:
    start = time.process_time()
    samllint.check(data, at=pki.AT)
    assert time.process_time() - start < 5


def test_it_reads_values_whole_though_a_comment_splits_them() -> None:
    data = sp_metadata(after_logouts="<md:NameIDFormat>urn:<!-- -->x</md:NameIDFormat>")
    assert document.load(data).name_id_formats[0].text == "urn:x"


def test_it_sees_an_idp_for_what_it_is() -> None:
    md = document.load(idp_metadata())
    assert (len(md.idp_descriptors), md.sp_descriptors) == (1, ())


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_it_never_raises_on_any_bytes(data: bytes) -> None:
    document.read(data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_it_never_raises_on_mutated_metadata(data: st.DataObject) -> None:
    mutated = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        piece = data.draw(
            st.sampled_from([b"", b"<", b">", b"&", b'"', b"<!--", b"]]>", b"\0", b"\xff", b"&#13;"])
        )
        mutated[at : at + data.draw(st.integers(0, 3))] = piece
    reading = document.read(bytes(mutated))
    if reading.entity is not None:
        for where in (reading.entity.where, *(sp.where for sp in reading.entity.sp_descriptors)):
            assert reading.place(where) is not None
