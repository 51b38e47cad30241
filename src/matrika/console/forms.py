"""What staff type, parsed; the sentences are for staff. No decision is taken here."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from matrika.core.filing import Kind
from matrika.core.labels import SHORT_KINDS, STATUSES
from matrika.core.lifecycle import STORED, Status
from matrika.core.words import Internal, Outward
from matrika.filings.desk import assignment, reasons
from matrika.pages.language import say
from matrika.register.models import Person


class InternalComment(forms.Form):
    """What only colleagues read. Its own type, so that it can never be sent to an applicant."""

    internal = forms.CharField(
        label=_("Interná poznámka"),
        help_text=_("Vidia ju iba zamestnanci. Žiadateľ ju nikdy nedostane."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        error_messages={"required": _("Napíšte poznámku.")},
    )

    def clean_internal(self) -> Internal:
        return Internal(self.cleaned_data["internal"])


class Approval(InternalComment):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["internal"].required = False


class AcceptedSignature(InternalComment):
    """Why a signature counts that no machine could decide (R-5.1)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["internal"].label = _("Prečo podpis uznávate")
        self.fields["internal"].error_messages["required"] = _("Napíšte, prečo podpis uznávate.")


class Returned(InternalComment):
    """Why a colleague's proposal to approve returns to review."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["internal"].label = _("Prečo ju vraciate")
        self.fields["internal"].error_messages["required"] = _("Napíšte, prečo žiadosť vraciate.")


class Assignee(forms.Form):
    """To whom a filing is given. `seen` says who had it when that was decided."""

    to = forms.ChoiceField(label=_("Prideliť komu"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = cast(forms.ChoiceField, self.fields["to"])
        # Not a function: a list of choices to show would call it twice, each time with a query.
        to.choices = [("", _("nikomu")), *((str(one.pk), one.name) for one in assignment.workers())]

    def clean_to(self) -> Person | None:
        chosen = self.cleaned_data["to"]
        return assignment.workers().get(pk=chosen) if chosen else None


class Rejection(forms.Form):
    reasons = forms.MultipleChoiceField(
        label=_("Dôvody zamietnutia"),
        choices=lambda: [(one.name, f"{one.code} {say(one.text)}") for one in reasons.in_use()],
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

    def clean_outward(self) -> Outward:
        return Outward(self.cleaned_data["outward"])


class Question(forms.Form):
    outward = forms.CharField(
        label=_("Čo má žiadateľ doplniť"),
        help_text=_("Žiadateľ dostane tento text v správe do schránky aj e-mailom."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Napíšte, čo má žiadateľ doplniť.")},
    )

    def clean_outward(self) -> Outward:
        return Outward(self.cleaned_data["outward"])


class Search(forms.Form):
    """Over all filings: by number, entityID, IČO or owner."""

    q = forms.CharField(
        label=_("Číslo žiadosti, entityID, IČO alebo vlastník"),
        help_text=_("Začiatok čísla alebo entityID, celé IČO, alebo slovo z názvu vlastníka."),
        required=False,
        max_length=1024,
    )
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
