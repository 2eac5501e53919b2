"""The names of one week are drawn once, on the program's change day, and never again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from secrets import token_hex
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from attention.actions import raise_item, settle_items
from core.days import USUAL_WORK, add_working_days, day_of
from programs.models import Program
from programs.queries import overseer_where_nobody_is_free
from pulse.models import FitAsk, TalkList, TalkName, TalkPlace
from pulse.queries import Crowd, are_names_left, crowd_of
from pulse.rules import GROUP, WORKING_DAYS_TO_TALK, Pool, form_groups, join_groups, names_for

TALK_ITEM = "talk_list"


@transaction.atomic
def draw_list(program: Program, *, period_at: datetime, seed: str = "", now: datetime) -> bool:
    """Draw the names of the week that began at `period_at`; returns whether this call did it.

    A week without names has its row too: a wish that comes later waits for the next change day,
    so that no list tells by its time who answered last. `seed` repeats a draw.
    """
    drawn_on = day_of(now, ZoneInfo(program.time_zone))
    talk_list = TalkList(
        program=program,
        period_at=period_at,
        seed=seed or token_hex(16),
        drawn_at=now,
        talk_by=add_working_days(drawn_on, WORKING_DAYS_TO_TALK, USUAL_WORK) or drawn_on,
    )
    TalkList.objects.bulk_create([talk_list], ignore_conflicts=True)
    mine = TalkList.objects.filter(uid=talk_list.uid).first()
    if mine is None:
        return False
    _fill(mine, now)
    return True


def _fill(talk_list: TalkList, now: datetime) -> None:
    program, seed = talk_list.program, talk_list.seed
    wishes = list(FitAsk.objects.wishing_contact(program).select_for_update(of=("self",)))
    wishing = set(_present(wish.person_id for wish in wishes))
    crowd = _grouped(program, crowd_of(program), seed)
    names = names_for(wishing, _pool(crowd), seed) if crowd.enrolled else []
    FitAsk.objects.filter(pk__in=[wish.pk for wish in wishes]).update(listed_at=now)
    people = User.objects.in_bulk(names)
    TalkName.objects.bulk_create(
        TalkName(
            talk_list=talk_list,
            person=people[person],
            position=position,
            overseer=overseer_where_nobody_is_free(program, [person]),
        )
        for position, person in enumerate(names)
    )
    if names:
        _tell(talk_list, now)
    elif not are_names_left(program, now=now):
        settle_items(subject_uid=program.uid, kinds=[TALK_ITEM], how="over", by=None, now=now)


def _present(people: Iterable[int]) -> list[int]:
    return list(User.objects.active().filter(pk__in=people).values_list("pk", flat=True))


def _grouped(program: Program, crowd: Crowd, seed: str) -> Crowd:
    """Give everybody who was asked a group, whatever they answered; who has one keeps it."""
    known = {person for group in crowd.groups.values() for person in group}
    free = crowd.enrolled - known
    formed = form_groups(free & crowd.asked, free - crowd.asked, crowd.partners, seed)
    whole = [group for group in formed if len(group) >= GROUP]
    strays = [person for group in formed if len(group) < GROUP for person in group]
    first = max(crowd.groups, default=0) + 1
    groups = {key: set(group) for key, group in crowd.groups.items()}
    groups |= {first + at: set(group) for at, group in enumerate(whole)}
    for person, key in join_groups(strays, groups, crowd.partners, seed).items():
        groups[key].add(person)
    TalkPlace.objects.bulk_create(
        TalkPlace(program=program, person_id=person, group=key)
        for key, group in groups.items()
        for person in sorted(group - known)
    )
    return replace(crowd, groups=groups)


def _pool(crowd: Crowd) -> Pool:
    """Leave out who is not enrolled any more."""
    present = {key: set(group) & crowd.enrolled for key, group in crowd.groups.items()}
    grouped = {person for group in crowd.groups.values() for person in group}
    return Pool({key: group for key, group in present.items() if group}, crowd.enrolled - grouped)


def _tell(talk_list: TalkList, now: datetime) -> None:
    """Raise one item about the program; it says by when, and names nobody."""
    raise_item(
        program=talk_list.program,
        kind=TALK_ITEM,
        subject_uid=talk_list.program.uid,
        people=[],
        facts={"list": str(talk_list.uid), "by": talk_list.talk_by.isoformat()},
        now=now,
    )
