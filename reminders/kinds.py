"""What the outbox and the answer address know of reminders, once the app is ready."""

from core.registry import (
    AnswerPurpose,
    Lane,
    MessageKind,
    register_answers,
    register_messages,
)
from pulse.registry import Stopping, register_stopping
from reminders.actions.admit import admit_nudge, settle_nudge
from reminders.actions.drafts import kind_of
from reminders.emails import MET, NEW_DATE, NOT_YET, render_nudge, stop_url
from reminders.queries import has_stopped
from reminders.rules.steps import Step
from reminders.views.answers import answer_nudge


def register() -> None:
    """Make the nudges, their answer links and how they are stopped known."""
    register_messages(
        *(
            MessageKind(
                name=kind_of(step),
                lane=Lane.NUDGE,
                render=render_nudge,
                admit=admit_nudge,
                settled=settle_nudge,
            )
            for step in Step
        )
    )
    register_answers(*(AnswerPurpose(name, answer_nudge) for name in (MET, NOT_YET, NEW_DATE)))
    register_stopping(Stopping(is_stopped=has_stopped, url=stop_url))
