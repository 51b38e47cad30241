"""What an auditor asks of the events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.console.audit import Wanted
from matrika.console.day_field import day
from matrika.core.events import EventKind
from matrika.core.labels import EVENTS
from matrika.pages.language import say


class AuditFilter(forms.Form):
    kto = forms.CharField(
        label=_("Kto"), help_text=_("Meno osoby, alebo register."), required=False, max_length=200
    )
    co = forms.ChoiceField(
        label=_("Čo sa stalo"),
        required=False,
        choices=lambda: [
            ("", _("všetko")),
            *sorted(((kind.value, say(EVENTS[kind])) for kind in EventKind), key=lambda pair: pair[1]),
        ],
    )
    od = day(_("Od dňa"))
    do = day(_("Do dňa vrátane"))
    ocom = forms.CharField(
        label=_("O čom"),
        help_text=_("Číslo žiadosti, začiatok entityID alebo IČO."),
        required=False,
        max_length=1024,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("od") and cleaned.get("do") and cleaned["od"] > cleaned["do"]:
            self.add_error("do", _("Koniec je pred začiatkom."))
        return cleaned

    def wanted(self) -> Wanted:
        typed = self.cleaned_data
        return Wanted(typed["kto"], typed["co"], typed["od"], typed["do"], typed["ocom"])
