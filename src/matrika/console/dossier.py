"""Everything a reviewer needs in view to decide one filing (R-6.1), gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matrika.core.events import EventKind
from matrika.core.filing import Authorisation, Kind
from matrika.core.labels import (
    AUTHORISATIONS,
    BROUGHT,
    CERTIFIERS,
    EVENTS,
    KINDS,
    PROJECT_STATES,
    PROVIDER_STATES,
    STATUSES,
    SUBJECT_TYPES,
)
from matrika.core.lifecycle import Act, Status, allowed_acts
from matrika.core.paper import Brought, Certifier
from matrika.core.people import SubjectType
from matrika.core.words import Internal, Outward
from matrika.filings import comments, consequences
from matrika.filings.attach_paper import papers_of, power_is_awaited
from matrika.filings.comments import Said
from matrika.filings.models import Filing, PaperArrival, StoredAttachment
from matrika.filings.store import report_of
from matrika.notices import mailbox
from matrika.notices.models import Notice
from matrika.pages import powers, verdicts
from matrika.pages.actors import who_did
from matrika.pages.consequences import Told, told
from matrika.pages.powers import PowerTold
from matrika.pages.source import Line, marked_lines
from matrika.pages.verdicts import FileTold
from matrika.register import certificates, elsewhere, queries
from matrika.register.models import Event, IntegrationProject, Person, ServiceProvider, StatutoryBody
from matrika.register.queries import ProviderDetail
from matrika.register.reference import projects
from samllint.report import Finding, Outcome, Report, RuleResult, Verdict
from samllint.text import Language

REVIEWERS_ACTS = frozenset(
    {Act.APPROVE, Act.CONFIRM, Act.RETURN, Act.REJECT, Act.ASK, Act.RECORD_PAPER, Act.AUTHORISE}
)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of the report, in the reader's language."""

    finding: Finding
    clauses: tuple[str, ...]
    message: str
    expected: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the filing, in words."""

    event: Event
    label: str

    @property
    def who(self) -> str:
        return who_did(self.event)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One record of what came on paper, in words."""

    record: PaperArrival
    what: str
    certifier: str

    @property
    def is_corrected(self) -> bool:
        return hasattr(self.record, "corrected_by")

    @property
    def is_filing(self) -> bool:
        return Brought(self.record.brought).has_filing


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the page of one filing shows; words are in the reader's language already."""

    filing: Filing
    kind: str
    status: str
    subject_type: str
    authorisation: str
    acts: frozenset[str]  # what the table allows now: "approve", "reject", "ask", "record-paper"
    agents: tuple[Person, ...]  # who may act for the owner
    bodies: tuple[StatutoryBody, ...]  # of the owner, or of the organisation whose part it is
    project: IntegrationProject | None
    project_state: str  # "" when the owner has no such project
    provider: ProviderDetail | None  # what is registered under this entityID
    told: Told  # what it changes
    elsewhere: tuple[ServiceProvider, ...]  # other providers with one of its certificates
    papers: tuple[PaperRow, ...]
    power_is_awaited: bool
    attachments: tuple[StoredAttachment, ...]
    steps: tuple[Step, ...]
    internal: tuple[Said[Internal], ...]  # for colleagues alone
    outward: tuple[Said[Outward], ...]  # what the applicant reads, too
    letters: tuple[Notice, ...]
    report: Report | None  # of the check at submission; None for a cancellation
    findings: tuple[FindingRow, ...]
    outcomes: tuple[tuple[Outcome, int], ...]
    source: tuple[Line, ...]  # the metadata as filed
    registered_state: str  # "Aktivovaný", "Deaktivovaný", "" when not registered
    power: PowerTold
    verdicts: tuple[FileTold, ...]  # on the files that may be signed; the signed form first

    @property
    def signature_is_undecided(self) -> bool:
        return any(told.file.is_signed_form and told.is_undecided for told in self.verdicts)

    @property
    def passes(self) -> bool:
        return self.report is not None and self.report.verdict is Verdict.PASSED

    @property
    def waived(self) -> tuple[RuleResult, ...]:
        """The rules that a recorded waiver keeps out, each with its reason (R-3.9)."""
        results = self.report.results if self.report else ()
        return tuple(result for result in results if result.outcome is Outcome.WAIVED)


def gather(filing: Filing, *, language: Language, at: datetime) -> Dossier:
    """The dossier of a filing; what is registered is told as of `at`."""
    provider = ServiceProvider.objects.select_related("owner").filter(entity_id=filing.entity_id).first()
    report = report_of(filing)
    findings = _findings(report, language)
    known = queries.detail(provider, at=at) if provider else None
    files, papers, talk = verdicts.files_of(filing), list(papers_of(filing)), comments.all_of(filing)
    signed = verdicts.of_files(files)
    project = projects.of(filing.organisation_id, filing.project)
    return Dossier(
        filing=filing,
        kind=KINDS[Kind(filing.kind)].to(language),
        status=STATUSES[Status(filing.status)].to(language),
        subject_type=SUBJECT_TYPES[SubjectType(filing.subject_type)].to(language),
        authorisation=AUTHORISATIONS[Authorisation(filing.authorisation)].to(language),
        acts=frozenset(act.value for act in allowed_acts(Status(filing.status)) & REVIEWERS_ACTS),
        agents=_agents(filing),
        bodies=queries.statutory_bodies(filing.organisation) if filing.organisation else (),
        project=project,
        project_state=PROJECT_STATES[project.state].to(language) if project else "",
        provider=known,
        told=told(consequences.of_filing(filing, provider=provider, at=at)),
        elsewhere=_elsewhere(filing, provider),
        papers=_papers(papers, language),
        power_is_awaited=power_is_awaited(filing, papers),
        attachments=files,
        steps=_steps(filing, language),
        internal=talk.internal,
        outward=talk.outward,
        letters=tuple(mailbox.about_filing(filing.number)),
        report=report,
        findings=findings,
        outcomes=_outcomes(report),
        source=() if filing.metadata is None else tuple(marked_lines(bytes(filing.metadata), report)),
        registered_state=PROVIDER_STATES[known.standing.state].to(language) if known else "",
        power=powers.of_filing(filing, files=files, verdicts=signed, papers=papers),
        verdicts=signed,
    )


def _elsewhere(filing: Filing, provider: ServiceProvider | None) -> tuple[ServiceProvider, ...]:
    if filing.metadata is None:
        return ()
    return tuple(
        elsewhere.providers(certificates.fingerprints(bytes(filing.metadata)), except_provider=provider)
    )


def _agents(filing: Filing) -> tuple[Person, ...]:
    if filing.organisation_id is None:
        return ()
    return tuple(Person.objects.filter(mandates__organisation=filing.organisation_id).order_by("last_name"))


def _papers(papers: Iterable[PaperArrival], language: Language) -> tuple[PaperRow, ...]:
    return tuple(
        PaperRow(
            record,
            BROUGHT[Brought(record.brought)].to(language),
            CERTIFIERS[Certifier(record.certifier)].to(language),
        )
        for record in papers
    )


def _steps(filing: Filing, language: Language) -> tuple[Step, ...]:
    events = Event.objects.filter(filing_number=filing.number).order_by("number")
    return tuple(Step(event, EVENTS[EventKind(event.kind)].to(language)) for event in events)


def _findings(report: Report | None, language: Language) -> tuple[FindingRow, ...]:
    """Worst first; within a severity in the order of the rules."""
    if report is None:
        return ()
    rows = [
        FindingRow(
            finding,
            result.clauses,
            finding.message.to(language),
            finding.expected.to(language),
            finding.remedy.to(language),
        )
        for result in report.results
        for finding in result.findings
    ]
    return tuple(sorted(rows, key=lambda row: -row.finding.severity))


def _outcomes(report: Report | None) -> tuple[tuple[Outcome, int], ...]:
    if report is None:
        return ()
    return tuple((outcome, report.count(outcome)) for outcome in Outcome if report.count(outcome))
