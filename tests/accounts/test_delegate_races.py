"""An assistant is named, ended and at work at the same moment, twice."""

from functools import partial

import pytest

from accounts.actions import deactivate_person, end_delegation, name_delegate
from accounts.models import Delegation, User
from meetings.actions import log_meeting
from meetings.models import MeetingLog
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests import builders
from tests.meetings.test_races import NOW, together

pytestmark = pytest.mark.django_db(transaction=True)


def planning() -> list[int]:
    """Return for how many each person plans who plans for anybody."""
    return list(User.objects.exclude(plans_for=0).values_list("plans_for", flat=True))


def test_the_same_assistant_twice_at_once_is_one(pair: Pairing) -> None:
    ana = builders.make_person("Ana Lopes", level=2)
    name = partial(name_delegate, person=pair.mentee, delegate=ana, by=pair.mentee, now=NOW)
    together(name, name)
    assert Delegation.objects.count() == 1
    assert planning() == [1]
    assert OutboxMessage.objects.filter(kind="delegate_named").count() == 1


def test_two_assistants_at_once_leave_one(pair: Pairing) -> None:
    people = [builders.make_person(name, level=2) for name in ("Ana Lopes", "Bo Chen")]
    together(
        *(
            partial(name_delegate, person=pair.mentee, delegate=each, by=pair.mentee, now=NOW)
            for each in people
        )
    )
    assert Delegation.objects.standing().count() == 1
    assert planning() == [1]


def test_all_end_it_at_once_and_it_ends_once(pair: Pairing) -> None:
    delegation = builders.make_delegation(pair.mentee)
    ana = delegation.delegate
    together(
        partial(end_delegation, delegation=delegation, by=pair.mentee, now=NOW),
        partial(end_delegation, delegation=delegation, by=ana, now=NOW),
        partial(deactivate_person, user=ana, left_on=NOW.date(), by=None, now=NOW),
    )
    assert not Delegation.objects.standing().exists()
    assert planning() == []


def test_mentee_and_assistant_log_at_once_with_one_word(pair: Pairing) -> None:
    ana = builders.make_delegation(pair.mentee).delegate
    together(
        partial(log_meeting, pair, by=pair.mentee, now=NOW),
        partial(log_meeting, pair, by=ana, now=NOW),
    )
    assert MeetingLog.objects.filter(undone_at=None).count() == 1
