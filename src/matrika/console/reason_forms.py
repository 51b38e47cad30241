"""What a supervisor types into the catalogue of reasons."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.filings.desk.reasons import LAST_CODE
from matrika.filings.models import REASON_LENGTH


class ReasonChange(forms.Form):
    """The sentences, and whether reviewers are offered it."""

    sk = forms.CharField(
        label=_("Veta po slovensky"),
        help_text=_(
            "Tak, ako ju dostane žiadateľ v chybovej správe. Už zamietnuté žiadosti si nechajú tú svoju."
        ),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Napíšte vetu po slovensky.")},
    )
    en = forms.CharField(
        label=_("Veta po anglicky"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Napíšte vetu po anglicky.")},
    )
    retired = forms.BooleanField(label=_("Vyradený: pri nových rozhodnutiach sa neponúka"), required=False)


class NewReason(forms.Form):
    code = forms.IntegerField(
        label=_("Kód"),
        help_text=_(
            "Číslo, ktoré nemá žiadna iná chyba. Neskôr sa nemení, lebo ho majú zamietnuté žiadosti."
        ),
        min_value=1,
        max_value=LAST_CODE,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Zadajte kód."), "invalid": _("Kód je celé číslo.")},
    )
    sk = ReasonChange.base_fields["sk"]
    en = ReasonChange.base_fields["en"]
