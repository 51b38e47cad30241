"""The words people read for stored values, and the colours of their tags.

The words of filings, events and states are the core's (`core.labels`); what only pages say is here.
A test holds every table against its enumeration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matrika.core import labels as core
from matrika.core.events import EventKind
from matrika.core.filing import Authorisation
from matrika.core.lifecycle import Status
from matrika.core.standing import CertificateState, ProviderState
from matrika.notices.texts import NoticeKind
from matrika.pages.language import say
from samllint.report import Outcome, Severity
from samllint.text import Text

SEVERITIES = {
    Severity.ERROR: Text("Chyba", "Error"),
    Severity.WARNING: Text("Upozornenie", "Warning"),
    Severity.NOTICE: Text("Poznámka", "Notice"),
}
OUTCOMES = {
    Outcome.PASSED: Text("Splnené", "Passed"),
    Outcome.FAILED: Text("Nesplnené", "Failed"),
    Outcome.NOT_APPLICABLE: Text("Netýka sa", "Not applicable"),
    Outcome.NOT_BINDING: Text("Nie je záväzné", "Not binding"),
    Outcome.WAIVED: Text("Výnimka", "Waived"),
    Outcome.BLOCKED: Text("Nedalo sa skontrolovať", "Could not be checked"),
    Outcome.CRASHED: Text("Kontrola zlyhala", "The check crashed"),
}
USES = {
    "signing": Text("podpisovanie", "signing"),
    "encryption": Text("šifrovanie", "encryption"),
    "both": Text("podpisovanie aj šifrovanie", "signing and encryption"),
}
NOTICES = {
    NoticeKind.ACKNOWLEDGEMENT: Text("Potvrdenie prijatia", "Acknowledgement"),
    NoticeKind.RESULT: Text("Výsledok spracovania", "Result"),
    NoticeKind.ERROR_NOTICE: Text("Chyba", "Error"),
    NoticeKind.INFORMATION_NEEDED: Text("Výzva na doplnenie", "Information needed"),
    NoticeKind.FILING_LAPSED: Text("Zánik žiadosti", "Filing lapsed"),
    NoticeKind.PAPER_REMINDER: Text("Pripomenutie listinnej žiadosti", "Reminder of paper"),
    NoticeKind.EXPIRY_REMINDER: Text("Koniec platnosti certifikátu", "End of a certificate"),
    NoticeKind.PROVIDER_DEACTIVATED: Text("Deaktivácia poskytovateľa", "Provider deactivated"),
    NoticeKind.WEEKLY_DIGEST: Text("Týždenný prehľad", "Weekly digest"),
    NoticeKind.ADDRESS_CONFIRMATION: Text("Potvrdenie ďalšej adresy", "Confirmation of a further address"),
}
SESSION_ENDS = {
    "self": Text("odhlásenie", "logged out"),
    "provider": Text("odhlásenie u poskytovateľa identity", "logged out at the identity provider"),
    "others": Text("odhlásenie odinakiaľ", "logged out from elsewhere"),
    "idle": Text("nečinnosť", "idle"),
    "limit": Text("najdlhší čas", "longest time"),
}
# By what one logs in: allauth's methods and ours. `LogIn.how` joins them with "+".
WAYS = {
    "demo": Text("ukážka", "demo"),
    "password": Text("heslo", "password"),
    "oidc": Text("OpenID Connect", "OpenID Connect"),
    "saml": Text("SAML", "SAML"),
    "totp": Text("kód z aplikácie", "code from an app"),
    "webauthn": Text("prístupový kľúč", "passkey"),
    "recovery_codes": Text("záložný kód", "recovery code"),
}
# Why somebody whom an identity provider sent was not let in: `LogIn.note`. Of a message that is not believed
# it is the fault's code, which the documentation of the protocols explains; no person is named beside it.
LOG_IN_REFUSALS = {
    "level": Text("slabé prihlásenie", "weak log-in"),
    "closed": Text("prístup je ukončený", "access has ended"),
    "no-organisation": Text("bez organizácie", "no organisation"),
    "unknown-organisation": Text("neznáma organizácia", "unknown organisation"),
    "incomplete": Text("neúplné údaje o osobe", "incomplete data of the person"),
}
TABLES: dict[str, Mapping[Any, Text]] = {
    "status": core.STATUSES,
    # As applicants read it: whether one or two reviewers must approve is the reviewers' affair.
    "applicants_status": {**core.STATUSES, Status.AWAITING_CONFIRMATION: core.STATUSES[Status.IN_REVIEW]},
    "kind": core.KINDS,
    "short_kind": core.SHORT_KINDS,
    "event": core.EVENTS,
    "provider": core.PROVIDER_STATES,
    "reason": core.REASONS,
    "certificate": core.CERTIFICATE_STATES,
    "subject": core.SUBJECT_TYPES,
    "authorisation": core.AUTHORISATIONS,
    "power": core.POWERS,
    "role": core.ROLES,
    "severity": SEVERITIES,
    "outcome": OUTCOMES,
    "use": USES,
    "notice": NOTICES,
    "session_end": SESSION_ENDS,
    "way": WAYS,
    "log_in_refusal": LOG_IN_REFUSALS,
}
STATUS_COLOURS = {
    Status.AWAITING_AUTHORISATION: "blue",
    Status.AWAITING_PAPER: "yellow",
    Status.IN_REVIEW: "blue",
    Status.AWAITING_CONFIRMATION: "yellow",
    Status.AWAITING_INFORMATION: "yellow",
    Status.SCHEDULED: "blue",
    Status.IN_EFFECT: "green",
    Status.REJECTED: "red",
}
# What is not named here is grey.
COLOURS: dict[str, Mapping[Any, str]] = {
    "status": STATUS_COLOURS,
    "applicants_status": {**STATUS_COLOURS, Status.AWAITING_CONFIRMATION: "blue"},
    "event": {EventKind.FILING_REJECTED: "red", EventKind.PROVIDER_EXPIRED: "red"},
    "provider": {ProviderState.ACTIVE: "green"},
    "certificate": {
        CertificateState.VALID: "green",
        CertificateState.EXPIRED: "red",
        CertificateState.NOT_YET_VALID: "yellow",
    },
    "authorisation": {Authorisation.PAPER: "yellow", Authorisation.SIGNATURE: "blue"},
    "severity": {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "blue"},
    "outcome": {
        Outcome.PASSED: "green",
        Outcome.FAILED: "red",
        Outcome.WAIVED: "blue",
        Outcome.BLOCKED: "yellow",
        Outcome.CRASHED: "red",
    },
}


def word(table: str, value: Any) -> str:
    """The word for the value; the value itself when the table does not know it."""
    text = TABLES[table].get(value)
    return str(value) if text is None else say(text)


def colour(table: str, value: Any) -> str:
    return COLOURS.get(table, {}).get(value, "grey")
