"""What a browser brings of a passkey is looked at before the library takes it.

The library takes `0` and `false` for an answer that needs no look and stores them as a passkey: one that no
key stands behind, which counts as a second factor all the same and breaks each page that reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

# What the libraries raise over parts that are missing, of another type, or no CBOR.
STUMBLES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Credential(forms.JSONField):
    """An object, as every browser makes it; however deep, and with whatever numbers, no error of ours."""

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
        except (RecursionError, ValueError):  # a number of more digits than Python reads
            found = value
        if found not in self.empty_values and not isinstance(found, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": ""})
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        return InvalidJSONInput(data or "")  # given back as it came, not read and written anew


@contextmanager
def _a_wrong_answer() -> Iterator[None]:
    try:
        yield
    except STUMBLES as wrong:
        raise get_adapter().validation_error("incorrect_code") from wrong


class Add(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    # The library's label is the field's name, in English; without one typed, it makes one up.
    name = forms.CharField(
        label=_("Názov kľúča"),
        required=False,
        help_text=_("Nepovinné. Podľa neho kľúč spoznáte, keď ich budete mať viac."),
    )
    credential = Credential(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        with _a_wrong_answer():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class Authenticate(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    credential = Credential(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        with _a_wrong_answer():
            return super().clean_credential()


class Reauthenticate(Authenticate, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The same, in a session that is open."""
