"""The mails about an agreement: offered, sent back, signed by one, in force, and the signing code.

None holds a word of the pair: what changed and what was said is behind the link and a sign-in.
"""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader
from accounts.models import User
from contracts.models import SigningCode, Version
from contracts.rules import VersionState
from core.links import page_link
from core.mail import MailContent
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft

OFFERED = "agreement_offered"
SENT_BACK = "agreement_sent_back"
SIGNED = "agreement_signed"
IN_FORCE = "agreement_in_force"
CODE = "signing_code"
RHYTHM_SUGGESTED = "rhythm_suggested"
RHYTHM_DECLINED = "rhythm_declined"
REVIEW = "agreement_review"
ASKING = (OFFERED, SIGNED, RHYTHM_SUGGESTED)
ALL = (
    OFFERED,
    SENT_BACK,
    SIGNED,
    IN_FORCE,
    CODE,
    RHYTHM_SUGGESTED,
    RHYTHM_DECLINED,
    REVIEW,
)


def agreement_offered(version: Version, by: User) -> Draft:
    """Ask the other partner to read and sign."""
    return _to_partner(OFFERED, version, by)


def agreement_sent_back(version: Version, by: User) -> Draft:
    """Tell who offered that the text came back with a comment, which the mail does not hold."""
    return _to_partner(SENT_BACK, version, by)


def agreement_signed(version: Version, by: User) -> Draft:
    """Tell the other partner that one signature is there and theirs is missing."""
    return _to_partner(SIGNED, version, by)


def agreement_in_force(version: Version) -> list[Draft]:
    """Tell both that both have signed."""
    pair = version.contract.pairing
    return [
        draft_for(IN_FORCE, version, who, pair.partner_of(who))
        for who in (pair.mentor, pair.mentee)
    ]


def signing_code(code: SigningCode, digits: str) -> Draft:
    """Send the signer the code that is the last step; it leaves soon or not at all."""
    version = code.version
    if version is None:
        message = "This code is for house rules."
        raise TypeError(message)
    partner = version.contract.pairing.partner_of(code.user)
    draft = draft_for(CODE, version, code.user, partner)
    facts = draft.facts | {"code": digits}
    return replace(draft, key=code_key(code), facts=facts, expires_at=code.expires_at)


def code_key(code: SigningCode) -> str:
    """Return the key of the mail that carries a code: every code has its own."""
    return f"{CODE}:{code.about.uid}:{code.user_id}:{code.sent_at:%Y%m%dT%H%M%S}"


def _to_partner(kind: str, version: Version, by: User) -> Draft:
    return draft_for(kind, version, version.contract.pairing.partner_of(by), by)


def draft_for(kind: str, version: Version, person: User, partner: User) -> Draft:
    """Return a mail about a version to one of the two; one of a kind for each."""
    return Draft(
        kind=kind,
        key=f"{kind}:{version.uid}:{person.pk}",
        person_id=person.pk,
        address=person.email,
        subject_uid=version.uid,
        facts={"partner": partner.first_name, "contract_uid": str(version.contract.uid)},
    )


def _offered(occasion: Occasion) -> MailContent:
    return content_about(
        occasion,
        heading=_("Your agreement is ready to read"),
        paragraphs=(
            _("%(partner)s has sent you the agreement for your conversations.") % occasion.facts,
            _("Reading it takes about five minutes. You can sign it, or send it back with a word."),
        ),
        button=_("Read the agreement"),
        page="contracts:sign-agreement",
    )


def _sent_back(occasion: Occasion) -> MailContent:
    return content_about(
        occasion,
        heading=_("Your agreement came back"),
        paragraphs=(
            _("%(partner)s has read it and would like to change something.") % occasion.facts,
            _("The comment and a new draft with your text are on the page."),
        ),
        button=_("See what to change"),
        page="contracts:show-agreement",
    )


def _signed(occasion: Occasion) -> MailContent:
    return content_about(
        occasion,
        heading=_("One signature is there"),
        paragraphs=(
            _("%(partner)s has signed your agreement. It counts once you have signed too.")
            % occasion.facts,
        ),
        button=_("Read and sign"),
        page="contracts:sign-agreement",
    )


def _in_force(occasion: Occasion) -> MailContent:
    return content_about(
        occasion,
        heading=_("Your agreement counts"),
        paragraphs=(
            _("You and %(partner)s have both signed. From now on this is how you work together.")
            % occasion.facts,
            _("You find it with both signatures on its page, to read and to print."),
        ),
        button=_("Open the agreement"),
        page="contracts:show-agreement",
    )


def _code(occasion: Occasion) -> MailContent:
    digits = str(occasion.facts["code"])
    content = content_about(
        occasion,
        heading=f"{digits[:4]} {digits[4:]}",
        paragraphs=(
            _("Type this code to sign your agreement. It counts for 15 minutes."),
            _("If you are not signing anything now, do not give it to anyone."),
        ),
        button=_("Back to the agreement"),
        page="contracts:sign-agreement",
    )
    return replace(content, subject=_("Your code to sign"))


def content_about(
    occasion: Occasion, *, heading: str, paragraphs: tuple[str, ...], button: str, page: str
) -> MailContent:
    """Return the words of a mail with the one button that leads to a page of the agreement."""
    return MailContent(
        subject=_("Your agreement with %(partner)s") % occasion.facts,
        heading=heading,
        paragraphs=paragraphs,
        buttons=(page_link(button, page, occasion.facts["contract_uid"]),),
        footer_reason=_("You get this mail because you are in a pair with %(partner)s.")
        % occasion.facts,
    )


def still_asks(envelope: Envelope, _now: datetime) -> Verdict:
    """Hold back what asks for a signature that is not awaited any more."""
    if envelope.subject_uid is None:
        return drop("nothing to sign")
    offered = Version.objects.filter(uid=envelope.subject_uid, state=VersionState.OFFERED)
    awaited = offered.exclude(signatures__signer=envelope.person_id).exists()
    return SEND if awaited else drop("nothing to sign")


KINDS = (
    MessageKind(OFFERED, Lane.ACT, for_reader(_offered), admit=still_asks),
    MessageKind(SENT_BACK, Lane.ACT, for_reader(_sent_back)),
    MessageKind(SIGNED, Lane.ACT, for_reader(_signed), admit=still_asks),
    MessageKind(IN_FORCE, Lane.ACT, for_reader(_in_force)),
    MessageKind(CODE, Lane.ACCOUNT, for_reader(_code), is_secret=True, retries_unknown=True),
)
