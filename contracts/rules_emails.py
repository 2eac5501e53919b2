"""The mails about house rules: a version waits for the sponsor's signature, and their code."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader
from accounts.models import User
from contracts.emails import code_key
from contracts.models import HouseRules, SigningCode
from contracts.queries.house_rules import rules_waiting_for
from core.links import page_link
from core.mail import MailContent
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft

WAITING = "house_rules_waiting"
CODE = "house_rules_code"
ASKING = (WAITING, CODE)


def house_rules_waiting(rules: HouseRules, sponsor: User) -> Draft:
    """Tell a sponsor that a version waits for their signature; once for each version."""
    return _draft(WAITING, rules, sponsor)


def house_rules_code(code: SigningCode, digits: str) -> Draft:
    """Send the sponsor the code that is the last step; it leaves soon or not at all."""
    if code.rules is None:
        message = "This code is for an agreement."
        raise TypeError(message)
    draft = _draft(CODE, code.rules, code.user)
    facts = draft.facts | {"code": digits}
    return replace(draft, key=code_key(code), facts=facts, expires_at=code.expires_at)


def _draft(kind: str, rules: HouseRules, person: User) -> Draft:
    return Draft(
        kind=kind,
        key=f"{kind}:{rules.uid}:{person.pk}",
        person_id=person.pk,
        address=person.email,
        subject_uid=rules.uid,
        facts={"program": rules.program.name, "version": rules.number, "uid": str(rules.uid)},
    )


def _waiting(occasion: Occasion) -> MailContent:
    return _content(
        occasion,
        heading=_("House rules wait for your signature"),
        paragraphs=(
            _("The house rules of %(program)s are published, version %(version)s.")
            % occasion.facts,
            _("You sign them for the company. Reading them takes about five minutes."),
        ),
        button=_("Read and sign"),
    )


def _code(occasion: Occasion) -> MailContent:
    digits = str(occasion.facts["code"])
    content = _content(
        occasion,
        heading=f"{digits[:4]} {digits[4:]}",
        paragraphs=(
            _("Type this code to sign the house rules. It counts for 15 minutes."),
            _("If you are not signing anything now, do not give it to anyone."),
        ),
        button=_("Back to the house rules"),
    )
    return replace(content, subject=_("Your code to sign"))


def _content(
    occasion: Occasion, *, heading: str, paragraphs: tuple[str, ...], button: str
) -> MailContent:
    return MailContent(
        subject=_("House rules for you to sign"),
        heading=heading,
        paragraphs=paragraphs,
        buttons=(page_link(button, "contracts:sign-house-rules", occasion.facts["uid"]),),
        footer_reason=_("You get this mail because you are the sponsor of %(program)s.")
        % occasion.facts,
    )


def _still_waits(envelope: Envelope, _now: datetime) -> Verdict:
    """Hold back what asks for a signature that is not awaited any more, or not from them."""
    sponsor = User.objects.filter(pk=envelope.person_id or 0).first()
    waiting = rules_waiting_for(sponsor) if sponsor else []
    awaited = any(rules.uid == envelope.subject_uid for rules in waiting)
    return SEND if awaited else drop("nothing to sign")


KINDS = (
    MessageKind(WAITING, Lane.ACT, for_reader(_waiting), admit=_still_waits),
    MessageKind(CODE, Lane.ACCOUNT, for_reader(_code), is_secret=True, retries_unknown=True),
)
