"""A variable that is wrong stops the start with its name, and says what to write."""

from __future__ import annotations

import importlib
import ipaddress

import pytest
from django.core.exceptions import ImproperlyConfigured

from matrika.environment import env_networks, env_pair
from matrika.settings import mail


def test_it_reads_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRIKA_NETS", "192.0.2.0/24  2001:db8::7")
    assert env_networks("MATRIKA_NETS") == (
        ipaddress.ip_network("192.0.2.0/24"),
        ipaddress.ip_network("2001:db8::7/128"),
    )
    monkeypatch.delenv("MATRIKA_NETS")
    assert env_networks("MATRIKA_NETS") == ()


@pytest.mark.parametrize("value", ["192.0.2.1/24", "idp.example", "192.0.2.0/24,192.0.3.0/24"])
def test_it_refuses_what_is_no_network(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MATRIKA_NETS", value)
    with pytest.raises(ImproperlyConfigured, match=r"MATRIKA_NETS: .* write say"):
        env_networks("MATRIKA_NETS")


def test_it_reads_a_header_and_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRIKA_MARK", "X-Client = CN=idp, O=NASES")
    assert env_pair("MATRIKA_MARK") == ("X-Client", "CN=idp, O=NASES")
    monkeypatch.setenv("MATRIKA_MARK", "")
    assert env_pair("MATRIKA_MARK") is None


@pytest.mark.parametrize("value", ["X-Client", "=yes", "X-Client="])
def test_it_refuses_a_header_without_name_or_value(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MATRIKA_MARK", value)
    with pytest.raises(ImproperlyConfigured, match=r"MATRIKA_MARK is .*; write say"):
        env_pair("MATRIKA_MARK")


@pytest.mark.parametrize(
    "address", ["bounces", "a@b@c.example", "much-too-long-bounces@register.example", "b c@d.example"]
)
def test_it_refuses_an_address_for_bounces_that_cannot_grow(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """What is added to it must fit before the @ (RFC 5321)."""
    monkeypatch.setenv("MATRIKA_MAIL_BOUNCES", address)
    with pytest.raises(ImproperlyConfigured, match="MATRIKA_MAIL_BOUNCES"):
        importlib.reload(mail)
    monkeypatch.setenv("MATRIKA_MAIL_BOUNCES", "register-bounces@mail.register.example")
    assert importlib.reload(mail).MAIL_BOUNCES == "register-bounces@mail.register.example"
