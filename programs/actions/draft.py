"""The sign-up pages keep what is said as it is said; the last page turns it into a place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal, Stale
from programs.actions.answer import accept_invitation
from programs.actions.apply import Wishes, apply_to_program
from programs.models import Enrollment, JoinDraft, Program, Topic
from programs.rules import EnrollmentState, JoinStep

Answers = Mapping[str, Any]
# Words that somebody wrote are not written over unseen; a choice is made again in one click.
_TYPED: Final = {JoinStep.TOPICS: "hope", JoinStep.BOUNDARIES: "boundaries"}


def save_answers(
    *, program: Program, by: User, step: JoinStep, answers: Answers, seen: int, now: datetime
) -> JoinDraft:
    """Keep the answers of one page; other pages keep theirs.

    `seen` is the draft's revision that the page showed. Raises `Stale` where other words were
    written on this page since.
    """
    with transaction.atomic():
        draft, _is_new = JoinDraft.objects.select_for_update().get_or_create(
            program=program, user=by, defaults={"changed_at": now}
        )
        if _would_lose_words(draft, step, answers, seen):
            raise Stale("stale", _("You wrote this in another window. Compare, then save again."))
        if draft.answers.get(step) != answers:
            draft.revision += 1
            draft.answers[step] = dict(answers)
            draft.saved_as[step] = draft.revision
            draft.changed_at = now
            draft.save()
    return draft


def _would_lose_words(draft: JoinDraft, step: JoinStep, answers: Answers, seen: int) -> bool:
    name = _TYPED.get(step)
    if name is None or draft.saved_as.get(step, 0) <= seen:
        return False
    written = draft.answers[step].get(name)
    return bool(written) and written != answers.get(name)


def wishes_in(draft: JoinDraft, *, has_read_rules: bool) -> Wishes:
    """Return what a draft says; topics that HR took off the list meanwhile are left out."""
    said: dict[str, Any] = {}
    for step in JoinStep:
        said |= draft.answers.get(step, {})
    topics = Topic.objects.filter(program_id=draft.program_id, uid__in=said.get("topics", ()))
    return Wishes(
        role=said.get("role", ""),
        topics=tuple(topics),
        hope=said.get("hope", ""),
        boundaries=said.get("boundaries", ""),
        has_read_rules=has_read_rules,
        days=said.get("days", ""),
        dayparts=tuple(said.get("dayparts", ())),
        ways=tuple(said.get("ways", ())),
    )


def finish_joining(
    *, program: Program, by: User, has_read_rules: bool, now: datetime
) -> Enrollment:
    """Ask for the place, or take the one that was offered, with what the draft says.

    Who was invited in another role asks like everybody else. Twice is harmless. Refuses a draft
    without a role, and what `apply_to_program` and `accept_invitation` refuse.
    """
    with transaction.atomic():
        draft = JoinDraft.objects.select_for_update().filter(program=program, user=by).first()
        if draft is None:
            return _place_made_already(program, by)
        wishes = wishes_in(draft, has_read_rules=has_read_rules)
        if not wishes.role:
            raise Refusal("no_role", _("Choose first which side you would take."))
        place = Enrollment.objects.filter(program=program, user=by, role=wishes.role).first()
        if place is not None and place.state == EnrollmentState.INVITED:
            place = accept_invitation(enrollment=place, by=by, wishes=wishes, now=now)
        else:
            place = apply_to_program(program=program, by=by, wishes=wishes, now=now)
        draft.delete()
    return place


def _place_made_already(program: Program, by: User) -> Enrollment:
    place = Enrollment.objects.filter(program=program, user=by).first()
    if place is None:
        raise Refusal("no_role", _("Choose first which side you would take."))
    return place
