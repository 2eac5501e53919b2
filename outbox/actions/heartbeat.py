"""A sign of life of something that runs by the clock."""

from datetime import datetime

from outbox.models import Heartbeat


def record_heartbeat(*, name: str, now: datetime, facts: dict[str, int | str]) -> None:
    """Remember that `name` came to its end at `now`, with a few figures for people who look."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "facts": facts})
