"""What a supervisor types about organisations, projects and people, parsed."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matrika.console.day_field import day
from matrika.core.filing import PROJECT_LENGTH
from matrika.core.labels import GROUNDS, ROLES, SUBJECT_TYPES
from matrika.core.people import NAME_LENGTH, Ico, Role, SubjectType
from matrika.core.reference import ABBREVIATION_LENGTH, ROLE_LENGTH, Ground
from matrika.pages.language import say


def subject_type() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Typ subjektu"), choices=lambda: [(one.value, say(SUBJECT_TYPES[one])) for one in SubjectType]
    )


class OrganisationSearch(forms.Form):
    q = forms.CharField(label=_("Názov alebo IČO"), required=False, max_length=NAME_LENGTH)


class PersonSearch(forms.Form):
    q = forms.CharField(label=_("Meno alebo prihlasovacie meno"), required=False, max_length=NAME_LENGTH)

    def wanted(self, person: str = "") -> Q:
        """Who is called so in part; everybody, where nothing that can be read was typed.

        `person` leads from the rows to the person: "person__".
        """
        text = self.cleaned_data["q"].strip() if self.is_valid() else ""
        names = ("last_name", "first_name", "username")
        found = [Q(**{f"{person}{name}__icontains": text}) for name in names]
        return reduce(or_, found) if text else Q()


class OrganisationEntry(forms.Form):
    ico = forms.CharField(
        label=_("IČO, prípadne so suffixom"),
        help_text=_("Napríklad 99999994 alebo 99999994_10001."),
        max_length=18,
    )
    name = forms.CharField(label=_("Názov"), max_length=NAME_LENGTH)
    subject_type = subject_type()

    def clean_ico(self) -> Ico:
        number, _underscore, suffix = self.cleaned_data["ico"].replace(" ", "").partition("_")
        try:
            return Ico(number, suffix)
        except ValueError:
            raise forms.ValidationError(
                _("IČO má 8 alebo 12 číslic; suffix za podčiarkovníkom má 4 alebo 5.")
            ) from None


class Ending(forms.Form):
    """A form with a day that ends something: setting one must be meant."""

    ended_on: forms.DateField
    sure = forms.BooleanField(
        label=_("Áno, naozaj to skončilo"),
        help_text=_("Potvrďte, ak ste vyplnili deň konca. Prejaví sa to hneď pri kontrole žiadostí."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "ended_on" in self.changed_data and typed.get("ended_on") and not typed.get("sure"):
            self.add_error("sure", _("Vyplnili ste deň konca. Potvrďte, že to naozaj skončilo."))
        return typed


class OrganisationChange(Ending):
    name = forms.CharField(label=_("Názov"), max_length=NAME_LENGTH)
    subject_type = subject_type()
    ended_on = day(_("Deň zániku"), _("Prázdne, kým organizácia existuje."))
    field_order = ("name", "subject_type", "ended_on", "sure")


class StatutoryBodyLine(forms.Form):
    """One of several lines; an empty one is no entry, and emptying a line ends the entry."""

    name = forms.CharField(label=_("Meno"), required=False, max_length=NAME_LENGTH)
    role = forms.CharField(label=_("Funkcia"), required=False, max_length=ROLE_LENGTH)
    since = day(_("Od"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not typed.get("name") and (typed.get("role") or typed.get("since")):
            self.add_error("name", _("Uveďte meno."))
        return typed


StatutoryBodies = forms.formset_factory(StatutoryBodyLine, extra=2, max_num=200, absolute_max=200)


class Project(Ending):
    """`name` finds the project, so that of a known one is not asked for."""

    name = forms.CharField(
        label=_("Názov projektu"),
        help_text=_("Ako v Dohode o integračnom zámere."),
        max_length=PROJECT_LENGTH,
    )
    abbreviation = forms.CharField(
        label=_("Skratka"),
        help_text=_("Veľké písmená bez diakritiky. Žiadateľ ju smie napísať namiesto názvu."),
        required=False,
        max_length=ABBREVIATION_LENGTH,
    )
    finished_on = day(_("Integrácia ukončená dňa"), _("Prázdne, kým integrácia prebieha."))
    ended_on = day(_("Dohoda skončila dňa"), _("Prázdne, kým dohoda trvá."))
    field_order = ("name", "abbreviation", "finished_on", "ended_on", "sure")


class Mandate(forms.Form):
    username = forms.CharField(label=_("Prihlasovacie meno osoby"), max_length=150)
    ground = forms.ChoiceField(
        label=_("Z čoho oprávnenie vyplýva"),
        choices=lambda: [(one.value, say(GROUNDS[one])) for one in Ground],
    )
    since = day(_("Od"), _("Prázdne, ak deň nie je známy."))


class PersonEntry(forms.Form):
    username = forms.CharField(label=_("Prihlasovacie meno"), max_length=150)
    first_name = forms.CharField(label=_("Krstné meno"), max_length=150)
    last_name = forms.CharField(label=_("Priezvisko"), max_length=150)
    role = forms.ChoiceField(label=_("Rola"), choices=lambda: [(one.value, say(ROLES[one])) for one in Role])
    password = forms.CharField(
        label=_("Prvé heslo"),
        help_text=_("Aspoň 12 znakov. Osoba si ho po prihlásení zmení."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class RoleChange(forms.Form):
    role = forms.ChoiceField(
        label=_("Rola"),
        choices=lambda: [(one.value, say(ROLES[one])) for one in Role if one is not Role.APPLICANT],
    )


class Confirmation(forms.Form):
    """Nothing to type: the page asks whether it is meant."""
