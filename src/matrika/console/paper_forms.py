"""What staff type at the counter: which filing came on paper, and what came."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.console.day_field import day
from matrika.core.labels import BROUGHT, CERTIFIERS
from matrika.core.paper import Brought, Certifier
from matrika.filings.attach_paper import Scan
from matrika.filings.models import PaperArrival
from matrika.pages.filetypes import content_type
from matrika.pages.language import say

SCAN_LIMIT = 10 * 1024 * 1024  # bytes
SCAN_TYPES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
NUMBER = re.compile(r"[0-9]{4}-[0-9]{6,}")


class Counter(forms.Form):
    """The number of a filing, typed or read from its QR code by a scanner that acts as a keyboard."""

    cislo = forms.CharField(
        label=_("Číslo žiadosti alebo QR kód z jej tlačovej podoby"),
        help_text=_("Napríklad 2026-000123. Čítačka kódov sem napíše celú adresu, aj to stačí."),
        max_length=1024,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Zadajte číslo žiadosti.")},
    )

    def clean_cislo(self) -> str:
        """The number alone."""
        # A scanner with a foreign keyboard types other dashes; the digits are what counts.
        typed = re.sub(r"[\u2010-\u2015\u2212]", "-", self.cleaned_data["cislo"].strip())
        found = NUMBER.findall(typed)
        if not found:
            raise forms.ValidationError(_("V tom, čo ste zadali, nie je číslo žiadosti v tvare 2026-000123."))
        number: str = found[-1]
        return number


class Paper(forms.Form):
    """The arrival of paper (R-5.2). It came between the filing's day and `today`."""

    arrived_on = day(_("Deň doručenia"), required=_("Uveďte deň, keď listina prišla."))
    brought = forms.ChoiceField(
        label=_("Čo prišlo"),
        choices=lambda: [(one.value, say(text)) for one, text in BROUGHT.items()],
        required=False,
        initial=Brought.FILING.value,
    )
    certifier = forms.ChoiceField(
        label=_("Kto overil podpis"),
        choices=lambda: [(one.value, say(text)) for one, text in CERTIFIERS.items()],
        required=False,
        initial=Certifier.NOTARY.value,
    )
    certified_by = forms.CharField(
        label=_("Meno notára alebo názov úradu"),
        help_text=_("Ako stojí v doložke, napríklad: Mesto Trnava, matričný úrad."),
        max_length=256,
        error_messages={"required": _("Uveďte, kto podpis úradne overil.")},
    )
    scan = forms.FileField(
        label=_("Sken listiny (PDF, PNG alebo JPEG)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(SCAN_TYPES)}),
        error_messages={"empty": _("Súbor so skenom je prázdny.")},
    )

    def __init__(self, *args: Any, filed_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filed_on = filed_on
        self.today = today

    def clean_arrived_on(self) -> date:
        arrived_on: date = self.cleaned_data["arrived_on"]
        if arrived_on > self.today:
            raise forms.ValidationError(_("Deň doručenia nemôže byť v budúcnosti."))
        if arrived_on < self.filed_on:
            raise forms.ValidationError(
                _("Listina nemohla prísť pred podaním žiadosti %(day)s."),
                params={"day": f"{self.filed_on:%d.%m.%Y}"},
            )
        return arrived_on

    def clean_brought(self) -> Brought:
        return Brought(self.cleaned_data["brought"] or Brought.FILING)

    def clean_certifier(self) -> Certifier:
        return Certifier(self.cleaned_data["certifier"] or Certifier.OTHER)

    def clean_scan(self) -> Scan | None:
        """The bytes as they came; what they are is judged by the content, not by the name."""
        upload = self.cleaned_data.get("scan")
        if upload is None:
            return None
        if upload.size > SCAN_LIMIT:
            raise forms.ValidationError(_("Sken je väčší než 10 MiB."))
        content: bytes = upload.read()
        media_type = content_type(content)
        if media_type not in SCAN_TYPES:
            raise forms.ValidationError(_("Sken nie je súbor PDF, PNG ani JPEG."))
        return Scan(content, media_type)


class Correction(Paper):
    """The same data once more, right this time, and what was wrong."""

    reason = forms.CharField(
        label=_("Čo bolo v zázname nesprávne"),
        max_length=1000,
        error_messages={"required": _("Uveďte, čo bolo nesprávne.")},
    )

    def __init__(self, *args: Any, wrong: PaperArrival, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong
        for name in ("arrived_on", "brought", "certifier", "certified_by"):
            self.fields[name].initial = getattr(wrong, name)
        self.fields["scan"].help_text = _("Bez nového súboru ostane pôvodný sken.")

    def clean_brought(self) -> Brought:
        brought = super().clean_brought()
        if Brought(self.wrong.brought).has_filing and not brought.has_filing:
            raise forms.ValidationError(
                _("Žiadosť sa posudzuje, lebo jej listina prišla. Ak neprišla, žiadosť zamietnite.")
            )
        return brought
