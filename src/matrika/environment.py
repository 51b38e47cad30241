"""Reading the environment's variables, each with a clear error for a missing or wrong value."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured


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
