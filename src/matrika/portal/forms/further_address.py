"""A further address for messages, and what is sent to it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matrika.core.people import EMAIL_LENGTH
from matrika.notices.further.addresses import MOST, Refusal
from matrika.portal.forms.fields import NOT_AN_ADDRESS

REFUSALS = {
    Refusal.NOT_AN_ADDRESS: NOT_AN_ADDRESS,
    Refusal.NOTHING_WANTED: _("Vyberte, čo sa má na adresu posielať."),
    Refusal.ALREADY_THERE: _("Túto adresu už v zozname máte."),
    Refusal.TOO_MANY: _("Ďalších adries môže byť najviac %(most)s. Najprv niektorú odoberte."),
    Refusal.TOO_OFTEN: _(
        "Na túto adresu sme dnes už o potvrdenie žiadali, alebo ste dnes pridali priveľa adries."
        " Skúste to zajtra."
    ),
}


class FurtherAddressForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        error_messages={"required": _("Zadajte e-mailovú adresu.")},
        help_text=_("Pošleme na ňu odkaz. Kým ho nikto nepotvrdí, nič iné na adresu neposielame."),
        widget=forms.TextInput(
            attrs={"class": "govuk-input", "autocomplete": "off", "inputmode": "email", "spellcheck": "false"}
        ),
    )
    copies = forms.BooleanField(label=_("Kópie správ"), required=False, initial=True)
    digest = forms.BooleanField(
        label=_("Týždenný prehľad: čo končí do 60 dní a ktoré žiadosti sú otvorené"), required=False
    )

    def refuse(self, refusal: Refusal) -> None:
        field = "copies" if refusal is Refusal.NOTHING_WANTED else "email"
        self.add_error(field, ValidationError(REFUSALS[refusal], params={"most": MOST}))
