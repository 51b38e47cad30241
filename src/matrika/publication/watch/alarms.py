"""What is wrong, written down: an alarm begins and ends once, each time with an event.

Once a minute the worker looks at everything, and compares a stretch of the register with what is
published; so the cost does not grow with the register, and in a while all of it was compared.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.events.data import AlarmData
from matrika.publication.follow import summon
from matrika.publication.models import Alarm, PublicationState
from matrika.publication.policy import Policy
from matrika.publication.watch import ahead
from matrika.publication.watch.compare import differences
from matrika.publication.watch.status import SILENT_AFTER, Kind, Trouble, look
from matrika.register import ledger
from matrika.register.models import ServiceProvider

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
STRETCH = 200  # providers compared each time
MOST_STRETCHES = 25  # … and so many while each differs: after a clock went wrong, much is to be mended
MOST_DIFFERENT = 50  # alarms about single providers at once; whoever sees fifty looks at the whole


def watch(state: PublicationState, rules: Policy, *, at: datetime) -> None:
    """Look after the alarms, if nobody did within the last minute."""
    before = state.watched_at
    if before is not None and abs(at - before) < EVERY:
        return
    if not PublicationState.objects.filter(pk=state.pk, watched_at=before).update(watched_at=at):
        return
    ahead.mend(state, rules, at=at)
    if before is None or at - before > SILENT_AFTER:
        return  # a worker has just started: what is late will be done within the next minute
    record(
        look(rules, at=at), Alarm.objects.exclude(kind=Kind.DIFFERENCE).values_list("pk", flat=True), at=at
    )
    _compare(state, rules, at=at)


def record(troubles: Iterable[Trouble], judged: Iterable[int], *, at: datetime) -> None:
    """Begin alarms for new troubles, and end those among the judged that are no trouble any more."""
    found = {(trouble.kind.value, trouble.subject): trouble for trouble in troubles}
    looked_at = set(judged)
    running = {(a.kind, a.subject): a for a in Alarm.objects.filter(ended_at__isnull=True)}
    for name, trouble in found.items():
        if name not in running:
            _begin(trouble, at=at)
    for name, alarm in running.items():
        if name not in found and alarm.pk in looked_at:
            _end(alarm, at=at)


def _compare(state: PublicationState, rules: Policy, *, at: datetime) -> None:
    """Compare the next stretch, and once more whatever differed; what differs is looked at anew."""
    alarms = Alarm.objects.filter(kind=Kind.DIFFERENCE, ended_at__isnull=True)
    names = list(alarms.values_list("subject", flat=True))
    again = list(differences(ServiceProvider.objects.filter(entity_id__in=names), rules, at=at))
    new: list[Trouble] = []
    reached = state.compared_to
    for _ in range(MOST_STRETCHES):
        stretch, reached = _stretch(reached)
        found = differences(ServiceProvider.objects.filter(pk__in=stretch), rules, at=at)
        different = [trouble for trouble in found if trouble.subject not in names]
        new += different
        if not different or not reached:
            break
    room = max(0, MOST_DIFFERENT - len(names))
    record([*again, *new[:room]], list(alarms.values_list("pk", flat=True)), at=at)
    # What fails is tried again at times of its own, and is told of as failing.
    wrong = ServiceProvider.objects.filter(entity_id__in=[each.subject for each in new]).exclude(
        appointment__attempts__gt=0
    )
    summon(wrong.values_list("pk", flat=True), at=at)
    PublicationState.objects.filter(pk=1).update(compared_to=reached)


def _stretch(after: int) -> tuple[list[int], int]:
    """The next providers, and behind whom the one after them begins: 0 = from the first one again."""
    providers = ServiceProvider.objects.filter(pk__gt=after).order_by("pk")
    keys = list(providers.values_list("pk", flat=True)[:STRETCH])
    return keys, keys[-1] if len(keys) == STRETCH else 0


@transaction.atomic
def _begin(trouble: Trouble, *, at: datetime) -> None:
    said = trouble.words
    logger.error("publication: %s", said.en)
    _tell(EventKind.PUBLICATION_ALARM, trouble.kind, trouble.subject, said.en, at=at)
    Alarm.objects.create(
        kind=trouble.kind, subject=trouble.subject, sentence=said.en, sentence_sk=said.sk, since=at
    )


@transaction.atomic
def _end(alarm: Alarm, *, at: datetime) -> None:
    _tell(EventKind.PUBLICATION_ALARM_ENDED, alarm.kind, alarm.subject, alarm.sentence, at=at)
    Alarm.objects.filter(pk=alarm.pk).update(ended_at=at)


def _tell(kind: EventKind, alarm: str, subject: str, sentence: str, *, at: datetime) -> None:
    data = AlarmData(alarm=alarm, subject=subject, reason=sentence)
    ledger.append(kind, actor=ledger.WORKER, at=at, effective_at=at, data=data)
