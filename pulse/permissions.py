"""Who may answer a private question: the one who is asked, for as long as it is open."""

from datetime import datetime

from accounts.models import User
from pulse.models import FitAsk


def can_answer(user: User, ask: FitAsk, now: datetime) -> bool:
    """Say whether this person can answer, or change the answer, now."""
    return ask.person_id == user.pk and ask.is_open(now)
