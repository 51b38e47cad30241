"""The public check: a document, and for which profile and day it is to be judged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matrika.core.days import start_of
from matrika.pages.language import say
from matrika.portal import intake
from matrika.portal.forms.fields import DayField
from samllint import profiles

MAX_SIZE = 1024 * 1024


class CheckForm(forms.Form):
    """Nothing of it is stored."""

    file = forms.FileField(
        label=_("Súbor s metadátami"),
        required=False,
        help_text=_("Súbor XML do 1 MB. Môžete ho sem aj presunúť myšou."),
        widget=forms.FileInput(attrs={"accept": ".xml,.txt,.b64,text/xml,application/xml"}),
        error_messages={"empty": _("Súbor je prázdny.")},
    )
    text = forms.CharField(
        label=_("Alebo vložte metadáta"),
        required=False,
        strip=False,
        help_text=_("XML, alebo jeho Base64 tak, ako patrí do žiadosti."),
        widget=forms.Textarea(
            attrs={"class": "govuk-textarea m-code", "rows": 10, "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    profile = forms.ChoiceField(label=_("Pravidlá"))
    day = DayField(label=_("Posúdiť k dátumu"), required=False, help_text=_("Bez dátumu k dnešnému dňu."))

    def __init__(self, *arguments: Any, default_profile: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(profile.id, say(profile.title)) for profile in profiles.every().values()]
        self.fields["profile"] = forms.ChoiceField(
            label=_("Pravidlá"), choices=choices, initial=default_profile, required=False
        )
        self.default_profile = default_profile

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MAX_SIZE:
            raise ValidationError(_("Súbor je priveľký; najviac môže mať 1 MB."))
        return file

    def clean_text(self) -> bytes | None:
        typed: str = self.cleaned_data["text"]
        return intake.from_text(typed) if typed.strip() else None

    def clean_profile(self) -> str:
        return self.cleaned_data["profile"] or self.default_profile

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("file") is None and data.get("text") is None:
            self.add_error("file", _("Vyberte súbor, alebo vložte metadáta do poľa pod ním."))
        if not self.errors and data.get("file") is not None and data.get("text") is not None:
            self.add_error("file", _("Vyberte buď súbor, alebo vložte text; nie oboje."))
        return data

    def document(self) -> bytes:
        file = self.cleaned_data["file"]
        return intake.from_file(file.read()) if file is not None else self.cleaned_data["text"]

    def instant(self, now: datetime) -> datetime:
        day: date | None = self.cleaned_data["day"]
        return now if day is None else start_of(day)
