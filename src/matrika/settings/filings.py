"""Who operates the register, and how long a filing may wait."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from matrika.core import problems
from matrika.core.lifecycle import Status
from matrika.environment import env, env_flag, env_number

# Where paper is posted to (guide §2.1); its lines are parted by "|".
OPERATOR_ADDRESS = [
    line.strip()
    for line in env(
        "MATRIKA_OPERATOR_ADDRESS",
        "Národná agentúra pre sieťové a elektronické služby|Pribinova 25|P.O.BOX 5|810 08 Bratislava",
    ).split("|")
]
# Who messages in the mailbox come from (guide Fig. 15–18).
OPERATOR_NAME = env("MATRIKA_OPERATOR_NAME", OPERATOR_ADDRESS[0])

METADATA_PROFILE = env("MATRIKA_PROFILE", "upvs")

# When the applicant is reminded of paper that did not come yet.
PAPER_REMINDER_AFTER = timedelta(days=env_number("MATRIKA_PAPER_REMINDER_DAYS", 30, least=1))

# How long a filing waits for its applicant before it lapses. The guide sets no limit; ninety days are
# enough for a notary and the post.
LAPSE_AFTER = {
    Status.AWAITING_AUTHORISATION: timedelta(days=env_number("MATRIKA_LAPSE_SIGNATURE_DAYS", 90, least=1)),
    Status.AWAITING_PAPER: timedelta(days=env_number("MATRIKA_LAPSE_PAPER_DAYS", 90, least=1)),
    Status.AWAITING_INFORMATION: timedelta(days=env_number("MATRIKA_LAPSE_INFORMATION_DAYS", 90, least=1)),
}

# Whether a second reviewer must confirm what a first one approves.
FOUR_EYES = env_flag("MATRIKA_FOUR_EYES", False)


def error_codes(text: str) -> dict[str, int]:
    """Codes of refusals that the operator numbers anew: "ico-unknown=24010001,…" (docs/errors.md)."""
    try:
        return problems.read_numbers(text)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"MATRIKA_ERROR_CODES: {wrong}") from wrong


ERROR_CODES = error_codes(env("MATRIKA_ERROR_CODES", ""))
