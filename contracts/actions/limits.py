"""What an agreement may hold: one page of words, enough meetings, dates inside its term."""

from collections.abc import Mapping
from datetime import date, datetime

from contracts.actions.locking import Locked
from contracts.actions.refusals import (
    date_after_end,
    date_passed,
    goal_missing,
    no_time_left,
    other_part_blank,
    own_part_blank,
    review_out_of_term,
    too_few_meetings,
    too_many_words,
    too_much,
)
from contracts.queries.days import closed_days
from contracts.queries.terms import terms_of
from contracts.rules import GOAL_LENGTH, GOALS_AT_MOST, WORDS_AT_MOST
from contracts.rules.parts import OwnPart, SharedTerms, words_of
from contracts.rules.text import is_blank
from pairings.models import Pairing
from programs.cadence import FEWEST_GRID_POINTS, Terms, grid_points_in_term
from programs.rules import Cadence, Role


def check_words(parts: Mapping[Role, OwnPart], terms: SharedTerms) -> None:
    """Refuse more words than fit on the page."""
    count = words_of(parts.values(), terms)
    if count > WORDS_AT_MOST:
        raise too_many_words(count, WORDS_AT_MOST)


def check_goal_limits(part: OwnPart) -> None:
    """Refuse more goals, or longer ones, than there is room for."""
    texts = [text for goal in part for text in (goal.text, goal.sign_of_success)]
    if len(part) > GOALS_AT_MOST or any(len(text) > GOAL_LENGTH for text in texts):
        raise too_much(GOALS_AT_MOST, GOAL_LENGTH)


def check_terms(locked: Locked, terms: SharedTerms, now: datetime) -> None:
    """Refuse a rhythm with too few meetings, and dates out of the term."""
    pairing = locked.pairing
    today = now.astimezone(pairing.mentee.zone).date()
    ends_on = pairing.ends_on or locked.version.ends_on
    check_dates(terms, now, ends_on)
    if terms.review_on is None or not today < terms.review_on <= ends_on:
        raise review_out_of_term(ends_on)
    check_meetings(pairing, terms.cadence, today, ends_on)


def check_dates(terms: SharedTerms, now: datetime, ends_on: date) -> None:
    """Refuse first dates that have passed or come after the end."""
    if any(instant <= now for instant in terms.first_dates):
        raise date_passed()
    if any(instant.date() > ends_on for instant in terms.first_dates):
        raise date_after_end(ends_on)


def check_meetings(pairing: Pairing, cadence: Cadence, today: date, ends_on: date) -> None:
    """Refuse a rhythm that gives fewer than four meetings from the pair's start to its end."""
    count = _meetings(pairing, cadence, today, ends_on)
    if count >= FEWEST_GRID_POINTS:
        return
    if _meetings(pairing, Cadence.WEEKLY, today, ends_on) < FEWEST_GRID_POINTS:
        raise no_time_left(FEWEST_GRID_POINTS, ends_on)
    raise too_few_meetings(count, FEWEST_GRID_POINTS, ends_on)


def _meetings(pairing: Pairing, cadence: Cadence, today: date, ends_on: date) -> int:
    terms = terms_of(pairing)
    points = grid_points_in_term(
        terms[0].from_on, ends_on, [*terms, Terms(cadence, today)], closed_days(pairing)
    )
    return len(points)


def check_goals(parts: Mapping[Role, OwnPart], locked: Locked) -> None:
    """Refuse an offer while a side has said nothing."""
    for role in (locked.role, _other(locked.role)):
        if not parts[role]:
            raise _blank(role, locked)
        if any(is_blank(goal.text) for goal in parts[role]):
            raise goal_missing()


def _blank(role: Role, locked: Locked) -> Exception:
    if role == locked.role:
        return own_part_blank(role)
    return other_part_blank(locked.pairing.person_in(role), role)


def _other(role: Role) -> Role:
    return Role.MENTEE if role == Role.MENTOR else Role.MENTOR
