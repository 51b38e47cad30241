"""What staff type, parsed; the sentences are for staff. No decision is taken here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.core.filing import Kind
from matrika.core.labels import SHORT_KINDS, STATUSES
from matrika.core.lifecycle import STORED, Status
from matrika.core.problems import CATALOGUE, REVIEW_REASONS
from matrika.pages.language import say

SCAN_LIMIT = 2 * 1024 * 1024  # bytes


class InternalComment(forms.Form):
    """What only colleagues read. Its own type, so that it can never be sent to an applicant."""

    internal = forms.CharField(
        label=_("Interná poznámka"),
        help_text=_("Vidia ju iba zamestnanci. Žiadateľ ju nikdy nedostane."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        error_messages={"required": _("Napíšte poznámku.")},
    )


class Approval(InternalComment):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["internal"].required = False


class Rejection(forms.Form):
    reasons = forms.MultipleChoiceField(
        label=_("Dôvody zamietnutia"),
        choices=lambda: [(name, say(CATALOGUE[name].text)) for name in REVIEW_REASONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vyberte aspoň jeden dôvod zamietnutia.")},
    )
    outward = forms.CharField(
        label=_("Text pre žiadateľa"),
        help_text=_("Žiadateľ ho dostane v chybovej správe do schránky aj e-mailom."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )


class Question(forms.Form):
    outward = forms.CharField(
        label=_("Čo má žiadateľ doplniť"),
        help_text=_("Žiadateľ dostane tento text v správe do schránky aj e-mailom."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Napíšte, čo má žiadateľ doplniť.")},
    )


class Paper(forms.Form):
    """The arrival of the paper (R-5.2). `today` is the last day that may be given."""

    arrived_on = forms.DateField(
        label=_("Deň doručenia"),
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d.%m.%Y", attrs={"placeholder": "dd.mm.rrrr", "inputmode": "numeric"}
        ),
        error_messages={
            "required": _("Uveďte deň, keď listina prišla."),
            "invalid": _("Uveďte dátum v tvare dd.mm.rrrr, napríklad 05.03.2026."),
        },
    )
    certified_by = forms.CharField(
        label=_("Kto overil podpis"),
        help_text=_("Notár alebo mestský či obecný úrad, napríklad: Mesto Trnava, matričný úrad."),
        max_length=256,
        error_messages={"required": _("Uveďte, kto podpis úradne overil.")},
    )
    scan = forms.FileField(
        label=_("Sken listiny (PDF)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"empty": _("Súbor so skenom je prázdny.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_arrived_on(self) -> date:
        arrived_on: date = self.cleaned_data["arrived_on"]
        if arrived_on > self.today:
            raise forms.ValidationError(_("Deň doručenia nemôže byť v budúcnosti."))
        return arrived_on

    def clean_scan(self) -> bytes | None:
        """The bytes of the PDF; judged by its content, not by its name."""
        upload = self.cleaned_data.get("scan")
        if upload is None:
            return None
        if upload.size > SCAN_LIMIT:
            raise forms.ValidationError(_("Sken je väčší než 2 MiB."))
        content: bytes = upload.read()
        if not content.startswith(b"%PDF-"):
            raise forms.ValidationError(_("Sken nie je súbor PDF."))
        return content


class Search(forms.Form):
    """Over all filings: by number, entityID, IČO, or a piece of them."""

    q = forms.CharField(label=_("Číslo žiadosti, entityID alebo IČO"), required=False, max_length=1024)
    status = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=lambda: [
            ("", _("všetky stavy")),
            *((s.value, say(STATUSES[s])) for s in Status if s in STORED),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Druh žiadosti"),
        required=False,
        choices=lambda: [("", _("všetky druhy")), *((k.value, say(SHORT_KINDS[k])) for k in Kind)],
    )
