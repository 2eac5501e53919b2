"""A program is created and described; who saves over someone else's change is told."""

import datetime
import zoneinfo
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal, Stale
from core.hints import hint
from programs.actions.locks import lock_program, refuse_closed
from programs.models import Program, ProgramStaff, Topic
from programs.permissions import can_create_program
from programs.rules import Cadence, ProgramKind, ProgramState, StaffRole

# The code of refusals about the date of the announcement.
ANNOUNCEMENT_REFUSED = "announcement"


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What HR says about a program. `minutes` per meeting; weekdays are ISO (1 = Monday)."""

    name: str
    starts_on: datetime.date
    ends_on: datetime.date | None = None
    kind: str = ProgramKind.COHORT
    purpose: str = ""
    time_zone: str = "UTC"
    cadence: str = Cadence.MONTHLY
    minutes: int = 45
    min_level_gap: int = 2
    change_weekday: int = 4
    change_time: datetime.time = datetime.time(10)
    topics: tuple[str, ...] = ()
    announce_at: datetime.datetime | None = None
    allows_requests: bool = False

    def columns(self) -> dict[str, object]:
        """Return what is stored on the program itself."""
        return {name: value for name, value in asdict(self).items() if name != "topics"}


def create_program(*, by: User, facts: ProgramFacts, now: datetime.datetime) -> Program:
    """Create a draft and make its creator a coordinator; refuses a name that is taken."""
    if not can_create_program(by):
        raise Forbidden("not_hr", _("Only HR admins can create a program."))
    _refuse_announcement(Program(), facts, now)
    with transaction.atomic():
        program = _store(Program(), facts)
        ProgramStaff.objects.create(program=program, user=by, role=StaffRole.COORDINATOR)
        _add_topics(program, facts.topics)
        audit.record("create", program.subject, by=by, now=now)
    return program


def edit_program(
    *, program: Program, by: User, facts: ProgramFacts, revision: int, now: datetime.datetime
) -> Program:
    """Change the facts; raises `Stale` when somebody else changed them since `revision`.

    Use `pairings.actions.change_program`, which also tells the pairs.
    """
    with transaction.atomic():
        current = lock_program(program, by=by)
        refuse_closed(current)
        _refuse_stale(current, revision)
        _refuse_other_kind(current, facts.kind)
        _refuse_announcement(current, facts, now)
        _replace_topics(current, facts.topics)
        current.revision += 1
        _store(current, facts)
        audit.record("edit", current.subject, by=by, now=now)
        hint("health.tasks.refresh")
    return current


def _store(program: Program, facts: ProgramFacts) -> Program:
    for name, value in facts.columns().items():
        setattr(program, name, value)
    try:
        with transaction.atomic():
            program.save()
    except IntegrityError:
        if Program.objects.filter(name=facts.name).exclude(pk=program.pk).exists():
            message = _("There is already a program called “%(name)s”.") % {"name": facts.name}
            raise Refusal("name_taken", message) from None
        raise
    return program


def _refuse_stale(current: Program, revision: int) -> None:
    if current.revision != revision:
        message = _("Somebody else changed this program meanwhile. Compare, then save again.")
        raise Stale("stale", message)


def _refuse_other_kind(current: Program, kind: str) -> None:
    if current.kind != kind and current.state != ProgramState.DRAFT:
        message = _("People have joined this kind of program; its kind can no longer change.")
        raise Refusal("kind_is_fixed", message)


def _refuse_announcement(current: Program, facts: ProgramFacts, now: datetime.datetime) -> None:
    at = facts.announce_at
    if at == current.announce_at and facts.kind == current.kind:
        return
    if current.announced_at is not None:
        raise Refusal(ANNOUNCEMENT_REFUSED, _("The pairs are announced already; the date stays."))
    if at is None:
        return
    if facts.kind != ProgramKind.COHORT:
        raise Refusal(ANNOUNCEMENT_REFUSED, _("Only the pairs of a cohort are announced at once."))
    if at <= now:
        raise Refusal(ANNOUNCEMENT_REFUSED, _("Choose a time that is still to come."))
    last_day = facts.ends_on
    if last_day and at.astimezone(zoneinfo.ZoneInfo(facts.time_zone)).date() >= last_day:
        raise Refusal(ANNOUNCEMENT_REFUSED, _("The announcement must come before the last day."))


def _add_topics(program: Program, names: tuple[str, ...]) -> None:
    known = set(program.topics.values_list("name", flat=True))
    fresh = [name for name in dict.fromkeys(names) if name not in known]
    Topic.objects.bulk_create([Topic(program=program, name=name) for name in fresh])


def _replace_topics(program: Program, names: tuple[str, ...]) -> None:
    gone = program.topics.exclude(name__in=names).annotate(chosen=Count("enrollments"))
    for topic in gone.filter(chosen__gt=0).order_by("name")[:1]:
        raise Refusal("topic_in_use", _topic_in_use(topic.name, topic.chosen))
    program.topics.exclude(name__in=names).delete()
    _add_topics(program, names)


def _topic_in_use(name: str, people: int) -> str:
    return ngettext(
        "“%(name)s” stays on the list: %(people)d person chose it.",
        "“%(name)s” stays on the list: %(people)d people chose it.",
        people,
    ) % {"name": name, "people": people}
