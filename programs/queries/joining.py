"""What a person takes part in, what they could join, and what is known before they are asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import User
from programs.models import Enrollment, JoinDraft, Program
from programs.rules import EnrollmentState, JoinStep, Role

# Who declined or withdrew may apply again; who was invited has not answered yet.
_MAY_APPLY = (EnrollmentState.INVITED, EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN)

Known = Mapping[JoinStep, Mapping[str, Any]]


def places_of(user: User) -> list[Enrollment]:
    """Return a person's places, newest first, those behind them included."""
    places = Enrollment.objects.filter(user=user).select_related("program")
    return list(places.order_by("-created_at", "-pk"))


def programs_to_join(user: User) -> list[Program]:
    """Return the programs that are open and in which this person has no place, soonest first."""
    taken = Enrollment.objects.filter(user=user).exclude(state__in=_MAY_APPLY)
    programs = Program.objects.open_to_join().exclude(pk__in=taken.values("program_id"))
    return list(programs.order_by("starts_on", "name"))


def draft_of(user: User, program: Program) -> JoinDraft | None:
    """Return what a person has said so far on the pages of a program."""
    return JoinDraft.objects.filter(user=user, program=program).first()


def invited_place(uid: UUID, person_id: int) -> Enrollment | None:
    """Return the place that a personal link is about; None when it is not this person's."""
    places = Enrollment.objects.filter(uid=uid, user_id=person_id, invitation__isnull=False)
    return places.select_related("program", "user").first()


def drafts_of(user: User) -> frozenset[int]:
    """Return the programs in which this person has begun to sign up."""
    return frozenset(JoinDraft.objects.filter(user=user).values_list("program_id", flat=True))


def next_step(draft: JoinDraft | None) -> JoinStep:
    """Return the first page that was not answered yet."""
    said = draft.answers if draft else {}
    return next((step for step in JoinStep if step not in said), JoinStep.CHECK)


def known_answers(user: User, program: Program, place: Enrollment | None) -> Known:
    """Return what the pages begin with: an invitation, an earlier place, or the directory.

    Topics of another program are found again by their names.
    """
    source = place or _last_place(user)
    if source is None:
        role = likely_role(user, program)
        return {JoinStep.ROLE: {"role": role}, JoinStep.TIMES: {"days": user.working_week}}
    names = source.topics.values("name")
    topics = program.topics.filter(name__in=names).values_list("uid", flat=True)
    return {
        JoinStep.ROLE: {"role": source.role},
        JoinStep.TOPICS: {"topics": [str(uid) for uid in topics], "hope": source.hope},
        JoinStep.TIMES: {
            "days": source.days or user.working_week,
            "dayparts": source.dayparts,
            "ways": source.ways,
        },
        JoinStep.BOUNDARIES: {"boundaries": source.boundaries},
    }


def _last_place(user: User) -> Enrollment | None:
    return Enrollment.objects.filter(user=user).order_by("-created_at", "-pk").first()


def likely_role(user: User, program: Program) -> str:
    """Return the side with more possible partners, going by levels; empty when nothing is known."""
    if user.level is None:
        return ""
    gap = program.min_level_gap
    found = User.objects.active().aggregate(
        seniors=Count("pk", filter=Q(level__gte=user.level + gap)),
        juniors=Count("pk", filter=Q(level__lte=user.level - gap)),
    )
    if found["seniors"] == found["juniors"]:
        return ""
    return Role.MENTOR if found["seniors"] > found["juniors"] else Role.MENTEE


def place_on_the_list(place: Enrollment) -> tuple[int, int]:
    """Return where somebody stands on the wait list of their role, and how long it is."""
    waiting = Enrollment.objects.filter(
        program_id=place.program_id, role=place.role, state=EnrollmentState.WAIT_LISTED
    )
    before = Q(created_at__lt=place.created_at) | Q(created_at=place.created_at, pk__lte=place.pk)
    found = waiting.aggregate(rank=Count("pk", filter=before), length=Count("pk"))
    return found["rank"], found["length"]
