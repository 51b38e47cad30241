"""The words of statuses, events and states, in both languages, for every door and message."""

from __future__ import annotations

from matrika.core.events import EventKind
from matrika.core.filing import Authorisation, Kind, PowerOfAttorney
from matrika.core.lifecycle import Act, Status
from matrika.core.paper import Brought, Certifier
from matrika.core.people import Role, SubjectType
from matrika.core.reference import Ground, ProjectState, Source
from matrika.core.standing import CertificateState, ProviderState, StandingReason
from samllint.text import Text

# The names of the guide's forms (chapters 4, 5, 6). Messages begin with them: byte-stable.
KINDS: dict[Kind, Text] = {
    Kind.REGISTRATION: Text(
        "Žiadosť o registráciu poskytovateľa služieb v module IAM",
        "Registration of a service provider in the IAM module",
    ),
    Kind.CHANGE: Text(
        "Žiadosť o zmenu údajov poskytovateľa služieb v module IAM",
        "Change of a service provider's data in the IAM module",
    ),
    Kind.CANCELLATION: Text(
        "Žiadosť o zrušenie poskytovateľa služieb v module IAM",
        "Cancellation of a service provider in the IAM module",
    ),
}

# For lists, where the form is not meant but what becomes of the provider.
SHORT_KINDS: dict[Kind, Text] = {
    Kind.REGISTRATION: Text("Registrácia", "Registration"),
    Kind.CHANGE: Text("Zmena údajov", "Change of data"),
    Kind.CANCELLATION: Text("Zrušenie", "Cancellation"),
}

STATUSES: dict[Status, Text] = {
    Status.NEW: Text("Rozpracovaná", "Draft"),
    Status.AWAITING_AUTHORISATION: Text("Overuje sa podpis", "Signature being verified"),
    Status.AWAITING_PAPER: Text("Čaká na listinnú žiadosť", "Waiting for paper"),
    Status.IN_REVIEW: Text("Posudzuje sa", "In review"),
    Status.AWAITING_CONFIRMATION: Text("Čaká na druhé schválenie", "Waiting for a second approval"),
    Status.AWAITING_INFORMATION: Text("Čaká na doplnenie", "Waiting for information"),
    Status.SCHEDULED: Text("Schválená, čaká na deň účinnosti", "Approved, waiting for its day"),
    Status.IN_EFFECT: Text("Vybavená", "In effect"),
    Status.REJECTED: Text("Zamietnutá", "Rejected"),
    Status.WITHDRAWN: Text("Vzatá späť", "Withdrawn"),
    Status.LAPSED: Text("Zanikla", "Lapsed"),
}

ACTS: dict[Act, Text] = {
    Act.ACCEPT: Text("Prijať", "Accept"),
    Act.REFUSE: Text("Odmietnuť", "Refuse"),
    Act.AUTHORISE: Text("Potvrdiť autorizáciu", "Authorise"),
    Act.ANNOUNCE_PAPER: Text("Oznámiť listinné podanie", "Announce paper"),
    Act.RECORD_PAPER: Text("Zaznamenať doručenie listiny", "Record the paper"),
    Act.APPROVE: Text("Schváliť", "Approve"),
    Act.PROPOSE: Text("Navrhnúť schválenie", "Propose approval"),
    Act.CONFIRM: Text("Potvrdiť schválenie", "Confirm"),
    Act.RETURN: Text("Vrátiť na posúdenie", "Return to review"),
    Act.REJECT: Text("Zamietnuť", "Reject"),
    Act.ASK: Text("Vyžiadať doplnenie", "Ask for more information"),
    Act.ANSWER: Text("Doplniť", "Answer"),
    Act.TAKE_EFFECT: Text("Vykonať", "Take effect"),
    Act.WITHDRAW: Text("Vziať späť", "Withdraw"),
    Act.LAPSE: Text("Nechať zaniknúť", "Lapse"),
}

EVENTS: dict[EventKind, Text] = {
    EventKind.FILING_ACCEPTED: Text("Žiadosť prijatá na spracovanie", "Filing accepted"),
    EventKind.FILING_REJECTED: Text("Žiadosť zamietnutá", "Filing rejected"),
    EventKind.FILING_AUTHORISED: Text(
        "Žiadosť autorizovaná elektronicky", "Filing authorised electronically"
    ),
    EventKind.SIGNATURE_UNDECIDED: Text(
        "Podpis sa zatiaľ nedá overiť", "The signature cannot be decided yet"
    ),
    EventKind.PAPER_AWAITED: Text("Čaká sa na listinnú žiadosť", "Paper awaited"),
    EventKind.PAPER_RECORDED: Text("Listinná žiadosť doručená", "Paper recorded"),
    EventKind.POWER_RECORDED: Text("Listinné splnomocnenie doručené", "Power of attorney recorded"),
    EventKind.PAPER_CORRECTED: Text("Záznam o listine opravený", "Record of paper corrected"),
    EventKind.PAPER_REMINDED: Text("Žiadateľovi pripomenutá listina", "Applicant reminded of the paper"),
    EventKind.FILING_APPROVED: Text("Žiadosť schválená", "Filing approved"),
    EventKind.APPROVAL_PROPOSED: Text("Schválenie navrhnuté", "Approval proposed"),
    EventKind.PROPOSAL_RETURNED: Text("Vrátená na posúdenie", "Returned to review"),
    EventKind.FILING_ASSIGNED: Text("Žiadosť pridelená", "Filing assigned"),
    EventKind.FILING_RELEASED: Text("Žiadosť uvoľnená", "Filing released"),
    EventKind.INFORMATION_REQUESTED: Text("Vyžiadané doplnenie žiadosti", "More information requested"),
    EventKind.INFORMATION_GIVEN: Text("Žiadosť doplnená", "Information given"),
    EventKind.FILING_WITHDRAWN: Text("Žiadosť vzatá späť", "Filing withdrawn"),
    EventKind.FILING_LAPSED: Text("Žiadosť zanikla", "Filing lapsed"),
    EventKind.PROVIDER_IMPORTED: Text("Záznam prevzatý z iného registra", "Record imported"),
    EventKind.CANCELLATION_IMPORTED: Text("Zrušenie prevzaté z iného registra", "Cancellation imported"),
    EventKind.PROVIDER_REGISTERED: Text("Poskytovateľ služieb zaregistrovaný", "Provider registered"),
    EventKind.PROVIDER_CHANGED: Text("Údaje poskytovateľa služieb zmenené", "Provider changed"),
    EventKind.PROVIDER_CANCELLED: Text("Poskytovateľ služieb zrušený", "Provider cancelled"),
    EventKind.PROVIDER_EXPIRED: Text(
        "Poskytovateľ služieb deaktivovaný: certifikáty exspirovali",
        "Provider deactivated: its certificates expired",
    ),
    EventKind.ENTITY_PUBLISHED: Text("Metadáta zverejnené", "Metadata published"),
    EventKind.ENTITY_UNPUBLISHED: Text("Metadáta stiahnuté zo zverejnenia", "Metadata unpublished"),
    EventKind.PUBLICATION_FAILED: Text("Zverejnenie metadát zlyhalo", "Publication failed"),
    EventKind.PUBLICATION_CONFIRMED: Text(
        "Zmenšenie zverejnených metadát potvrdené", "Smaller published set confirmed"
    ),
    EventKind.PUBLICATION_ALARM: Text("Výstraha zverejňovania", "Publication alarm"),
    EventKind.PUBLICATION_ALARM_ENDED: Text("Výstraha zverejňovania sa skončila", "Publication alarm ended"),
    EventKind.SIGNING_KEY_ANNOUNCED: Text("Oznámený ďalší podpisový kľúč", "Next signing key announced"),
    EventKind.SIGNING_KEY_ACTIVATED: Text("Podpisový kľúč začal podpisovať", "Signing key activated"),
    EventKind.SIGNING_KEY_RETIRED: Text("Podpisový kľúč vyradený", "Signing key retired"),
    EventKind.ENTITY_HELD: Text("Zverejnenie pozastavené alebo podržané", "Publication held by a person"),
    EventKind.ENTITY_RELEASED: Text("Zverejnenie uvoľnené", "Publication released"),
    EventKind.ORGANISATION_ENTERED: Text("Organizácia zapísaná do evidencie", "Organisation entered"),
    EventKind.ORGANISATION_CHANGED: Text("Údaje organizácie zmenené", "Organisation's data changed"),
    EventKind.PROJECT_RECORDED: Text("Integračný projekt zapísaný", "Integration project recorded"),
    EventKind.PERSON_ENTERED: Text("Osoba zapísaná", "Person entered"),
    EventKind.MANDATE_GIVEN: Text("Oprávnenie konať za organizáciu udelené", "Mandate given"),
    EventKind.MANDATE_ENDED: Text("Oprávnenie konať za organizáciu skončilo", "Mandate ended"),
    EventKind.CALENDAR_ADDRESS_MADE: Text("Vytvorená tajná adresa kalendára", "Calendar address made"),
    EventKind.CALENDAR_ADDRESS_ENDED: Text("Tajná adresa kalendára zrušená", "Calendar address ended"),
    EventKind.ROLE_CHANGED: Text("Rola osoby zmenená", "Role of a person changed"),
    EventKind.ACCESS_ENDED: Text("Prístup osoby skončil", "Access of a person ended"),
    EventKind.SECOND_FACTOR_RESET: Text("Druhý faktor osoby zrušený", "Second factor of a person reset"),
    EventKind.IDENTITY_LINKED: Text("Osoba sa prihlasuje aj inde", "A person logs in elsewhere, too"),
    EventKind.TRUSTED_LIST_IMPORTED: Text("Dôveryhodný zoznam načítaný", "Trusted list imported"),
    EventKind.CRL_IMPORTED: Text("Zoznam zrušených certifikátov načítaný", "Revocation list imported"),
    EventKind.OCSP_RESPONSE_IMPORTED: Text("Odpoveď OCSP načítaná", "OCSP response imported"),
    EventKind.REASON_ENTERED: Text("Dôvod zamietnutia zapísaný", "Reason of rejection entered"),
    EventKind.REASON_CHANGED: Text("Dôvod zamietnutia zmenený", "Reason of rejection changed"),
    EventKind.LETTERS_RESENT: Text("Nedoručené správy poslané znova", "Undelivered messages sent again"),
    EventKind.FURTHER_ADDRESS_ADDED: Text("Ďalšia adresa pridaná", "Further address added"),
    EventKind.FURTHER_ADDRESS_CONFIRMED: Text("Ďalšia adresa potvrdená", "Further address confirmed"),
    EventKind.FURTHER_ADDRESS_CHANGED: Text("Ďalšia adresa zmenená", "Further address changed"),
    EventKind.FURTHER_ADDRESS_REMOVED: Text("Ďalšia adresa odobratá", "Further address removed"),
}

PROVIDER_STATES: dict[ProviderState, Text] = {
    ProviderState.ACTIVE: Text("Aktivovaný", "Active"),
    ProviderState.INACTIVE: Text("Deaktivovaný", "Inactive"),
}

REASONS: dict[StandingReason, Text] = {
    StandingReason.IN_FORCE: Text(
        "Metadáta a certifikáty platia.", "Its metadata and certificates are in force."
    ),
    StandingReason.NOT_YET: Text("Platnosť ešte nezačala.", "It is not in force yet."),
    StandingReason.CANCELLED: Text("Zrušený na žiadosť vlastníka.", "Cancelled at its owner's request."),
    StandingReason.EXPIRED: Text("Platnosť certifikátov exspirovala.", "Its certificates have expired."),
}

CERTIFICATE_STATES: dict[CertificateState, Text] = {
    CertificateState.NOT_YET_VALID: Text("Ešte neplatný", "Not valid yet"),
    CertificateState.VALID: Text("Platný", "Valid"),
    CertificateState.WITHDRAWN: Text("Zrušený", "Withdrawn"),
    CertificateState.EXPIRED: Text("Exspirovaný", "Expired"),
}

SUBJECT_TYPES: dict[SubjectType, Text] = {
    SubjectType.PO: Text(
        "Právnická osoba/Fyzická osoba - podnikateľ", "Legal person / natural person in business"
    ),
    SubjectType.OVM: Text("Orgán verejnej moci", "Public authority"),
}

AUTHORISATIONS: dict[Authorisation, Text] = {
    Authorisation.NONE: Text("Bez podpisu", "Unsigned"),
    Authorisation.PAPER: Text("Listinne s úradne overeným podpisom", "On paper with a certified signature"),
    Authorisation.SIGNATURE: Text("Elektronický podpis alebo pečať", "Electronic signature or seal"),
}

POWERS: dict[PowerOfAttorney, Text] = {
    PowerOfAttorney.NONE: Text("netreba", "not needed"),
    PowerOfAttorney.ELECTRONIC: Text("priložené, podpísané elektronicky", "attached, signed electronically"),
    PowerOfAttorney.CONVERTED: Text("priložené, zaručene konvertované", "attached, guaranteed-converted"),
    PowerOfAttorney.PAPER: Text("doručí sa listinne", "follows on paper"),
}

BROUGHT: dict[Brought, Text] = {
    Brought.FILING: Text("žiadosť", "the filing"),
    Brought.POWER_OF_ATTORNEY: Text("splnomocnenie", "a power of attorney"),
    Brought.BOTH: Text("žiadosť aj splnomocnenie", "the filing and a power of attorney"),
}

CERTIFIERS: dict[Certifier, Text] = {
    Certifier.NOTARY: Text("notár", "notary"),
    Certifier.MUNICIPALITY: Text("mestský alebo obecný úrad", "municipal office"),
    Certifier.OTHER: Text("iný úrad", "another office"),
}

ROLES: dict[Role, Text] = {
    Role.APPLICANT: Text("Žiadateľ", "Applicant"),
    Role.REVIEWER: Text("Zodpovedný zamestnanec", "Reviewer"),
    Role.SUPERVISOR: Text("Vedúci", "Supervisor"),
    Role.AUDITOR: Text("Audítor", "Auditor"),
}

SOURCES: dict[Source, Text] = {
    Source.RPO: Text("Register právnických osôb", "Register of legal persons"),
    Source.OVM_LIST: Text("Zoznam OVM", "List of public authorities"),
    Source.FILE: Text("Tabuľka prevádzkovateľa", "The operator's table"),
    Source.BY_HAND: Text("Zapísané ručne", "Entered by hand"),
}

GROUNDS: dict[Ground, Text] = {
    Ground.STATUTORY_BODY: Text("štatutárny orgán", "statutory body"),
    Ground.MAILBOX: Text("oprávnenie na prístup do schránky", "authorised to access the mailbox"),
    Ground.POWER_OF_ATTORNEY: Text("splnomocnenie", "power of attorney"),
}

PROJECT_STATES: dict[ProjectState, Text] = {
    ProjectState.OPEN: Text("integrácia nie je ukončená", "integration is not finished"),
    ProjectState.FINISHED: Text("integrácia ukončená", "integration finished"),
    ProjectState.ENDED: Text("dohoda skončila", "the agreement has ended"),
}

# The data of an event's changes, by the names that core.reference.Change and the ledger use.
DATA: dict[str, Text] = {
    "name": Text("názov", "name"),
    "subject_type": Text("typ subjektu", "subject type"),
    "ended_on": Text("zánik", "end"),
    "statutory_bodies": Text("štatutárne orgány", "statutory bodies"),
    "former_names": Text("predchádzajúce názvy", "former names"),
    "abbreviation": Text("skratka", "abbreviation"),
    "finished_on": Text("ukončenie integrácie", "end of the integration"),
    "project_ended_on": Text("koniec dohody", "end of the agreement"),
    "role": Text("rola", "role"),
    "sk": Text("slovenská veta", "sentence in Slovak"),
    "en": Text("anglická veta", "sentence in English"),
    "retired": Text("vyradený", "retired"),
}
