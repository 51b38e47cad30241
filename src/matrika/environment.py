"""Reading the environment's variables, each with a clear error for a missing or wrong value."""

from __future__ import annotations

import ipaddress
import os

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def env(name: str, default: str | None = None) -> str:
    """The variable, or its default. Raises ImproperlyConfigured when it has neither."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"set the environment variable {name}")
    return value


def env_flag(name: str, default: bool) -> bool:
    """A variable that is yes or no. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "1" if default else "0").lower()
    if value not in ("0", "1", "true", "false", "yes", "no"):
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0")
    return value in ("1", "true", "yes")


def env_number(name: str, default: int, *, least: int = 0) -> int:
    """A variable that is a whole number. Raises ImproperlyConfigured for anything else, or below `least`."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number, at least {least}")
    return int(value)


def env_networks(name: str, default: str = "") -> tuple[Network, ...]:
    """A variable of addresses and networks with blanks between. Raises ImproperlyConfigured for others."""
    try:
        return tuple(ipaddress.ip_network(text) for text in os.environ.get(name, default).split())
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name}: {problem}; write say 192.0.2.0/24 2001:db8::7") from None


def env_pair(name: str) -> tuple[str, str] | None:
    """A variable of the form key=value; None when it is not set. Raises ImproperlyConfigured without one."""
    text = os.environ.get(name, "")
    key, _, value = (part.strip() for part in text.partition("="))
    if text and not (key and value):
        raise ImproperlyConfigured(f"{name} is {text!r}; write say X-Identity-Provider=yes")
    return (key, value) if text else None
