"""What happens besides the pairs' dates: assistants, leave, follow-ups, private answers, thanks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle
from typing import Final

from accounts.actions import add_leave, name_delegate
from accounts.models import User
from lifecycle.actions import Wishes, answer_about_goals, say_wishes, write_thanks
from lifecycle.rules import Answer, ConsentKind
from meetings.actions import ItemDraft, add_item, tick_item
from meetings.models import ACTION, AgendaItem
from mentoring.demo.pairs import Timetable
from mentoring.demo.story import LAST_YEAR_ENDS, Pair
from mentoring.demo.words import THANKS
from pairings.models import Pairing
from programs.rules import Role
from pulse.actions.answer import FitAnswer, answer_fit
from pulse.models import FitAsk
from pulse.rules import Fit

# Who is away from which day to which; nobody is asked why.
LEAVES: Final = (("V014", 20, 31), ("V003", 12, 18), ("V035", 4, 9), ("V010", -30, -24))
TALK_WISHED, STILL_DECIDING, SILENT = 17, 5, 9


def tell_of_faces(stage: Timetable) -> None:
    """Tell what Priya, Tom and a few others do; both stories have it."""
    people = stage.people
    stage.at(-60, lambda now: _name_assistant(stage, now))
    stage.at(-70, lambda now: _share_goals(stage, now))
    stage.in_the_evening(-12, lambda now: _note_follow_ups(stage, now))
    stage.at(-8, lambda now: _tick_one(stage, now))
    stage.at(-3, lambda now: _think_of_points(stage, now))
    for key, first, last in LEAVES:
        days = stage.day(first).date(), stage.day(last).date()
        stage.at(-40, partial(_go_on_leave, people[key], days))


def tell_of_farewells(stage: Timetable, before: Sequence[Pair], few: Sequence[Pair]) -> None:
    """Tell how last year's pairs thanked each other, and what the pilot's wish for."""
    words = cycle(THANKS)
    for pair in before[:8]:
        for role in Role:
            text = next(words)
            stage.at(LAST_YEAR_ENDS - 5, partial(_thank, stage, pair, role, text))
    extends, stays, _waits = few
    stage.at(-3, lambda now: _wish_to_extend(stage, extends, now))
    stage.at(-3, lambda now: _stay_in_touch(stage, stays, now))
    stage.at(-2, partial(_thank, stage, stays, Role.MENTOR, next(words)))


def answer_in_private(now: datetime) -> None:
    """Let people answer how their pair fits, a day after they were asked; some never do."""
    asks = FitAsk.objects.filter(
        answered_at=None, asked_at__lt=now - timedelta(hours=20), closes_at__gt=now
    )
    for ask in asks.select_related("pairing", "person"):
        number = ask.pairing_id * 2 + ask.person_id
        if number % SILENT:
            fit = Fit.GOOD if number % STILL_DECIDING else Fit.DECIDING
            answer = FitAnswer(fit, may_contact=number % TALK_WISHED == 0)
            answer_fit(ask=ask, by=ask.person, answer=answer, now=now)


def _pairing(stage: Timetable, mentor: str, mentee: str) -> Pairing:
    found = Pairing.objects.with_people().filter(
        mentor=stage.people[mentor], mentee=stage.people[mentee]
    )
    return found.latest("pk")


def _priya_and_tom(stage: Timetable) -> Pairing:
    return _pairing(stage, "V034", "V002")


def _name_assistant(stage: Timetable, now: datetime) -> None:
    tom = stage.people["V002"]
    name_delegate(person=tom, delegate=stage.people["V061"], by=tom, now=now)


def _go_on_leave(person: User, days: tuple[date, date], now: datetime) -> None:
    first, last = days
    add_leave(user=person, starts_on=first, ends_on=last, by=person, now=now)


def _share_goals(stage: Timetable, now: datetime) -> None:
    """Let HR read one page; of another, only one of the two agreed."""
    pairing = _priya_and_tom(stage)
    for person in (pairing.mentor, pairing.mentee):
        answer_about_goals(pairing, answer=Answer.YES, by=person, now=now)
    pairing = _pairing(stage, "V038", "V014")
    answer_about_goals(pairing, answer=Answer.YES, by=pairing.mentor, now=now)


def _note_follow_ups(stage: Timetable, now: datetime) -> None:
    pairing = _priya_and_tom(stage)
    drafts = (
        ItemDraft("Post the first update on the forum", ACTION, Role.MENTEE),
        ItemDraft("Ask finance for a seat in the December review", ACTION, Role.MENTEE),
        ItemDraft("Send Tom three posts that people read", ACTION, Role.MENTOR),
    )
    for draft in drafts:
        add_item(pairing, draft, by=pairing.mentor, now=now)


def _tick_one(stage: Timetable, now: datetime) -> None:
    pairing = _priya_and_tom(stage)
    item = AgendaItem.objects.filter(pairing=pairing, owner=pairing.mentor).latest("pk")
    tick_item(item, by=pairing.mentor, now=now)


def _think_of_points(stage: Timetable, now: datetime) -> None:
    pairing = _priya_and_tom(stage)
    add_item(pairing, ItemDraft("What the forum answered"), by=pairing.mentee, now=now)
    add_item(pairing, ItemDraft("How the budget review works"), by=pairing.mentor, now=now)


def _thank(stage: Timetable, pair: Pair, role: Role, text: str, now: datetime) -> None:
    pairing = _pairing(stage, pair.mentor, pair.mentee)
    write_thanks(pairing, text=text, by=pairing.person_in(role), now=now)


def _wish_to_extend(stage: Timetable, pair: Pair, now: datetime) -> None:
    """One of the two would go on; nobody is told until the other says so too."""
    pairing = _pairing(stage, pair.mentor, pair.mentee)
    wishes = Wishes(extend=Answer.YES, months=3, stay_in_touch=Answer.YES)
    say_wishes(pairing, wishes=wishes, by=pairing.mentor, now=now)


def _stay_in_touch(stage: Timetable, pair: Pair, now: datetime) -> None:
    pairing = _pairing(stage, pair.mentor, pair.mentee)
    for person, after in (
        (pairing.mentor, ConsentKind.NEW_PARTNER),
        (pairing.mentee, ConsentKind.DONE),
    ):
        wishes = Wishes(extend=Answer.NO, stay_in_touch=Answer.YES, after=after)
        say_wishes(pairing, wishes=wishes, by=person, now=now)
