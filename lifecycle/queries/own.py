"""What the two of a pair may know about their breaks, and each about an own ask to end."""

from accounts.models import User
from lifecycle.models import EndAsk
from lifecycle.rules import PauseBudget, pause_budget
from meetings.queries import span_of
from pairings.models import Pairing, Pause


def pause_budget_of(pairing: Pairing) -> PauseBudget:
    """Return how much a pair may still rest by its own wish."""
    return pause_budget(span_of(pause) for pause in Pause.objects.filter(pairing=pairing))


def own_ask(pairing: Pairing, user: User) -> EndAsk | None:
    """Return this person's open ask to end the pair; never the partner's."""
    return EndAsk.objects.visible_to(user).open().filter(pairing=pairing).first()
