"""A coordinator notes that a name on a list was talked to; the note says nothing else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from attention.actions import settle_items
from core import audit
from core.errors import Forbidden
from pulse.actions.draw import TALK_ITEM
from pulse.models import TalkName
from pulse.queries import are_names_left


def mark_talked(*, name: TalkName, by: User, now: datetime) -> TalkName:
    """Note that somebody was talked to; twice is harmless. Refuses who may not read the name."""
    return _set(name, by, now, talked_at=now)


def take_mark_back(*, name: TalkName, by: User, now: datetime) -> TalkName:
    """Take the note back."""
    return _set(name, by, now, talked_at=None)


@transaction.atomic
def _set(name: TalkName, by: User, now: datetime, *, talked_at: datetime | None) -> TalkName:
    """Write it; the audit trail names the list, never the person."""
    locked = (
        TalkName.objects.select_for_update(of=("self",))
        .select_related("talk_list__program")
        .get(pk=name.pk)
    )
    if not TalkName.objects.visible_to(by).filter(pk=locked.pk).exists():
        raise Forbidden("not_coordinator", _("Only who coordinates these people can do this."))
    if (locked.talked_at is None) == (talked_at is None):
        return locked
    locked.talked_at, locked.talked_by = talked_at, by if talked_at else None
    locked.save(update_fields=["talked_at", "talked_by"])
    verb = "note a talk" if talked_at else "take a talk back"
    audit.record(verb, locked.talk_list.subject, by=by, now=now)
    _settle(locked, by, now)
    return locked


def _settle(name: TalkName, by: User, now: datetime) -> None:
    program = name.talk_list.program
    if not are_names_left(program, now=now):
        settle_items(subject_uid=program.uid, kinds=[TALK_ITEM], how="talked", by=by, now=now)
