"""Whatever Priya answers, and whether she does: nobody else's page, file, mail or row differs."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import AuditEvent
from health.actions import refresh_stale
from health.models import PairHealth
from outbox.models import OutboxMessage
from outbox.queries import history_about
from pairings.models import Pairing
from pulse.actions import answer_fit, sweep_pulses
from pulse.actions.answer import FitAnswer
from pulse.models import FitAsk
from pulse.rules import Fit
from reminders.actions import plan_sweep, sweep

ANSWERS = [FitAnswer(fit, may_contact) for fit in Fit for may_contact in (True, False)]
# Which form it is differs each time a page is opened.
TOKEN = re.compile(r'<input type="hidden"[^>]*>')
TOOK = timedelta(hours=1)


def pages_of_hr(pair: Pairing) -> Iterator[tuple[str, str]]:
    for name in ("show-health", "list-pairs", "list-needs", "list-people", "list-programs"):
        yield "get", reverse(f"dashboard:{name}")
    yield "get", reverse("dashboard:show-pair", args=[pair.uid])
    for person in (pair.mentor, pair.mentee):
        yield "get", reverse("dashboard:show-person", args=[person.uid])
    for name in ("show-program", "list-enrollments", "list-talks"):
        yield "get", reverse(f"dashboard:{name}", args=[pair.program.uid])
    yield "post", reverse("dashboard:export-pairs")


def pages_of_partner(pair: Pairing) -> Iterator[tuple[str, str]]:
    yield "get", "/"
    yield "get", reverse("home:show-pair", args=[pair.uid])
    yield "get", reverse("pulse:answer-fit", args=[pair.uid])
    yield "get", reverse("meetings:list-meetings", args=[pair.uid])


def read(client: Client, method: str, path: str) -> str:
    answer = getattr(client, method)(path)
    assert answer.status_code in (200, 302), path
    content = b"".join(answer) if answer.streaming else answer.content
    return TOKEN.sub("", content.decode())


def rows_beside(priya: User) -> list[object]:
    """Return what is stored, but Priya's own questions and the mails to her that ask them."""
    mails = OutboxMessage.objects.exclude(kind="pulse_fit", person_id=priya.pk)
    return [
        list(AuditEvent.objects.exclude(verb="export pairs").order_by("pk").values()),
        list(mails.order_by("pk").values()),
        list(PairHealth.objects.values()),
        list(Pairing.objects.values()),
        list(FitAsk.objects.exclude(person=priya).values()),
    ]


def seen_by_others(pair: Pairing, now: datetime) -> list[object]:
    refresh_stale(now=now)
    sweep(now=now)
    sweep_pulses(now=now)
    coordinator = User.objects.get(display_name="Cora Lind")
    desk, home = Client(), Client()
    desk.force_login(coordinator)
    home.force_login(pair.mentee)
    found: list[object] = [read(desk, *page) for page in pages_of_hr(pair)]
    found += [read(home, *page) for page in pages_of_partner(pair)]
    ladders = [plan.ladder for plan in plan_sweep([pair], now=now)]
    return [*found, *rows_beside(pair.mentor), history_about(pair.uid), ladders]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.fit}-{answer.may_contact}")
def test_nobody_can_tell_an_answer_from_silence(
    ask: FitAsk, mentor: User, coordinator: User, now: datetime, answer: FitAnswer
) -> None:
    pair = Pairing.objects.with_people().get()
    sweep_pulses(now=now)
    silence = seen_by_others(pair, now + TOOK)
    answer_fit(ask=ask, by=mentor, answer=answer, now=now)
    assert seen_by_others(pair, now + TOOK) == silence


def test_what_priya_sees_of_her_own_differs(ask: FitAsk, mentor: User, now: datetime) -> None:
    priya = Client()
    priya.force_login(mentor)
    path = reverse("pulse:answer-fit", args=[ask.pairing.uid])
    before = read(priya, "get", path)
    answer_fit(ask=ask, by=mentor, answer=ANSWERS[0], now=now)
    assert read(priya, "get", path) != before
