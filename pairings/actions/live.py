"""A pair that has started: active from both signatures on; every change of its facts is counted."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal
from core.hints import hint
from pairings.actions.locks import lock_pair
from pairings.models import Pairing
from pairings.rules import PAIR_LIFE, PairState


def activate_pair(*, pairing: Pairing, now: datetime, by: User | None = None) -> Pairing:
    """Make a pair active when both have signed; an active pair stays so.

    A paused pair comes back as active. A proposal and a pair that is over are refused.
    """
    with transaction.atomic():
        locked = lock_pair(pairing)
        if locked.state == PairState.PAUSED:
            changed = locked.state_before_pause != PairState.ACTIVE
            locked.state_before_pause = PairState.ACTIVE
        elif PAIR_LIFE.allows("activate", locked.state):
            changed = True
            locked.state = PairState.ACTIVE
        else:
            changed = _refuse_not_live(locked)
        if changed:
            locked.revision += 1
            locked.save(update_fields=["state", "state_before_pause", "revision"])
            audit.record("activate", locked.subject, by=by, now=now)
            hint("health.tasks.refresh")
    return locked


def _refuse_not_live(pairing: Pairing) -> bool:
    if not pairing.is_live:
        raise Refusal("not_live", _("This pair is not meeting now, so nothing can be signed."))
    return False


def bump_revision(pairing: Pairing) -> None:
    """Count a change of the pair's facts and ask for a fresh look; the caller holds the lock."""
    Pairing.objects.filter(pk=pairing.pk).update(revision=F("revision") + 1)
    hint("health.tasks.refresh")
