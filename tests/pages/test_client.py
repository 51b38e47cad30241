"""From which address a request comes."""

from __future__ import annotations

import pytest

from matrika.pages.protection.client import address_of, counted_as

PROXY = "198.51.100.7"


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("203.0.113.1", "", "203.0.113.1"),
        ("203.0.113.1", "192.0.2.1", "203.0.113.1"),  # no proxy of ours: anybody can write that
        (PROXY, "192.0.2.1", "192.0.2.1"),
        (PROXY, "10.9.9.9, 192.0.2.1", "192.0.2.1"),  # what stands before was written by the client
        (PROXY, "192.0.2.1, 2001:db8::7", "192.0.2.1"),  # two proxies of ours in a row
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, "192.0.2.1, <script>", PROXY),
        (PROXY, ", ,", PROXY),
        ("", "192.0.2.1", "127.0.0.1"),
        ("::ffff:203.0.113.1", "", "203.0.113.1"),
    ],
)
def test_it_believes_trusted_proxies_alone(settings, remote: str, forwarded: str, client: str) -> None:
    settings.TRUSTED_PROXIES = [PROXY, "2001:db8::/64"]
    assert address_of({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}) == client


def test_it_counts_a_household_together() -> None:
    assert counted_as("2001:db8:1:2:aaaa::1") == counted_as("2001:db8:1:2:bbbb::9") == "2001:db8:1:2::/64"
    assert counted_as("203.0.113.1") == "203.0.113.1"
