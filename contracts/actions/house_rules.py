"""House rules are published by version; a text that is published never changes."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts import rules_emails
from contracts.actions.inscribing import inscribe_rules
from contracts.actions.refusals import character_refused
from contracts.actions.rules_refusals import (
    RulesChanged,
    house_rules_blank,
    house_rules_too_long,
    program_archived,
)
from contracts.models import HouseRules
from contracts.queries.house_rules import company_signature, latest_house_rules, sponsors_of
from contracts.rules.house_rules import LENGTH, default_house_rules, mark
from contracts.rules.text import is_blank
from core import audit
from core.canonical import RefusedCharacter
from core.prose import keep
from outbox.actions import enqueue_many, supersede_about
from programs.models import Program


def publish_house_rules(
    *, program: Program, text: str, by: User | None, now: datetime, seen: int | None = None
) -> HouseRules:
    """Publish a text as the next version; the text that is published already makes none.

    `seen` is the number of the version that the person started from (0: there was none). Raises
    `RulesChanged` when there is a newer one. Refuses a blank text, one of more than 20,000
    characters, characters that cannot be kept, and programs in the archive. The sponsors are asked
    to sign.
    """
    kept = kept_rules(text)
    with transaction.atomic():
        current = Program.objects.select_for_update().get(pk=program.pk)
        if by is not None and current.archived_at is not None:
            raise program_archived()
        latest = latest_house_rules(program)
        if latest is not None and latest.text == kept:
            return latest
        number = latest.number if latest else 0
        if seen is not None and seen != number:
            raise RulesChanged(number)
        rules = _publish(program, kept, number + 1, by, now)
        if latest is not None:
            _stop_asking(latest, "a newer version", now)
        ask_sponsors(program=program, now=now)
        inscribe_rules(rules, by, now)
        return rules


def house_rules_for(program: Program, *, now: datetime) -> HouseRules:
    """Return the rules that a new agreement takes; a program without any gets the default text."""
    latest = latest_house_rules(program)
    if latest is not None:
        return latest
    return publish_house_rules(program=program, text=default_house_rules(), by=None, now=now)


def ask_sponsors(*, program: Program, now: datetime) -> None:
    """Write to every sponsor whom the current version waits for; once for each version."""
    latest = latest_house_rules(program)
    if latest is None or company_signature(latest) is not None:
        return
    latest.program = program
    drafts = [rules_emails.house_rules_waiting(latest, who) for who in sponsors_of(program)]
    enqueue_many(drafts, now=now)


def kept_rules(text: str) -> str:
    """Return house rules as they would be published; the refusals are those of publishing."""
    try:
        kept = keep(text)
    except RefusedCharacter as error:
        raise character_refused(error) from error
    if is_blank(kept):
        raise house_rules_blank()
    if len(kept) > LENGTH:
        raise house_rules_too_long(len(kept), LENGTH)
    return kept


def _stop_asking(rules: HouseRules, reason: str, now: datetime) -> None:
    supersede_about(subject_uid=rules.uid, kinds=rules_emails.ASKING, reason=reason, now=now)


def _publish(
    program: Program, text: str, number: int, by: User | None, now: datetime
) -> HouseRules:
    rules = HouseRules.objects.create(
        program=program,
        number=number,
        text=text,
        sha256=mark(text),
        published_at=now,
        published_by=by,
    )
    subject = ("house_rules", rules.uid)
    audit.record("publish house rules", subject, by=by, now=now, facts={"version": number})
    return rules
