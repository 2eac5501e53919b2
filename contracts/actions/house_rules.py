"""House rules are published by version; a text that is published never changes."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts.actions.refusals import (
    character_refused,
    house_rules_blank,
    house_rules_too_long,
)
from contracts.models import HouseRules
from contracts.queries.house_rules import latest_house_rules
from contracts.rules.house_rules import LENGTH, default_house_rules, mark
from contracts.rules.text import is_blank
from core import audit
from core.canonical import RefusedCharacter
from core.prose import keep
from programs.models import Program


def publish_house_rules(
    *, program: Program, text: str, by: User | None, now: datetime
) -> HouseRules:
    """Publish a text as the next version; the text that is published already makes none.

    Refuses a blank text, one of more than 20,000 characters, and characters that cannot be kept.
    """
    kept = _kept(text)
    with transaction.atomic():
        Program.objects.select_for_update().get(pk=program.pk)
        latest = latest_house_rules(program)
        if latest is not None and latest.text == kept:
            return latest
        return _publish(program, kept, latest.number + 1 if latest else 1, by, now)


def house_rules_for(program: Program, *, now: datetime) -> HouseRules:
    """Return the rules that a new agreement takes; a program without any gets the default text."""
    latest = latest_house_rules(program)
    if latest is not None:
        return latest
    return publish_house_rules(program=program, text=default_house_rules(), by=None, now=now)


def _kept(text: str) -> str:
    try:
        kept = keep(text)
    except RefusedCharacter as error:
        raise character_refused(error) from error
    if is_blank(kept):
        raise house_rules_blank()
    if len(kept) > LENGTH:
        raise house_rules_too_long(len(kept), LENGTH)
    return kept


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
