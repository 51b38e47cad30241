"""The whole life of a filing is one table; no sequence of acts leaves it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrika.core.lifecycle import (
    CLOSED,
    OPEN,
    STORED,
    TRANSITIONS,
    Act,
    NotAllowed,
    Status,
    after,
    allowed_acts,
)

ACTS = st.lists(st.sampled_from(Act), max_size=40)


@given(ACTS)
def test_it_never_leaves_the_table(acts: list[Act]) -> None:
    status = Status.NEW
    for act in acts:
        if act in allowed_acts(status):
            status = after(status, act)
            assert status in STORED
        else:
            with pytest.raises(NotAllowed) as refused:
                after(status, act)
            assert (refused.value.status, refused.value.act) == (status, act)


@given(st.sampled_from(sorted(CLOSED)), ACTS)
def test_it_keeps_closed_what_is_closed(closed: Status, acts: list[Act]) -> None:
    assert allowed_acts(closed) == frozenset()
    for act in acts:
        with pytest.raises(NotAllowed):
            after(closed, act)


@given(st.data())
def test_it_reaches_an_end_whatever_is_done(data: st.DataObject) -> None:
    """Asking for more and returning a proposal are the only ways back, so without them a life is short."""
    status, steps = Status.NEW, 0
    while status not in CLOSED:
        act = data.draw(st.sampled_from(sorted(allowed_acts(status) - {Act.ASK, Act.RETURN})))
        status, steps = after(status, act), steps + 1
        assert steps <= len(Status)


def test_it_reaches_every_status_from_a_new_filing() -> None:
    reached = {Status.NEW}
    while more := {TRANSITIONS[key] for key in TRANSITIONS if key[0] in reached} - reached:
        reached |= more
    assert reached == set(Status)


def test_it_lets_an_applicant_withdraw_any_open_filing() -> None:
    """R-4.7."""
    assert all(Act.WITHDRAW in allowed_acts(status) for status in OPEN)


def test_it_approves_only_what_is_in_review() -> None:
    assert [before for (before, act) in TRANSITIONS if act is Act.APPROVE] == [Status.IN_REVIEW]


def test_it_says_which_act_was_refused() -> None:
    with pytest.raises(NotAllowed, match="a filing that is rejected cannot approve"):
        after(Status.REJECTED, Act.APPROVE)


def test_it_confirms_only_what_was_proposed() -> None:
    assert [before for (before, act) in TRANSITIONS if act is Act.CONFIRM] == [Status.AWAITING_CONFIRMATION]
    assert [key for key, then in TRANSITIONS.items() if then is Status.AWAITING_CONFIRMATION] == [
        (Status.IN_REVIEW, Act.PROPOSE)
    ]
