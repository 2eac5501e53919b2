"""When the mail server is in trouble all processes wait; then one of them tries one message."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from outbox.errors import CannotSend, RelayTrouble
from outbox.models import Transport
from outbox.rules import breaker_wait

_NAME = "smtp"
_TRIAL = timedelta(seconds=60)


def is_on_trial() -> bool:
    """Say whether only one message may be tried; raises `CannotSend` while the server rests.

    Of several processes one gets the trial, the others go on waiting.
    """
    transport = Transport.objects.filter(name=_NAME, failures__gt=0).first()
    if transport is None:
        return False
    ready = Transport.objects.filter(name=_NAME, open_until__lte=Now())
    if not ready.update(open_until=Now() + _TRIAL):
        message = f"waiting after trouble with the mail server: {transport.last_error}"
        raise CannotSend(message)
    return True


def trip(trouble: RelayTrouble) -> None:
    """Let the server rest, longer with each trouble in a row."""
    with transaction.atomic():
        transport, _ = Transport.objects.select_for_update().get_or_create(name=_NAME)
        failures = transport.failures + 1
        Transport.objects.filter(name=_NAME).update(
            failures=failures,
            open_until=Now() + breaker_wait(failures),
            last_error=str(trouble)[:300],
        )


def mend() -> None:
    """The trial went well."""
    Transport.objects.filter(name=_NAME).update(failures=0, open_until=None, last_error="")


def tell_en_masse(note: str, *, now: datetime) -> None:
    """Leave a note for people: many addresses were refused at once, none was counted."""
    facts = {"note": note[:300], "noted_at": now}
    Transport.objects.update_or_create(name=_NAME, defaults=facts)
