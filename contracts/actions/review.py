"""Half the way is over: the pair is asked to look at its agreement, and may keep it as it is."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import User
from contracts import amending_emails, emails
from contracts.actions.inscribing import inscribe_review
from contracts.actions.locking import lock_contract
from contracts.actions.refusals import nothing_in_force, review_too_early
from contracts.models import Contract, Review, Version
from contracts.queries.beside import in_force_of
from contracts.queries.review import is_review_due, review_of, reviews_to_ask_for
from core import audit
from outbox.actions import enqueue_many, supersede_about

# A sweep that stood still for long asks no more: the task stands on the pair's page anyway.
ASKED_FOR: Final = timedelta(days=14)


def keep_agreement(*, contract: Contract, by: User, now: datetime) -> Review:
    """Record that the pair looked at the version in force and keeps it; once per review day.

    Refuses before the day, in the mentee's zone. The second to say so changes nothing.
    """
    with transaction.atomic():
        locked = lock_contract(contract, by=by)
        version = in_force_of(contract)
        if version is None:
            raise nothing_in_force()
        kept = review_of(version)
        if kept is not None:
            return kept
        if not is_review_due(version, now):
            raise review_too_early(version.review_on)
        review = Review.objects.create(version=version, by=by, role=locked.role, reviewed_at=now)
        _settle(version, now)
        facts = {"version": version.number}
        audit.record("keep agreement", locked.contract.subject, by=by, now=now, facts=facts)
        inscribe_review(review, by, now)
        return review


def _settle(version: Version, now: datetime) -> None:
    kinds = [emails.REVIEW]
    supersede_about(subject_uid=version.uid, kinds=kinds, reason="looked at", now=now)


def ask_for_reviews(*, now: datetime) -> int:
    """Put the mails for reviews whose day has come into the outbox; returns for how many versions.

    Safe at any time and in any number of processes: each person gets one mail per version.
    """
    due = reviews_to_ask_for(now, for_days=ASKED_FOR)
    for version in due:
        enqueue_many(amending_emails.review_due(version), now=now)
    return len(due)
