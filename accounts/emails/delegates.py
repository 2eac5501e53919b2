"""The mails about planning for somebody: an assistant was named, or it is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Delegation, User
from core.links import home_link, page_link
from core.mail import Mail, MailContent, render_mail
from core.registry import SEND, Envelope, Lane, MessageKind, Verdict, drop
from outbox.actions import Draft

NAMED = "delegate_named"
OVER = "delegate_over"

Words = Callable[[Delegation, Envelope], MailContent]


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


def _named(delegation: Delegation, envelope: Envelope) -> MailContent:
    is_delegate = envelope.person_id == delegation.delegate_id
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


def _over(delegation: Delegation, envelope: Envelope) -> MailContent:
    if envelope.person_id == delegation.delegate_id:
        return _no_longer_yours(delegation)
    return _nobody_plans(delegation, envelope.facts["how"])


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


def _if_standing(envelope: Envelope, _now: datetime) -> Verdict:
    standing = Delegation.objects.standing().filter(uid=envelope.facts["delegation"]).exists()
    return SEND if standing else drop("it was ended since")


def _renderer(words: Words) -> Callable[[Envelope, datetime], Mail]:
    def render(envelope: Envelope, _now: datetime) -> Mail:
        found = Delegation.objects.select_related("person", "delegate")
        delegation = found.get(uid=envelope.facts["delegation"])
        is_delegate = envelope.person_id == delegation.delegate_id
        reader = delegation.delegate if is_delegate else delegation.person
        with override(reader.interface_language):
            content = words(delegation, envelope)
        return render_mail(replace(content, language=reader.interface_language))

    return render


DELEGATE_KINDS = (
    MessageKind(name=NAMED, lane=Lane.ACT, render=_renderer(_named), admit=_if_standing),
    MessageKind(name=OVER, lane=Lane.ACT, render=_renderer(_over)),
)
