"""An invitation, its mail and its link, as tests need them."""

from datetime import datetime

from accounts.models import User
from core.tokens import make_token
from programs.actions import InviteAnswer, Wishes, invite_people
from programs.emails import ANSWER
from programs.models import Enrollment, Program
from programs.rules import Role


def invite(
    program: Program, person: User, by: User, now: datetime, role: Role = Role.MENTEE
) -> Enrollment:
    """Invite one person and return their place."""
    topics = tuple(program.topics.filter(name="Careers"))
    wishes = Wishes(role=role, topics=topics, hope="See what I miss")
    ask(program, [person.email], by, now, wishes)
    return Enrollment.objects.get(program=program, user=person)


def ask(
    program: Program,
    addresses: list[str],
    by: User,
    now: datetime,
    wishes: Wishes | None = None,
) -> list[InviteAnswer]:
    """Invite people by their addresses."""
    wishes = wishes or Wishes(role=Role.MENTEE)
    return invite_people(program=program, addresses=addresses, wishes=wishes, by=by, now=now)


def link_of(place: Enrollment, now: datetime, purpose: str = ANSWER) -> str:
    """Return the token of the personal link."""
    person = place.user_id
    return make_token(purpose, person_id=person, subject_uid=place.uid, nonce="1", now=now)
