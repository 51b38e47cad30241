"""https:// addresses: what urllib would mend is refused, and nothing takes long."""

from __future__ import annotations

import time

import pytest

from samllint.url import Address, NotAnAddress, UrlFault, parse, secured


@pytest.mark.parametrize(
    ("url", "host", "port", "rest"),
    [
        ("https://sp.example", "sp.example", None, ""),
        ("https://sp.example:8443/a?b#c", "sp.example", "8443", "/a?b#c"),
        ("https://sp.example?x=@", "sp.example", None, "?x=@"),
        ("https://sp.example:", "sp.example", "", ""),
        ("https://[::1]:1/", "[::1]", "1", "/"),
        ("https://bücher.example", "bücher.example", None, ""),
        ("https://sp.example./", "sp.example.", None, "/"),
        ("https://192.0.2.1/", "192.0.2.1", None, "/"),
        ("https://http/", "http", None, "/"),
    ],
)
def test_it_takes_an_address_apart(url: str, host: str, port: str | None, rest: str) -> None:
    assert parse(url) == Address(host, port, rest)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", UrlFault.NOT_HTTPS),
        ("https:/sp.example", UrlFault.NOT_HTTPS),
        ("https://sp.example\n", UrlFault.BLANK),
        ("https://sp\u00a0.example", UrlFault.BLANK),
        ("https://sp.example/\x7f", UrlFault.BLANK),
        ("https://sp\u200b.example/", UrlFault.BLANK),
        ("https://sp.example/\u202eslo", UrlFault.BLANK),
        ("https://https://sp.example/", UrlFault.SCHEME_TWICE),
        ("https://http://sp.example/", UrlFault.SCHEME_TWICE),
        ("https://@sp.example", UrlFault.USER_INFO),
        ("https://?x", UrlFault.NO_HOST),
        ("https://.", UrlFault.BAD_HOST),
        ("https://a%2fb/", UrlFault.BAD_HOST),
        ("https://.sp.example/", UrlFault.BAD_HOST),
        ("https://sp..example/", UrlFault.BAD_HOST),
        ("https://sp.example../", UrlFault.BAD_HOST),
        (f"https://{'a' * 64}.example/", UrlFault.BAD_HOST),
        (f"https://{'a.' * 130}example/", UrlFault.BAD_HOST),
        ("https://256.1.1.1/", UrlFault.BAD_HOST),
        ("https://1.2.3/", UrlFault.BAD_HOST),
        ("https://[fe80::1%25eth0]/", UrlFault.BAD_HOST),
        ("https://[::1", UrlFault.BAD_PORT),
        ("https://[::g]", UrlFault.BAD_HOST),
        ("https://sp.example:0", UrlFault.BAD_PORT),
        ("https://sp.example:1:2", UrlFault.BAD_PORT),
        ("https://sp.example:٤٤٣", UrlFault.BAD_PORT),
    ],
)
def test_it_says_why_a_text_is_no_address(url: str, fault: UrlFault) -> None:
    with pytest.raises(NotAnAddress) as caught:
        parse(url)
    assert caught.value.fault is fault


@pytest.mark.parametrize("filler", ["a", "_", "a.", "-", ":", "[", "1", "@", "é"])
def test_it_judges_a_megabyte_at_once(filler: str) -> None:
    began = time.perf_counter()
    with pytest.raises(NotAnAddress):
        parse("https://" + filler * (2**20 // len(filler)) + "{")
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://sp.example/x", "https://sp.example/x"),
        ("HTTP://SP.example:80/X", "https://sp.example/X"),
        (" https://user:secret@sp.example/ ", "https://sp.example/"),
        ("https://http://sp.example/x", "https://sp.example/x"),
        ("https:/sp.example/x", "https://sp.example/x"),
        ("https://sp\u200b.example/x", "https://sp.example/x"),
        ("/x", None),
        ("/x?r=https:/a", None),
        ("urn:sp:example", None),
        ("https://${HOST}/", None),
    ],
)
def test_it_guesses_what_was_meant(url: str, expected: str | None) -> None:
    assert secured(url) == expected
