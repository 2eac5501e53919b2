"""The parts of an agreement: what each side writes alone, and what both write together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from contracts.rules.life import FIRST_DATES_AT_MOST, Channel
from contracts.rules.text import count_words, is_blank, tidy_line
from core.canonical import canonical_sha256
from programs.rules import Cadence, Role


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal of the mentee or a gain of the mentor, and how both will notice that it came true."""

    text: str = ""
    sign_of_success: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing is said."""
        return is_blank(self.text) and is_blank(self.sign_of_success)


OwnPart = tuple[GoalText, ...]


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """How the two will work: the part that both edit."""

    cadence: Cadence
    minutes: int
    channel: Channel
    organizer: Role
    place: str = ""
    agenda_habit: str = ""
    notice: str = ""
    first_dates: tuple[datetime, ...] = ()
    review_on: date | None = None


def own_part(goals: Iterable[GoalText]) -> OwnPart:
    """Return goals as they are stored: tidied, without blank ones. Raises `RefusedCharacter`."""
    tidied = (GoalText(tidy_line(goal.text), tidy_line(goal.sign_of_success)) for goal in goals)
    return tuple(goal for goal in tidied if not goal.is_blank)


def tidy_terms(terms: SharedTerms) -> SharedTerms:
    """Return terms as they are stored: tidied texts, dates in order. Raises `RefusedCharacter`."""
    dates = sorted({instant.replace(microsecond=0) for instant in terms.first_dates})
    return replace(
        terms,
        place=tidy_line(terms.place),
        agenda_habit=tidy_line(terms.agenda_habit),
        notice=tidy_line(terms.notice),
        first_dates=tuple(dates[:FIRST_DATES_AT_MOST]),
    )


def words_of(parts: Iterable[OwnPart], terms: SharedTerms) -> int:
    """Count the pair's own words."""
    goals = [text for part in parts for goal in part for text in (goal.text, goal.sign_of_success)]
    return count_words([*goals, terms.place, terms.agenda_habit, terms.notice])


def merge_terms(typed: SharedTerms, shown: SharedTerms, saved: SharedTerms) -> SharedTerms:
    """Return what was typed over what is saved; what was left as it was shown is taken as saved."""
    touched = {
        field.name: getattr(typed, field.name)
        for field in fields(typed)
        if getattr(typed, field.name) != getattr(shown, field.name)
    }
    return replace(saved, **touched)


def fingerprint_of_part(part: OwnPart) -> str:
    """Return what tells two states of one side's part apart."""
    return canonical_sha256(goals_as_json(part))


def goals_as_json(part: Sequence[GoalText]) -> list[dict[str, str]]:
    """Return goals as plain values."""
    return [{"goal": g.text, "we_will_notice_because": g.sign_of_success} for g in part]


def goals_from_json(said: Iterable[Mapping[str, str]]) -> OwnPart:
    """Return the goals that `goals_as_json` wrote."""
    return tuple(GoalText(each["goal"], each["we_will_notice_because"]) for each in said)


def terms_as_json(terms: SharedTerms) -> dict[str, object]:
    """Return terms as plain values, times in UTC."""
    return {
        "rhythm": {
            "cadence": str(terms.cadence),
            "minutes": terms.minutes,
            "channel": str(terms.channel),
            "place": terms.place,
            "organizer": str(terms.organizer),
        },
        "first_dates": [utc_text(instant) for instant in terms.first_dates],
        "agenda_habit": terms.agenda_habit,
        "notice": terms.notice,
        "review_on": terms.review_on.isoformat() if terms.review_on else None,
    }


def terms_from_json(said: Mapping[str, Any]) -> SharedTerms:
    """Return the terms that `terms_as_json` wrote."""
    rhythm = said["rhythm"]
    return SharedTerms(
        cadence=Cadence(rhythm["cadence"]),
        minutes=rhythm["minutes"],
        channel=Channel(rhythm["channel"]),
        organizer=Role(rhythm["organizer"]),
        place=rhythm["place"],
        agenda_habit=said["agenda_habit"],
        notice=said["notice"],
        first_dates=tuple(instant_of(text) for text in said["first_dates"]),
        review_on=date.fromisoformat(said["review_on"]) if said["review_on"] else None,
    )


def utc_text(instant: datetime) -> str:
    """Return an instant as "2026-11-23T09:30:00Z", to the second."""
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def instant_of(text: str) -> datetime:
    """Return the instant that `utc_text` wrote."""
    return datetime.fromisoformat(text)
