"""What staff ask the register: a text to look for, an instant to look at."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.console.day_field import day
from matrika.core import instants

CLOCKS = ["%H:%M", "%H:%M:%S", "%H.%M"]
NO_DAY = _("Uveďte dátum.")
NO_CLOCK = {
    "required": _("Uveďte čas."),
    "invalid": _("Uveďte čas v tvare hh:mm, napríklad 10:00."),
}
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

    den = day(_("Dátum"), required=NO_DAY)
    cas = forms.TimeField(label=_("Čas"), widget=CLOCK, error_messages=NO_CLOCK, input_formats=CLOCKS)
    vedel_den = day(_("Zapísané do: dátum"))
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
            self.add_error("vedel_den", NO_DAY)
        return cleaned

    def _instant(self, field: str, on: date, clock: time) -> datetime | None:
        if on.year not in instants.YEARS:
            self.add_error(field.replace("cas", "den"), _("Uveďte rok medzi 1970 a 9998."))
            return None
        found = instants.of_local(datetime.combine(on, clock))
        if not found:
            self.add_error(field, NEVER_WAS)
            return None
        if len(found) == 2 and field == "cas":
            self.is_ambiguous = True
        return found[-1] if self.cleaned_data.get("druhy") else found[0]
