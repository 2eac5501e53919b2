"""What is told besides the pairs: everybody in it exists, and what is private stays plausible."""

import csv
from datetime import datetime, timedelta

import pytest

from mentoring.demo import coming, faces, scenes
from mentoring.demo.people import PEOPLE
from mentoring.demo.scenes import answer_in_private
from mentoring.demo.story import APPLIED, ENROLLED_ALONE, SIGNED_UP, WAITING
from pairings.models import Pairing
from pulse.actions import ask_both
from pulse.models import FitAsk

KNOWN = {
    row["Employee ID"] for row in csv.DictReader(PEOPLE.read_text(encoding="utf-8").splitlines())
}
A_DAY = timedelta(days=1)


def test_everybody_in_the_story_works_there() -> None:
    told = {key for pair in faces.FACES for key in (pair.mentor, pair.mentee)}
    told |= {key for key, *_rest in (*APPLIED, *ENROLLED_ALONE, *scenes.LEAVES, *coming.INVITED)}
    told |= {key for _day, key, *_rest in SIGNED_UP} | set(WAITING)
    assert told <= KNOWN


def test_some_leaders_have_not_answered_their_invitation() -> None:
    assert {answer for _key, answer in coming.INVITED} == {True, False, None}
    assert not {key for key, _ in coming.INVITED} & {key for _, key, *_ in SIGNED_UP}


@pytest.mark.django_db
def test_who_was_asked_in_private_answers_a_day_later(pair: Pairing, now: datetime) -> None:
    ask_both(pair, number=1, now=now)
    answer_in_private(now + timedelta(hours=2))
    assert not FitAsk.objects.exclude(answered_at=None).exists()
    answer_in_private(now + A_DAY)
    answered = FitAsk.objects.exclude(answered_at=None)
    assert {ask.answered_at for ask in answered} <= {now + A_DAY}


@pytest.mark.django_db
def test_nobody_changes_an_answer(pair: Pairing, now: datetime) -> None:
    ask_both(pair, number=1, now=now)
    answer_in_private(now + A_DAY)
    first = list(FitAsk.objects.order_by("pk").values_list("answer", "answered_at"))
    answer_in_private(now + 2 * A_DAY)
    assert list(FitAsk.objects.order_by("pk").values_list("answer", "answered_at")) == first
