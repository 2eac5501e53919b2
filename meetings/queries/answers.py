"""What the two said of a meeting and did not take back."""

from dataclasses import dataclass

from meetings.models import MET, NOT_YET, Meeting, MeetingLog


@dataclass(frozen=True, slots=True)
class Answers:
    """The standing answers, the earliest first."""

    met: list[MeetingLog]
    not_yet: list[MeetingLog]

    @property
    def are_at_odds(self) -> bool:
        """One side reported a meeting, the other privately says that it was not one."""
        return bool(self.met and self.not_yet)


def answers_of(meeting: Meeting) -> Answers:
    """Read the standing answers in one query."""
    logs = list(meeting.logs.filter(undone_at=None).order_by("at", "id"))
    return Answers(
        met=[log for log in logs if log.answer == MET],
        not_yet=[log for log in logs if log.answer == NOT_YET],
    )
