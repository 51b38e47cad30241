"""What staff ask the register: a text to look for, an instant to look at."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.core import instants

DAYS = ["%d.%m.%Y", "%Y-%m-%d"]
CLOCKS = ["%H:%M", "%H:%M:%S", "%H.%M"]
NO_DAY = {
    "required": _("Uveďte dátum."),
    "invalid": _("Uveďte dátum v tvare dd.mm.rrrr, napríklad 05.03.2026."),
}
NO_CLOCK = {
    "required": _("Uveďte čas."),
    "invalid": _("Uveďte čas v tvare hh:mm, napríklad 10:00."),
}
DAY = forms.DateInput(format="%d.%m.%Y", attrs={"placeholder": _("dd.mm.rrrr"), "inputmode": "numeric"})
CLOCK = forms.TimeInput(format="%H:%M", attrs={"placeholder": "hh:mm"})
NEVER_WAS = _("Taký čas nebol: hodiny sa vtedy posunuli o hodinu dopredu.")


class RegisterSearch(forms.Form):
    q = forms.CharField(
        label=_("Čo hľadáte v registri"),
        help_text=_(
            "Začiatok entityID alebo názvu vlastníka; celé IČO, číslo žiadosti, odtlačok SHA-256, "
            "sériové číslo alebo subjekt certifikátu; meno osoby. V strede textu sa nehľadá."
        ),
        required=False,
        max_length=1024,
        strip=True,
    )


class AsOf(forms.Form):
    """An instant by the clock of Bratislava, and optionally until when what was recorded counts."""

    den = forms.DateField(label=_("Dátum"), widget=DAY, error_messages=NO_DAY, input_formats=DAYS)
    cas = forms.TimeField(label=_("Čas"), widget=CLOCK, error_messages=NO_CLOCK, input_formats=CLOCKS)
    vedel_den = forms.DateField(
        label=_("Zapísané do: dátum"),
        widget=DAY,
        required=False,
        error_messages=NO_DAY,
        input_formats=DAYS,
    )
    vedel_cas = forms.TimeField(
        label=_("Zapísané do: čas"),
        widget=CLOCK,
        required=False,
        error_messages=NO_CLOCK,
        input_formats=CLOCKS,
    )
    druhy = forms.BooleanField(required=False, widget=forms.HiddenInput)

    is_ambiguous = False  # the clocks were put back, and this time was twice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "den" in cleaned and "cas" in cleaned:
            cleaned["at"] = self._instant("cas", cleaned["den"], cleaned["cas"])
        cleaned["known_at"] = None
        if cleaned.get("vedel_den"):
            clock = cleaned.get("vedel_cas") or time.min
            cleaned["known_at"] = self._instant("vedel_cas", cleaned["vedel_den"], clock)
        elif cleaned.get("vedel_cas"):
            self.add_error("vedel_den", NO_DAY["required"])
        return cleaned

    def _instant(self, field: str, day: date, clock: time) -> datetime | None:
        if day.year not in instants.YEARS:
            self.add_error(field.replace("cas", "den"), _("Uveďte rok medzi 1970 a 9998."))
            return None
        found = instants.of_local(datetime.combine(day, clock))
        if not found:
            self.add_error(field, NEVER_WAS)
            return None
        if len(found) == 2 and field == "cas":
            self.is_ambiguous = True
        return found[-1] if self.cleaned_data.get("druhy") else found[0]
