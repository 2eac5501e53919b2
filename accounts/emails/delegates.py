"""The mails about planning for somebody: an assistant was named, or it is over."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.emails.personal import Occasion, for_reader
from accounts.models import Delegation, User
from core.links import home_link, page_link
from core.mail import MailContent
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft

NAMED = "delegate_named"
OVER = "delegate_over"


def delegate_named(delegation: Delegation, *, to: User) -> Draft:
    """Tell the assistant what they can do now, or the mentee that HR named somebody."""
    return _draft(NAMED, delegation, to, "")


def delegate_over(delegation: Delegation, *, to: User, how: str) -> Draft:
    """Tell either side that nobody plans for the mentee any more; `how` it came to that."""
    return _draft(OVER, delegation, to, how)


def _draft(kind: str, delegation: Delegation, to: User, how: str) -> Draft:
    return Draft(
        kind=kind,
        key=f"{kind}:{delegation.uid}:{to.pk}",
        person_id=to.pk,
        address=to.email,
        subject_uid=delegation.uid,
        facts={"delegation": str(delegation.uid), "how": how},
    )


def _named(occasion: Occasion) -> MailContent:
    delegation = _delegation(occasion)
    is_delegate = occasion.reader == delegation.delegate
    return _you_plan(delegation) if is_delegate else _planned_for(delegation)


def _you_plan(delegation: Delegation) -> MailContent:
    names = {"name": delegation.person.first_name, "full": delegation.person.display_name}
    return MailContent(
        subject=_("You plan the conversations of %(full)s") % names,
        heading=_("You plan for %(name)s now") % names,
        paragraphs=(
            _(
                "%(name)s takes part in reverse mentoring. You can plan, move and cancel the"
                " conversations, and say whether they took place."
            )
            % names,
            _("What is said in them stays between the two. Not yours to do? You can decline."),
        ),
        buttons=(page_link(_("See the dates"), "home:show-planning"),),
        footer_reason=_("You get this mail because you were named as assistant of %(full)s.")
        % names,
    )


def _planned_for(delegation: Delegation) -> MailContent:
    names = {"name": delegation.delegate.first_name, "full": delegation.delegate.display_name}
    return MailContent(
        subject=_("%(full)s plans your conversations") % names,
        heading=_("%(name)s plans for you now") % names,
        paragraphs=(
            _(
                "HR named %(full)s as your assistant for reverse mentoring: to plan, move and"
                " cancel your conversations, and to say whether they took place."
            )
            % names,
            _("Notes, goals and your agreement stay between the two of you. You can end it."),
        ),
        buttons=(page_link(_("See or change it"), "accounts:choose-delegate"),),
        footer_reason=_your_assistant(),
    )


def _over(occasion: Occasion) -> MailContent:
    delegation = _delegation(occasion)
    if occasion.reader == delegation.delegate:
        return _no_longer_yours(delegation)
    return _nobody_plans(delegation, occasion.facts["how"])


def _no_longer_yours(delegation: Delegation) -> MailContent:
    names = {"name": delegation.person.first_name, "full": delegation.person.display_name}
    return MailContent(
        subject=_("You no longer plan for %(full)s") % names,
        heading=_("You no longer plan for %(name)s") % names,
        paragraphs=(
            _("There is nothing left for you to do there. Thank you for keeping the dates."),
        ),
        buttons=(home_link(_("Open my home")),),
        footer_reason=_("You get this mail because you were the assistant of %(full)s.") % names,
    )


def _nobody_plans(delegation: Delegation, how: str) -> MailContent:
    names = {"name": delegation.delegate.first_name, "full": delegation.delegate.display_name}
    sentences = {
        "declined": _("%(full)s has declined to plan your conversations."),
        "left": _("%(full)s has left, and no longer plans your conversations."),
    }
    usual = _("%(full)s no longer plans your conversations.")
    return MailContent(
        subject=_("%(full)s no longer plans for you") % names,
        heading=_("%(name)s no longer plans for you") % names,
        paragraphs=(
            sentences.get(how, usual) % names,
            _("All dates stay as they are. You can name somebody else, or plan them yourself."),
        ),
        buttons=(page_link(_("Name somebody else"), "accounts:choose-delegate"),),
        footer_reason=_your_assistant(),
    )


def _your_assistant() -> str:
    return _("You get this mail because it is about who plans your conversations.")


def _delegation(occasion: Occasion) -> Delegation:
    found = Delegation.objects.select_related("person", "delegate")
    delegation: Delegation = found.get(uid=occasion.facts["delegation"])
    return delegation


def _if_standing(envelope: Envelope, _now: datetime) -> Verdict:
    standing = Delegation.objects.standing().filter(uid=envelope.facts["delegation"]).exists()
    return SEND if standing else drop("it was ended since")


DELEGATE_KINDS = (
    MessageKind(NAMED, Lane.ACT, for_reader(_named), admit=_if_standing),
    MessageKind(OVER, Lane.ACT, for_reader(_over)),
)
