"""The worker's loop: each step in turn; a crash pauses one step and never spins."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from matrika.worker.loop import Loop
from matrika.worker.models import Heartbeat
from matrika.worker.steps import STEPS, Step
from matrika.worker.stop import Stop, listening

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Work:
    """A step with so many units; it writes down when each was done."""

    def __init__(self, units: int, done: list[str], name: str) -> None:
        self.units, self.done, self.name = units, done, name

    def __call__(self, *, at: datetime) -> bool:
        if not self.units:
            return False
        self.units -= 1
        self.done.append(self.name)
        return True


class Poison:
    """A unit that crashes as long as it is asked to."""

    def __init__(self) -> None:
        self.tried: list[datetime] = []
        self.cured = False

    def __call__(self, *, at: datetime) -> bool:
        self.tried.append(at)
        if not self.cured:
            raise RuntimeError("poisoned unit")
        return False


@pytest.fixture
def stop() -> Iterator[Stop]:
    stop = Stop()
    yield stop
    stop.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loop_of(stop: Stop, clock: Clock) -> Callable[..., Loop]:
    """Steps by name; one whose name begins with "slow" is."""

    def loop_of(**runs: Callable[..., bool]) -> Loop:
        steps = [Step(name, run, slow=name.startswith("slow")) for name, run in runs.items()]
        return Loop(steps, clock=clock, stop=stop)

    return loop_of


def test_it_gives_each_step_a_turn_until_nothing_is_due(loop_of: Callable[..., Loop]) -> None:
    done: list[str] = []
    loop_of(a=Work(3, done, "a"), b=Work(1, done, "b")).run_until_idle()
    assert done == ["a", "b", "a", "a"]


def test_it_does_slow_work_when_the_rest_is_idle(loop_of: Callable[..., Loop]) -> None:
    done: list[str] = []
    loop_of(slow=Work(2, done, "slow"), quick=Work(3, done, "quick")).run_until_idle()
    assert done == ["quick"] * 3 + ["slow"] * 2


def test_it_does_not_let_slow_work_wait_for_ever(loop_of: Callable[..., Loop]) -> None:
    done: list[str] = []
    loop_of(slow=Work(2, done, "slow"), quick=Work(50, done, "quick")).run_until_idle()
    assert [place for place, name in enumerate(done) if name == "slow"] == [20, 41]


@pytest.mark.django_db(transaction=True)  # a crash may close the connection
def test_it_lets_other_steps_go_on_when_one_crashes(loop_of: Callable[..., Loop]) -> None:
    done: list[str] = []
    loop = loop_of(bad=Poison(), good=Work(3, done, "good"))
    loop.run_until_idle()
    assert done == ["good"] * 3
    assert list(loop.failures) == ["bad"]


@pytest.mark.django_db(transaction=True)  # a crash may close the connection
def test_it_does_not_spin_on_a_poisoned_unit(loop_of: Callable[..., Loop], clock: Clock) -> None:
    poison = Poison()
    loop = loop_of(bad=poison)
    while clock.now < START + timedelta(minutes=2):
        loop.tick()
        clock.now += timedelta(seconds=1)
    after = [(tried - START) // timedelta(seconds=1) for tried in poison.tried]
    assert after == [0, 1, 3, 7, 15, 31, 61, 91]


@pytest.mark.django_db(transaction=True)  # a crash may close the connection
def test_it_forgets_the_pause_after_a_success(loop_of: Callable[..., Loop], clock: Clock) -> None:
    poison = Poison()
    loop = loop_of(bad=poison)
    loop.tick()
    poison.cured = True
    clock.now += timedelta(seconds=1)
    loop.tick()
    assert loop.failures == {}


@pytest.mark.django_db(transaction=True)  # a crash may close the connection
def test_it_logs_a_crash_with_a_reference_that_the_heartbeat_shows(
    loop_of: Callable[..., Loop], clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    loop = loop_of(bad=Poison())
    with caplog.at_level(logging.ERROR):
        loop.tick()
    reference = loop.failures["bad"].reference
    assert f"reference {reference}" in caplog.text
    assert "RuntimeError: poisoned unit" in caplog.text
    loop.tick()
    assert Heartbeat.objects.get().failing == f"bad ({reference})"


def test_it_finishes_the_unit_in_hand_when_asked_to_stop(clock: Clock) -> None:
    done: list[str] = []

    def asked_in_the_middle(*, at: datetime) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("finished")
        return True

    with listening() as stop:
        steps = [Step("first", asked_in_the_middle), Step("second", Work(1, done, "second"))]
        Loop(steps, clock=clock, stop=stop).run_until_stopped()
    assert done == ["finished"]
    assert not Heartbeat.objects.exists()


def test_it_wakes_at_once_when_asked_to_stop_while_waiting() -> None:
    with listening() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        stop.wait(3600)  # would outlast any patience
        assert stop.requested


def test_it_gives_the_signals_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with listening():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_it_names_every_step_once() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)
