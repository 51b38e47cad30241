"""The three forms of the guide, each with what it has of its own: Figs. 2, 7 and 11."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from matrika.core.filing import PROJECT_LENGTH, Kind
from matrika.portal.forms.fields import explained, text
from matrika.portal.forms.filing import FilingForm


class RegistrationForm(FilingForm):
    """Fig. 2."""

    kind = Kind.REGISTRATION
    day_label = _("Založiť poskytovateľa služieb k dátumu")

    project = explained(
        text(_("Názov technického alebo programového prostriedku"), max_length=PROJECT_LENGTH),
        _("Názov projektu z Dohody o integračnom zámere. Podľa neho sa poskytovateľ spáruje s projektom."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["metadata_text"].label = _("MetaData poskytovateľa služieb")


class ChangeForm(FilingForm):
    """Fig. 7. Without a date the change takes effect as soon as it is approved."""

    kind = Kind.CHANGE
    day_label = _("Zmeniť údaje poskytovateľa služby k dátumu")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["metadata_text"].label = _("Metadata poskytovateľa služieb")
        self.fields["effective_on"].required = False
        self.fields["effective_on"].help_text = _("Bez dátumu sa zmena vykoná hneď po schválení.")


class CancellationForm(FilingForm):
    """Fig. 11. It has no metadata."""

    kind = Kind.CANCELLATION
    day_label = _("Zrušiť poskytovateľa služby k dátumu")
    metadata = None  # type: ignore[assignment]  # how Django takes a field away
    metadata_text = None  # type: ignore[assignment]  # the same


FORMS: dict[Kind, type[FilingForm]] = {
    form.kind: form for form in (RegistrationForm, ChangeForm, CancellationForm)
}
