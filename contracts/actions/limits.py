"""What an agreement may hold: one page of words, enough meetings, dates inside its term."""

from collections.abc import Mapping
from datetime import date, datetime

from contracts.actions.refusals import (
    date_after_end,
    date_passed,
    goal_missing,
    no_time_left,
    nothing_changed,
    other_part_blank,
    own_part_blank,
    review_out_of_term,
    too_few_meetings,
    too_many_words,
    too_much,
)
from contracts.models import Version
from contracts.queries.beside import base_of
from contracts.queries.days import closed_days
from contracts.queries.house_rules import latest_house_rules
from contracts.queries.parts import agreement_of, own_parts, shared_terms
from contracts.queries.terms import terms_of
from contracts.rules import GOAL_LENGTH, GOALS_AT_MOST, WORDS_AT_MOST
from contracts.rules.document import Agreement, Offer, read_document, says_the_same
from contracts.rules.parts import OwnPart, SharedTerms, words_of
from contracts.rules.text import is_blank
from core.errors import Refusal
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


def check_terms(version: Version, terms: SharedTerms, now: datetime) -> None:
    """Refuse a rhythm with too few meetings, and dates out of the term."""
    pairing = version.contract.pairing
    today = now.astimezone(pairing.mentee.zone).date()
    ends_on = pairing.ends_on or version.ends_on
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


def check_offer(version: Version, role: Role, now: datetime) -> None:
    """Refuse an offer that nobody could sign: a side without a goal, or limits that are broken."""
    parts, terms = own_parts(version), shared_terms(version)
    for side in (role, _other(role)):
        _check_side(version, parts[side], side, is_own=side == role)
    check_words(parts, terms)
    check_terms(version, terms, now)


def check_changed(version: Version, agreement: Agreement) -> None:
    """Refuse an amendment that says what the version in force says already."""
    base = base_of(version)
    if base is None or not base.document:
        return
    if says_the_same(agreement, read_document(bytes(base.document))):
        raise nothing_changed(base.number)


def hindrance(version: Version, role: Role, now: datetime) -> Refusal | None:
    """Return why this side could not offer the draft now; None when nothing hinders it."""
    program = version.contract.pairing.program
    rules = latest_house_rules(program) or version.house_rules
    try:
        check_offer(version, role, now)
        check_changed(version, agreement_of(version, rules, Offer(role, now)))
    except Refusal as refusal:
        return refusal
    return None


def _check_side(version: Version, part: OwnPart, side: Role, *, is_own: bool) -> None:
    if not part and is_own:
        raise own_part_blank(side)
    if not part:
        raise other_part_blank(version.contract.pairing.person_in(side), side)
    if any(is_blank(goal.text) for goal in part):
        raise goal_missing()


def _other(role: Role) -> Role:
    return Role.MENTEE if role == Role.MENTOR else Role.MENTOR
