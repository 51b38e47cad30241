"""What the browser makes keys and metadata from. It is never sent: the page's script reads it.

Their patterns are the browser's to check, and `title` is the sentence it shows.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.portal.forms.fields import text
from samllint.context import ICO, SUFFIX

# Browsers read them with the flag "v", which wants more escaped inside brackets than Python does.
ORIGIN = r"https://[a-z0-9.\-]+(:[0-9]+)?"
ADDRESS = r"https://[^\/?#@\s]+(/\S*)?"


def checked_by_browser(pattern: str, says: Any, *, required: bool = False) -> dict[str, Any]:
    return {
        "pattern": pattern,
        "title": says,
        "autocomplete": "off",
        "spellcheck": "false",
        "required": required,
    }


class GeneratorForm(forms.Form):
    """Rendered, never bound."""

    use_required_attribute = False

    ico = text(
        _("IČO vlastníka"),
        required="",
        css="govuk-input m-short",
        attributes=checked_by_browser(
            ICO, _("IČO má 8 alebo 12 číslic, bez medzier; napríklad 12345678."), required=True
        )
        | {"inputmode": "numeric"},
    )
    ico_suffix = text(
        _("Suffix vlastníka"),
        css="govuk-input m-short",
        help_text=_("Iba ak bol pridelený."),
        attributes=checked_by_browser(SUFFIX, _("Suffix má 4 alebo 5 číslic; napríklad 10001."))
        | {"inputmode": "numeric"},
    )
    entity_id = text(
        _("Identifikátor poskytovateľa služieb (entityID)"),
        required="",
        help_text=_("Adresa bez cesty a bez lomky na konci, napríklad https://sp.organizacia.sk."),
        attributes=checked_by_browser(
            ORIGIN,
            _(
                "Napíšte https:// a názov servera malými písmenami, bez cesty; napríklad https://sp.organizacia.sk."
            ),
            required=True,
        ),
    )
    acs = text(
        _("Adresa na prihlásenie (AssertionConsumerService)"),
        help_text=_("Nepovinné; inak entityID a /saml/acs."),
        attributes=checked_by_browser(ADDRESS, _("Adresa musí začínať https:// a mať názov servera.")),
    )
    slo = text(
        _("Adresa na odhlásenie (SingleLogoutService)"),
        help_text=_("Nepovinné; inak entityID a /saml/slo."),
        attributes=checked_by_browser(ADDRESS, _("Adresa musí začínať https:// a mať názov servera.")),
    )
