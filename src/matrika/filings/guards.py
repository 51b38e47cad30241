"""Filings are kept as they came, rejected ones too: the database refuses else."""

from matrika.register.guards import Guard

GUARDS = (
    Guard(
        "filings_filing",
        frozen=(
            "number",
            "kind",
            "organisation_id",
            "filed_by_id",
            "acting_for_id",
            "names",
            "subject_type",
            "ico",
            "ico_suffix",
            "contact_name",
            "contact_email",
            "contact_phone",
            "project",
            "entity_id",
            "effective_on",
            "metadata",
            "metadata_sha256",
            "note",
            "power_of_attorney",
            "reference",
            "form_document",
            "form_sha256",
            "report",
            "filed_at",
        ),
    ),
    Guard("filings_storedattachment", frozen=("*",)),
    Guard("filings_storedverdict", frozen=("*",)),
    Guard("filings_verification", frozen=("file_id",)),
    Guard("filings_paperarrival", frozen=("*",)),
    Guard("filings_comment", frozen=("*",)),
    Guard("filings_rejectionreason", frozen=("name", "code")),
)
