"""The choice of a power of attorney's form, each saying what it needs (guide §6.1/5, R-5.4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matrika.core.filing import PowerOfAttorney

CHOICES = (
    (PowerOfAttorney.NONE.value, _("Netreba: mám oprávnenie na prístup do elektronickej schránky vlastníka")),
    (
        PowerOfAttorney.ELECTRONIC.value,
        _(
            "Prikladám podpísané elektronicky: splnomocniteľ ho podpísal KEP alebo uznaným spôsobom"
            " autorizácie, alebo zapečatil KEPe, a má kvalifikovanú časovú pečiatku"
        ),
    ),
    (
        PowerOfAttorney.CONVERTED.value,
        _("Prikladám zaručene konvertované z listiny: s osvedčovacou doložkou v kontajneri ASiC-E"),
    ),
    (
        PowerOfAttorney.PAPER.value,
        _("Doručím ho listinne: s úradne overeným podpisom splnomocniteľa, poštou k tejto žiadosti"),
    ),
)


class PowerField(forms.ChoiceField):
    """The cleaned value is a `PowerOfAttorney`. Nothing chosen means that none is needed."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Splnomocnenie"),
            choices=CHOICES,
            required=False,
            initial=PowerOfAttorney.NONE.value,
            widget=forms.RadioSelect,
        )

    def clean(self, value: Any) -> PowerOfAttorney:
        return PowerOfAttorney(super().clean(value) or PowerOfAttorney.NONE)


def require_attached(power: PowerOfAttorney | None, files: int) -> None:
    """Raises ValidationError for one that is to be among the attachments, when there are none."""
    if power is not None and power.is_attached and not files:
        raise ValidationError(_("Priložte súbor so splnomocnením, alebo vyberte, že ho doručíte listinne."))
