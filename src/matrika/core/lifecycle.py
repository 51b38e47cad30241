"""The whole life of a filing is one table (R-4, guide §4.2): status × act → status."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a filing stands."""

    NEW = "new"  # in the applicant's hands; never stored
    AWAITING_AUTHORISATION = "awaiting-authorisation"  # signature not decided yet
    AWAITING_PAPER = "awaiting-paper"
    IN_REVIEW = "in-review"
    AWAITING_CONFIRMATION = "awaiting-confirmation"  # one reviewer would approve; another must, too
    AWAITING_INFORMATION = "awaiting-information"
    SCHEDULED = "scheduled"
    IN_EFFECT = "in-effect"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Act(StrEnum):
    """What can happen to a filing."""

    ACCEPT = "accept"  # the automatic checks passed
    REFUSE = "refuse"  # the automatic checks failed, at submission or on the effective date
    AUTHORISE = "authorise"  # a signature or seal was found valid
    ANNOUNCE_PAPER = "announce-paper"
    RECORD_PAPER = "record-paper"
    APPROVE = "approve"
    PROPOSE = "propose"  # of four eyes, the first two would approve
    CONFIRM = "confirm"  # … and the second two do
    RETURN = "return"  # … or do not, and the review goes on
    REJECT = "reject"
    ASK = "ask"
    ANSWER = "answer"
    TAKE_EFFECT = "take-effect"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


TRANSITIONS: dict[tuple[Status, Act], Status] = {
    (Status.NEW, Act.REFUSE): Status.REJECTED,
    (Status.NEW, Act.ACCEPT): Status.AWAITING_AUTHORISATION,
    (Status.AWAITING_AUTHORISATION, Act.AUTHORISE): Status.IN_REVIEW,
    (Status.AWAITING_AUTHORISATION, Act.ANNOUNCE_PAPER): Status.AWAITING_PAPER,
    (Status.AWAITING_AUTHORISATION, Act.REJECT): Status.REJECTED,
    (Status.AWAITING_AUTHORISATION, Act.WITHDRAW): Status.WITHDRAWN,
    (Status.AWAITING_AUTHORISATION, Act.LAPSE): Status.LAPSED,
    (Status.AWAITING_PAPER, Act.RECORD_PAPER): Status.IN_REVIEW,
    (Status.AWAITING_PAPER, Act.REJECT): Status.REJECTED,
    (Status.AWAITING_PAPER, Act.WITHDRAW): Status.WITHDRAWN,
    (Status.AWAITING_PAPER, Act.LAPSE): Status.LAPSED,
    (Status.IN_REVIEW, Act.APPROVE): Status.SCHEDULED,
    (Status.IN_REVIEW, Act.REJECT): Status.REJECTED,
    (Status.IN_REVIEW, Act.ASK): Status.AWAITING_INFORMATION,
    (Status.IN_REVIEW, Act.WITHDRAW): Status.WITHDRAWN,
    (Status.IN_REVIEW, Act.PROPOSE): Status.AWAITING_CONFIRMATION,
    (Status.AWAITING_CONFIRMATION, Act.CONFIRM): Status.SCHEDULED,
    (Status.AWAITING_CONFIRMATION, Act.RETURN): Status.IN_REVIEW,
    (Status.AWAITING_CONFIRMATION, Act.REJECT): Status.REJECTED,
    (Status.AWAITING_CONFIRMATION, Act.ASK): Status.AWAITING_INFORMATION,
    (Status.AWAITING_CONFIRMATION, Act.WITHDRAW): Status.WITHDRAWN,
    (Status.AWAITING_INFORMATION, Act.ANSWER): Status.IN_REVIEW,
    (Status.AWAITING_INFORMATION, Act.REJECT): Status.REJECTED,
    (Status.AWAITING_INFORMATION, Act.WITHDRAW): Status.WITHDRAWN,
    (Status.AWAITING_INFORMATION, Act.LAPSE): Status.LAPSED,
    (Status.SCHEDULED, Act.TAKE_EFFECT): Status.IN_EFFECT,
    (Status.SCHEDULED, Act.REFUSE): Status.REJECTED,
    (Status.SCHEDULED, Act.WITHDRAW): Status.WITHDRAWN,
}

CLOSED = frozenset({Status.IN_EFFECT, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED})
STORED = frozenset(Status) - {Status.NEW}
OPEN = STORED - CLOSED


class NotAllowed(Exception):
    """The act is not in the table for that status. The doors answer 409."""

    def __init__(self, status: Status, act: Act) -> None:
        super().__init__(f"a filing that is {status} cannot {act}")
        self.status = status
        self.act = act


def after(status: Status, act: Act) -> Status:
    """The status after the act.

    Raises NotAllowed when the table has no such row.
    """
    try:
        return TRANSITIONS[status, act]
    except KeyError:
        raise NotAllowed(status, act) from None


def allowed_acts(status: Status) -> frozenset[Act]:
    """What may happen to a filing of that status next."""
    return frozenset(act for (before, act) in TRANSITIONS if before is status)
