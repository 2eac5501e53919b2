"""What one of the two did not say yes to cannot be told from silence, by anybody, anywhere."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from attention.models import ActionItem
from core import clock
from core.models import AuditEvent
from health.actions import refresh_stale
from lifecycle.actions import Wishes, answer_about_goals, say_wishes
from lifecycle.rules import Answer, ConsentKind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.models import Enrollment
from tests.contracts.agreements import make_in_force
from tests.lifecycle.closing import LATE, OVER, conclude, finish

ANSWERS = [None, Answer.NO, Answer.NOT_YET]
# Of the partner: everything but a yes to what needs both, and anything that binds only oneself.
PARTNER = st.builds(
    Wishes,
    extend=st.sampled_from(ANSWERS),
    stay_in_touch=st.sampled_from(ANSWERS),
    after=st.sampled_from([None, ConsentKind.NEW_PARTNER, ConsentKind.DONE]),
)
OWN = st.builds(
    Wishes,
    extend=st.sampled_from([None, *Answer]),
    months=st.sampled_from([3, 6]),
    stay_in_touch=st.sampled_from([None, *Answer]),
    after=st.sampled_from([None, ConsentKind.NEW_PARTNER, ConsentKind.DONE]),
)
OF_THE_PAIR = (
    "home:show-pair",
    "lifecycle:show-closing",
    "lifecycle:share-goals",
    "meetings:list-meetings",
)
OF_HR = (
    ("dashboard:show-pair", "pair"),
    ("dashboard:advance-program", "program"),
    ("dashboard:list-pairs", ""),
)


def without_tokens(page: str) -> str:
    """Return a page without what differs each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r'name="(note_)?uid" value="[\w-]+"|nonce="[^"]+"', "", page)


def read(client: Client, address: str) -> tuple[str, int]:
    """Return a page and what it cost."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return without_tokens(answer.content.decode()), len(captured)


def traces() -> list[object]:
    """Return every row that an act could leave where somebody looks."""
    return [
        list(AuditEvent.objects.order_by("pk").values("verb", "actor_id", "at", "facts")),
        list(OutboxMessage.objects.order_by("pk").values("kind", "person_id", "created_at")),
        list(Pairing.objects.values()),
        list(Enrollment.objects.order_by("pk").values("revision", "is_available")),
        list(ActionItem.objects.order_by("pk").values("kind", "subject_uid")),
    ]


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Stage:
    """The pair in its last weeks, and what the two said."""

    def __init__(self, pair: Pairing, clients: dict[str, Client]) -> None:
        self.pair, self.clients = pair, clients

    def say(self, who: User, wishes: Wishes, goals: Answer | None) -> None:
        """Let one of the two answer everything."""
        say_wishes(self.pair, wishes=wishes, by=who, now=LATE)
        if goals is not None:
            answer_about_goals(self.pair, answer=goals, by=who, now=LATE)

    def views(self) -> list[object]:
        """Return all that the mentor and HR are shown."""
        own = [reverse(name, args=[self.pair.uid]) for name in OF_THE_PAIR]
        uids = {"pair": [self.pair.uid], "program": [self.pair.program.uid], "": []}
        hr = [reverse(name, args=uids[what]) for name, what in OF_HR]
        mine, theirs = self.clients["mentor"], self.clients["hr"]
        # An export leaves a trace of its own.
        with taken_back():
            export = theirs.post(reverse("dashboard:export-pairs"))
            rows = b"".join(export) if export.streaming else export.content
        return [read(mine, at) for at in own] + [read(theirs, at) for at in hr] + [rows, traces()]


@pytest.fixture
def stage(
    pair: Pairing, coordinator: User, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> Stage:
    monkeypatch.setattr(clock, "now", lambda: LATE + timedelta(minutes=5))
    make_in_force(pair, now)
    conclude(pair)
    refresh_stale(now=LATE)
    clients = {"mentor": Client(), "hr": Client()}
    clients["mentor"].force_login(pair.mentor)
    clients["hr"].force_login(coordinator)
    return Stage(pair, clients)


# An example reads every page twice: few of them, and none is made smaller.
FEW = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FEW
@given(own=OWN, goals=st.sampled_from(ANSWERS), partner=PARTNER, partners=st.sampled_from(ANSWERS))
def test_no_not_yet_and_silence_look_the_same(
    stage: Stage, own: Wishes, goals: Answer | None, partner: Wishes, partners: Answer | None
) -> None:
    with taken_back():
        stage.say(stage.pair.mentor, own, goals or Answer.YES)
        silence = stage.views()
        stage.say(stage.pair.mentee, partner, partners)
        assert stage.views() == silence


@FEW
@given(said=OWN, goals=st.sampled_from(list(Answer)))
def test_a_yes_shows_to_nobody_while_the_other_has_not_said_it(
    stage: Stage, said: Wishes, goals: Answer
) -> None:
    silence = stage.views()
    with taken_back():
        stage.say(stage.pair.mentee, said, goals)
        assert stage.views() == silence


@FEW
@given(partner=PARTNER, partners=st.sampled_from(ANSWERS))
def test_after_the_end_the_partner_cannot_tell_either(
    stage: Stage, partner: Wishes, partners: Answer | None
) -> None:
    def ended(wishes: Wishes, goals: Answer | None) -> list[object]:
        with taken_back():
            stage.say(stage.pair.mentee, wishes, goals)
            finish(stage.pair, OVER)
            own = [reverse(name, args=[stage.pair.uid]) for name in OF_THE_PAIR]
            pages = [read(stage.clients["mentor"], at) for at in own]
            mails = OutboxMessage.objects.order_by("kind", "person_id")
            found: list[object] = [*pages, list(mails.values("kind", "person_id", "subject_uid"))]
        stage.pair.refresh_from_db()
        return found

    assert ended(partner, partners) == ended(Wishes(), None)
