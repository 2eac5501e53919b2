"""A person stops the nudges of one pair, or lets them come again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.audit import record
from pairings.models import Pairing
from reminders.models import Mute


def stop_nudges(*, by: User, pairing: Pairing, now: datetime) -> None:
    """Send this person no nudge about this pair from now on; transactional mail still leaves."""
    with transaction.atomic():
        _mute, is_new = Mute.objects.get_or_create(person=by, pairing=pairing, defaults={"at": now})
        if is_new:
            record("stop nudges", pairing.subject, by=by, now=now)


def start_nudges(*, by: User, pairing: Pairing, now: datetime) -> None:
    """Let the nudges of this pair come again."""
    with transaction.atomic():
        stopped, _ = Mute.objects.filter(person=by, pairing=pairing).delete()
        if stopped:
            record("start nudges", pairing.subject, by=by, now=now)
