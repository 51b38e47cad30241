"""The public check: a document, and for which profile, day and owner it is to be judged."""

from __future__ import annotations

import argparse
import base64
import binascii
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matrika.core.days import start_of
from matrika.core.people import NUMBER, SUFFIX
from matrika.pages.filetypes import safe_name
from matrika.pages.language import say
from matrika.portal import intake
from matrika.portal.forms.fields import DayField, whole
from matrika.portal.forms.fields import text as line_of_text
from samllint import profiles
from samllint.cli import instants
from samllint.context import Context

MAX_SIZE = 1024 * 1024
DAMAGED = _("Stránka sa poškodila. Skontrolujte metadáta znova.")


class CheckForm(forms.Form):
    """Nothing of it is stored."""

    text = forms.CharField(
        label=_("Vložte metadáta"),
        required=False,
        strip=False,
        help_text=_("XML, alebo jeho Base64 tak, ako patrí do žiadosti."),
        widget=forms.Textarea(
            attrs={"class": "govuk-textarea m-code", "rows": 10, "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    file = forms.FileField(
        label=_("Alebo vyberte súbor s metadátami"),
        required=False,
        help_text=_("Súbor XML do 1 MB. Môžete ho sem aj presunúť myšou."),
        widget=forms.FileInput(attrs={"accept": ".xml,.txt,.b64,text/xml,application/xml"}),
        error_messages={"empty": _("Súbor je prázdny.")},
    )
    profile = forms.ChoiceField(label=_("Pravidlá"))
    day = DayField(label=_("Posúdiť k dátumu"), required=False, help_text=_("Bez dátumu k tejto chvíli."))
    ico = line_of_text(
        _("IČO vlastníka"),
        css="govuk-input m-short",
        help_text=_("Nepovinné. S ním sa skontroluje, či certifikáty patria vlastníkovi."),
        attributes={"inputmode": "numeric", "autocomplete": "off"},
        validators=[whole(NUMBER, _("IČO má 8 alebo 12 číslic, bez medzier; napríklad 12345678."))],
    )
    ico_suffix = line_of_text(
        _("Suffix vlastníka"),
        css="govuk-input m-short",
        help_text=_("Iba ak bol pridelený."),
        attributes={"inputmode": "numeric", "autocomplete": "off"},
        validators=[whole(SUFFIX, _("Suffix má 4 alebo 5 číslic; napríklad 10001."))],
    )
    # What was checked, once more, for the report as a file: the page keeps it, the register does not.
    document = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput)
    at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, default_profile: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(profile.id, say(profile.title)) for profile in profiles.every().values()]
        self.fields["profile"] = forms.ChoiceField(
            label=_("Pravidlá"), choices=choices, initial=default_profile, required=False
        )
        self.default_profile = default_profile

    def given(self) -> list[forms.BoundField]:
        """The fields that hold a document."""
        return [self["text"], self["file"]]

    def circumstances(self) -> list[forms.BoundField]:
        """The fields that say how to judge it."""
        return [self[name] for name in ("profile", "day", "ico", "ico_suffix")]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MAX_SIZE:
            raise ValidationError(_("Súbor je priveľký; najviac môže mať 1 MB."))
        return file

    def clean_text(self) -> bytes | None:
        typed: str = self.cleaned_data["text"]
        return intake.from_text(typed) if typed.strip() else None

    def clean_document(self) -> bytes | None:
        encoded: str = self.cleaned_data["document"]
        try:
            return base64.b64decode(encoded, validate=True) if encoded else None
        except binascii.Error:
            raise ValidationError(DAMAGED) from None

    def clean_at(self) -> datetime | None:
        try:
            return instants.parse(self.cleaned_data["at"]) if self.cleaned_data["at"] else None
        except argparse.ArgumentTypeError:
            raise ValidationError(DAMAGED) from None

    def clean_profile(self) -> str:
        return self.cleaned_data["profile"] or self.default_profile

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in ("text", "file", "document") if data.get(name) is not None]
        if not self.errors and not given:
            self.add_error("text", _("Vložte metadáta do poľa, alebo vyberte súbor pod ním."))
        if not self.errors and len(given) > 1:
            self.add_error("file", _("Vyberte buď súbor, alebo vložte text; nie oboje."))
        if not self.errors and data.get("ico_suffix") and not data.get("ico"):
            self.add_error("ico", _("K suffixu zadajte aj IČO."))
        return data

    def checked(self) -> tuple[str, bytes]:
        """The document, and the name of its file; "" for what was pasted."""
        data = self.cleaned_data
        if data["document"] is not None:
            return safe_name(data["name"]) if data["name"] else "", data["document"]
        if data["file"] is not None:
            return safe_name(data["file"].name or ""), intake.from_file(data["file"].read())
        return "", data["text"]

    def instant(self, now: datetime) -> datetime:
        """`now`, unless a day was asked for, or the report is one that was shown already."""
        day: date | None = self.cleaned_data["day"]
        shown: datetime | None = self.cleaned_data["at"]
        return shown or (now if day is None else start_of(day))

    def context(self) -> Context:
        """What is known besides the document: whose it is, if that was said."""
        ico, suffix = self.cleaned_data["ico"], self.cleaned_data["ico_suffix"]
        return Context(owner=(f"{ico}_{suffix}" if suffix else ico) or None)
