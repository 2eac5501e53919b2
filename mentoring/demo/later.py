"""What pairs do with an agreement that counts: look at it again, change it, suggest a rhythm."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from contracts.actions import (
    DraftEdit,
    Rhythm,
    add_comment,
    amend_agreement,
    keep_agreement,
    save_draft,
    suggest_rhythm,
)
from contracts.models import Contract, Version
from contracts.queries.beside import in_force_of
from contracts.queries.parts import own_parts
from contracts.rules import Proof
from contracts.rules.parts import GoalText
from contracts.rules.proof import Evidence
from mentoring.demo.story import Later
from pairings.models import Pairing
from programs.rules import Cadence, Role

SECOND_GOAL: Final = GoalText(
    "Show one colleague of my own age what I learned",
    "somebody asks me instead of the help desk.",
)
WORD: Final = "Is a second goal too much until February? Tell me when we meet."


def _amend(pairing: Pairing, now: datetime) -> None:
    """The mentee begins a draft with a second goal, and leaves a word beside it."""
    draft = amend_agreement(contract=_contract(pairing), by=pairing.mentee, now=now)
    part = (*own_parts(draft)[Role.MENTEE], SECOND_GOAL)
    edit = DraftEdit(part=part, part_revision=draft.mentee_revision, terms_revision=draft.revision)
    save_draft(version=draft, by=pairing.mentee, edit=edit, now=now)
    minute_later = now + timedelta(minutes=1)
    add_comment(version=draft, by=pairing.mentee, text=WORD, now=minute_later)


def _suggest(pairing: Pairing, now: datetime) -> None:
    """The mentor suggests to meet every three weeks."""
    version = _in_force(pairing)
    rhythm = Rhythm(Cadence.EVERY_THREE_WEEKS, version.minutes, version.document_sha256)
    suggest_rhythm(
        contract=version.contract,
        by=pairing.mentor,
        rhythm=rhythm,
        evidence=Evidence(Proof.PASSWORD, now),
        now=now,
    )


def _keep(pairing: Pairing, now: datetime) -> None:
    """They looked at it, and the mentee says for both that it stays."""
    keep_agreement(contract=_contract(pairing), by=pairing.mentee, now=now)


def _contract(pairing: Pairing) -> Contract:
    return Contract.objects.get(pairing=pairing)


def _in_force(pairing: Pairing) -> Version:
    version = in_force_of(_contract(pairing))
    if version is None:
        message = "They did not sign an agreement."
        raise LookupError(message)
    return version


ACTS: Final[Mapping[Later, Callable[[Pairing, datetime], None]]] = {
    Later.AMENDS: _amend,
    Later.SUGGESTS: _suggest,
    Later.KEEPS: _keep,
}
