"""Every kind of mail, as it leaves: its words against a stored text, and what holds for all.

`WRITE_EMAILS=1 pytest tests/test_emails.py` writes the stored texts anew; read the difference.
"""

import email
import email.policy
import html
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest

from accounts.emails import AccountMail, account_draft, delegate_named, delegate_over
from accounts.emails.words import _WORDS as WORDINGS
from accounts.models import User
from accounts.queries import manners_of
from contracts import amending_emails, rules_emails
from contracts import emails as agreements
from contracts.models import SigningCode, Version
from core.mail import Mail
from core.registry import Envelope, Lane, message_kind, message_kinds
from kit import emails as letters
from kit.queries import usual_letter
from kit.rules import LetterKind
from lifecycle import emails as lives
from meetings.actions import (
    PlanDraft,
    SeriesDraft,
    cancel_meeting,
    move_meeting,
    plan_meeting,
    plan_series,
)
from outbox.actions import Draft
from outbox.delivery.message import compose
from outbox.models import OutboxMessage
from pairings import emails as proposals
from pairings.models import Pairing
from programs import emails as places
from programs.emails import kickoff as kickoffs
from programs.models import Invitation, KickOff, KickOffGuest
from programs.rules import Role
from pulse import emails as pulse_mails
from pulse.models import FitAsk
from reminders.actions.drafts import draft_of
from reminders.queries import ladder_facts
from reminders.rules.steps import DueNudge, Step
from tests import builders
from tests.contracts.agreements import make_offer

STORED = Path(__file__).parent / "emails"
WRITE = "WRITE_EMAILS"
WORDS_AT_MOST = 75
BUTTONS_AT_MOST = 3
HTML_BYTES_AT_MOST = 20 * 1024
WED = datetime(2026, 11, 25, 13, tzinfo=UTC)
HEADERS = {
    "From",
    "To",
    "Subject",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Message-ID",
    "Date",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
}
# Everything that a name may try at once, short enough for every field that holds a name.
HOSTILE = (
    '{{7*7}}"><script>x</script><img src=x>\r\nBcc: e@e.io\r\n\r\n'
    "%s %(a)s {0} \U0001f469\U0001f3fd\u200d\U0001f4bb \u202e\u05d0"
)
CODES = ("login_code", "email_confirmation", "email_confirmation_signup", "password_reset_code")


@dataclass
class Stage:
    """The pair that every sample is about, and when."""

    pair: Pairing
    now: datetime

    @property
    def mentor(self) -> User:
        return self.pair.mentor

    def envelope(self, draft: Draft | None) -> Envelope:
        """Return what the kind would see of this message."""
        assert draft is not None
        fields = (draft.key, draft.kind, draft.person_id, draft.address, draft.subject_uid)
        return Envelope(uuid4(), *fields, draft.facts, self.now)

    def version(self) -> Version:
        return make_offer(self.pair, self.now)

    def sent(self, kind: str) -> Envelope:
        """Return the newest message of a kind that an act has put into the outbox."""
        return OutboxMessage.objects.filter(kind=kind).latest("pk").envelope()


Sample = Callable[[Stage], Envelope]


def _account(wording: str) -> Sample:
    facts = {"code": "ABCD-EFGH"} if wording in CODES else {}
    facts |= {"to_email": "new@example.com", "new_email": "new@example.com"}

    def sample(stage: Stage) -> Envelope:
        mail = AccountMail(wording, stage.mentor.email, stage.mentor, facts)
        return stage.envelope(account_draft(mail, now=stage.now))

    return sample


def _about_version(write: Callable[[Version, User], Draft]) -> Sample:
    return lambda stage: stage.envelope(write(stage.version(), stage.pair.mentee))


def _in_force(stage: Stage) -> Envelope:
    return stage.envelope(agreements.agreement_in_force(stage.version())[0])


def _review(stage: Stage) -> Envelope:
    return stage.envelope(amending_emails.review_due(stage.version())[0])


def _signing_code(stage: Stage) -> Envelope:
    until = stage.now + timedelta(minutes=15)
    code = SigningCode(
        version=stage.version(), user=stage.mentor, sent_at=stage.now, expires_at=until
    )
    return stage.envelope(agreements.signing_code(code, "12345678"))


def _rules_waiting(stage: Stage) -> Envelope:
    return stage.envelope(
        rules_emails.house_rules_waiting(stage.version().house_rules, stage.mentor)
    )


def _rules_code(stage: Stage) -> Envelope:
    until = stage.now + timedelta(minutes=15)
    rules = stage.version().house_rules
    code = SigningCode(rules=rules, user=stage.mentor, sent_at=stage.now, expires_at=until)
    return stage.envelope(rules_emails.house_rules_code(code, "12345678"))


def _place(write: Callable[..., Draft]) -> Sample:
    return lambda stage: stage.envelope(write(stage.pair.mentor_enrollment))


def _invited(role: Role = Role.MENTEE) -> Sample:
    def sample(stage: Stage) -> Envelope:
        stage.pair.mentor_enrollment.role = role
        return stage.envelope(places.place_invited(stage.pair.mentor_enrollment, 1))

    return sample


def _reminded(stage: Stage) -> Envelope:
    place = stage.pair.mentor_enrollment
    invitation = Invitation(enrollment=place, number=1, invited_at=stage.now)
    return stage.envelope(places.invitation_reminder(invitation, 5))


def _of_pair(write: Callable[[Pairing, Role], Draft], role: Role = Role.MENTOR) -> Sample:
    return lambda stage: stage.envelope(write(stage.pair, role))


def _announced(role: Role) -> Sample:
    topics = ("AI at work", "Careers")
    return lambda stage: stage.envelope(proposals.pair_announced(stage.pair, role, topics))


def _guest(stage: Stage) -> KickOffGuest:
    kickoff = KickOff(program=stage.pair.program, starts_at=WED, place="Room 4, or the video link")
    return KickOffGuest(kickoff=kickoff, user=stage.mentor, told_at=stage.now)


def _to_guest(write: Callable[[KickOffGuest], Draft]) -> Sample:
    return lambda stage: stage.envelope(write(_guest(stage)))


def _guest_reminded(stage: Stage) -> Envelope:
    return stage.envelope(kickoffs.kickoff_reminder(_guest(stage), stage.now))


def _planned(stage: Stage) -> Envelope:
    plan_meeting(stage.pair, PlanDraft(WED, 45), by=stage.pair.mentee, now=stage.now)
    return stage.sent("meeting_planned")


def _series(stage: Stage) -> Envelope:
    draft = SeriesDraft(PlanDraft(WED, 45), 3, stage.mentor.zone)
    plan_series(stage.pair, draft, by=stage.pair.mentee, now=stage.now)
    return stage.sent("meeting_series_planned")


def _changed(stage: Stage) -> Envelope:
    by, now = stage.pair.mentee, stage.now
    meeting = plan_meeting(stage.pair, PlanDraft(WED, 45), by=by, now=now)
    move_meeting(meeting, PlanDraft(WED + timedelta(days=2), 30, "phone"), by=by, now=now)
    return stage.sent("meeting_changed")


def _cancelled(stage: Stage) -> Envelope:
    by, now = stage.pair.mentee, stage.now
    meeting = plan_meeting(stage.pair, PlanDraft(WED, 45), by=by, now=now)
    cancel_meeting(meeting, by=by, now=now)
    return stage.sent("meeting_cancelled")


def _nudge(step: Step, role: Role = Role.MENTOR) -> Sample:
    def sample(stage: Stage) -> Envelope:
        at, person = stage.now - timedelta(days=4), stage.pair.person_in(role)
        plan = PlanDraft(at, 45)
        meeting = plan_meeting(stage.pair, plan, by=stage.mentor, now=at - timedelta(days=1))
        nudge = DueNudge(
            step, role, person.pk, "a key", stage.now, stage.now.date(), str(meeting.uid)
        )
        draft = draft_of(stage.pair, ladder_facts(stage.pair, stage.now), nudge, stage.now)
        envelope = stage.envelope(draft)
        other = f"Ana {stage.mentor.given_name}".strip()
        others = [{"partner": other, "pairing_uid": str(stage.pair.uid)}]
        return replace(envelope, facts=envelope.facts | {"seed": 3, "others": others})

    return sample


def _letter(stage: Stage) -> Envelope:
    letter = usual_letter(stage.pair.program, LetterKind.MENTEE_BRIEF, now=stage.now)
    (draft,) = letters.letter_mails(letter, [stage.pair.mentee])
    return stage.envelope(draft)


def _letter_trial(stage: Stage) -> Envelope:
    letter = usual_letter(stage.pair.program, LetterKind.MANAGER_NOTE, now=stage.now)
    return stage.envelope(letters.trial_mail(letter, stage.mentor, stage.now))


def _question(step: int) -> Sample:
    def sample(stage: Stage) -> Envelope:
        day = timedelta(days=1)
        ask = FitAsk(
            pairing=stage.pair,
            person=stage.mentor,
            asked_at=stage.now,
            closes_at=stage.now + 9 * day,
        )
        mails = list(pulse_mails.fit_asked(ask, manners_of(stage.mentor)))
        return stage.envelope(mails[step])

    return sample


def _assistant(write: Callable[..., Draft], who: str, **said: str) -> Sample:
    def sample(stage: Stage) -> Envelope:
        delegation = builders.make_delegation(stage.pair.mentee)
        return stage.envelope(write(delegation, to=getattr(delegation, who), **said))

    return sample


def _to_assistant(sample: Sample) -> Sample:
    """Let somebody plan for Tom, and return what they get."""

    def sampled(stage: Stage) -> Envelope:
        delegate = builders.make_delegation(stage.pair.mentee).delegate
        envelope = sample(stage)
        return OutboxMessage.objects.get(kind=envelope.kind, person_id=delegate.pk).envelope()

    return sampled


def _by_assistant(stage: Stage) -> Envelope:
    delegate = builders.make_delegation(stage.pair.mentee).delegate
    plan_meeting(stage.pair, PlanDraft(WED, 45), by=delegate, now=stage.now)
    found = OutboxMessage.objects.filter(kind="meeting_planned", person_id=stage.mentor.pk)
    return found.get().envelope()


def _nudge_assistant(step: Step) -> Sample:
    def sample(stage: Stage) -> Envelope:
        delegate = builders.make_delegation(stage.pair.mentee).delegate
        at = stage.now - timedelta(days=4)
        plan = PlanDraft(at, 45)
        meeting = plan_meeting(stage.pair, plan, by=stage.mentor, now=at - timedelta(days=1))
        nudge = DueNudge(step, Role.MENTEE, delegate.pk, "a key", stage.now, None, str(meeting.uid))
        facts = ladder_facts(stage.pair, stage.now)
        envelope = stage.envelope(draft_of(stage.pair, facts, nudge, stage.now))
        others = [{"partner": "Amara", "mentee": "Ed", "pairing_uid": str(stage.pair.uid)}]
        return replace(envelope, facts=envelope.facts | {"others": others})

    return sample


# By kind, and where one kind says several things, by kind and wording.
SAMPLES: dict[str, Sample] = {
    "agreement_offered": _about_version(agreements.agreement_offered),
    "agreement_sent_back": _about_version(agreements.agreement_sent_back),
    "agreement_signed": _about_version(agreements.agreement_signed),
    "agreement_in_force": _in_force,
    "agreement_review": _review,
    "rhythm_suggested": _about_version(amending_emails.rhythm_suggested),
    "rhythm_declined": _about_version(amending_emails.rhythm_declined),
    "signing_code": _signing_code,
    "house_rules_code": _rules_code,
    "house_rules_waiting": _rules_waiting,
    "place_confirmed": _place(places.place_confirmed),
    "place_wait_listed": _place(places.place_wait_listed),
    "place_declined": _place(places.place_declined),
    "place_invited": _invited(),
    "place_invited.mentor": _invited(Role.MENTOR),
    "nudge-invitation": _reminded,
    "proposal_made": _of_pair(proposals.proposal_made),
    "proposal_made.mentee": _of_pair(proposals.proposal_made, Role.MENTEE),
    "proposal_closed": _of_pair(proposals.proposal_closed),
    "proposal_withdrawn": _of_pair(proposals.proposal_withdrawn),
    "request_made": _of_pair(proposals.request_made),
    "request_made.mentee": _of_pair(proposals.request_made, Role.MENTEE),
    "request_withdrawn": _of_pair(proposals.request_withdrawn),
    "pair_announced": _announced(Role.MENTOR),
    "pair_announced.mentee": _announced(Role.MENTEE),
    "kickoff_invited": _to_guest(kickoffs.kickoff_invited),
    "kickoff_moved": _to_guest(kickoffs.kickoff_moved),
    "kickoff_cancelled": _to_guest(kickoffs.kickoff_cancelled),
    "kickoff_reminder": _guest_reminded,
    "pair_started": _of_pair(proposals.pair_started),
    "letter": _letter,
    "letter_trial": _letter_trial,
    "pair_paused": _of_pair(lives.pair_paused),
    "pair_resumed": _of_pair(lives.pair_resumed),
    "pair_concluding": _of_pair(lives.pair_concluding),
    "pair_ended": _of_pair(lives.pair_ended),
    "pair_extended": _of_pair(lives.pair_extended),
    "pair_stays_in_touch": _of_pair(lives.pair_stays_in_touch),
    "program_closed": _place(lives.program_closed),
    "meeting_planned": _planned,
    "meeting_series_planned": _series,
    "meeting_changed": _changed,
    "meeting_cancelled": _cancelled,
    "pulse_fit": _question(0),
    "pulse_fit.second": _question(1),
    "pulse_fit.last": _question(2),
    "delegate_named": _assistant(delegate_named, "delegate"),
    "delegate_named.mentee": _assistant(delegate_named, "person"),
    "delegate_over": _assistant(delegate_over, "delegate", how="ended"),
    "delegate_over.mentee": _assistant(delegate_over, "person", how="declined"),
    "delegate_over.left": _assistant(delegate_over, "person", how="left"),
    "meeting_planned.by_assistant": _by_assistant,
    "meeting_planned.to_assistant": _to_assistant(_planned),
    "meeting_cancelled.to_assistant": _to_assistant(_cancelled),
    "nudge-log.assistant": _nudge_assistant(Step.LOG),
    "nudge-book.assistant": _nudge_assistant(Step.BOOK),
    "nudge-log": _nudge(Step.LOG),
    "nudge-book": _nudge(Step.BOOK),
    "nudge-behind": _nudge(Step.BEHIND),
    "nudge-behind.mentee": _nudge(Step.BEHIND, Role.MENTEE),
    "nudge-second": _nudge(Step.SECOND),
    "nudge-hr": _nudge(Step.HR),
}
SAMPLES |= {
    f"account_{'code' if wording in CODES else 'notice'}.{wording}": _account(wording)
    for wording in WORDINGS
}
ALL = pytest.mark.parametrize("name", sorted(SAMPLES))


@pytest.fixture
def stage(pair: Pairing, now: datetime) -> Stage:
    """A pair whose program and people have names of their own, on a break until December."""
    for person in (pair.mentor, pair.mentee):
        person.job_title = "Analyst"
        person.save()
    pair.paused_until = now.date() + timedelta(days=14)
    pair.expires_at = now + timedelta(days=14)
    return Stage(pair, now)


def rendered(name: str, stage: Stage) -> Mail:
    """Return the mail of a sample."""
    envelope = SAMPLES[name](stage)
    kind = message_kind(envelope.kind)
    assert kind is not None
    return kind.render(envelope, stage.now)


def stored_form(mail: Mail) -> str:
    """Return subject and text part, without what differs each time."""
    text = re.sub(r"/(a|stop)/[\w:.=%-]+/", r"/\1/<token>/", mail.text)
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>", text)
    return f"Subject: {mail.subject}\n\n{text.strip()}\n"


def body_of(mail: Mail) -> str:
    """Return the words above the footer, without addresses."""
    return re.sub(r"https?://\S+", "", mail.text.partition("\n--\n")[0])


def buttons_of(mail: Mail) -> int:
    return mail.html.count('<td class="button')


def links_of(mail: Mail) -> set[str]:
    return {html.unescape(link) for link in re.findall(r'href="([^"]+)"', mail.html)}


def as_sent(mail: Mail, now: datetime) -> EmailMessage:
    """Return the mail as the mail server gets it."""
    sender, to = "Viceversa <viceversa@example.com>", "priya@example.com"
    content = compose(mail, sender=sender, address=to, message_id="<1@example.com>", now=now)
    return email.message_from_bytes(content, policy=email.policy.default)


def test_every_kind_has_a_stored_text_and_every_text_a_kind() -> None:
    kinds = {kind.name for kind in message_kinds()}
    assert {name.partition(".")[0] for name in SAMPLES} == kinds
    assert {path.stem for path in STORED.glob("*.txt")} == set(SAMPLES)


@ALL
def test_the_words_are_those_that_are_stored(stage: Stage, name: str) -> None:
    found, path = stored_form(rendered(name, stage)), STORED / f"{name}.txt"
    if os.environ.get(WRITE):
        path.write_text(found)
    assert found == path.read_text()


@ALL
def test_a_mail_is_short_says_why_it_came_and_how_to_stop_it(stage: Stage, name: str) -> None:
    mail = rendered(name, stage)
    body, _, footer = mail.text.partition("\n--\n")
    assert len(body_of(mail).split()) <= WORDS_AT_MOST
    assert body.strip()
    assert footer.startswith("You get this")
    assert buttons_of(mail) <= BUTTONS_AT_MOST
    assert len(mail.html.encode()) <= HTML_BYTES_AT_MOST
    assert set(re.findall(r"https?://\S+", mail.text)) == links_of(mail)
    stops = [value for header, value in mail.headers.items() if header == "List-Unsubscribe"]
    assert len(stops) == name.startswith(("nudge-", "pulse_"))


def test_a_mail_of_three_answers_has_three_buttons(stage: Stage) -> None:
    assert buttons_of(rendered("nudge-behind", stage)) == BUTTONS_AT_MOST


def test_a_nudge_is_stopped_by_one_post(stage: Stage) -> None:
    sent = as_sent(rendered("nudge-book", stage), stage.now)
    assert re.fullmatch(r"<http\S+/reminders/stop/\S+/>", sent["List-Unsubscribe"])
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_only_time_causes_waits_in_the_lane_of_nudges() -> None:
    nudges = {kind.name for kind in message_kinds() if kind.lane == Lane.NUDGE}
    assert nudges == {f"nudge-{step}" for step in Step} | {
        agreements.REVIEW,
        lives.CONCLUDING,
        places.REMINDER,
        pulse_mails.FIT,
        kickoffs.KICKOFF_REMINDER,
    }


@ALL
def test_no_name_breaks_headers_or_markup(stage: Stage, name: str) -> None:
    for person in (stage.pair.mentor, stage.pair.mentee):
        person.display_name = person.given_name = HOSTILE
        person.job_title = person.department = HOSTILE
        person.save()
    stage.pair.program.name = HOSTILE
    stage.pair.program.save()
    mail = rendered(name, stage)
    sent = as_sent(mail, stage.now)
    assert set(sent.keys()) <= HEADERS
    assert sent["To"] == "priya@example.com"
    assert not re.search(r"[\r\n]", mail.subject)
    assert re.search(r"<(script|img)", mail.html) is None
    assert "49" not in body_of(mail)


def test_a_name_with_markup_is_read_as_it_was_written(stage: Stage) -> None:
    stage.pair.mentee.given_name = "<b>Tom</b> {{7*7}}"
    stage.pair.mentee.save()
    mail = rendered("nudge-behind", stage)
    assert "Your conversation with <b>Tom</b> {{7*7}} was due" in mail.text
    assert "&lt;b&gt;Tom&lt;/b&gt; {{7*7}}" in mail.html
    assert as_sent(mail, stage.now)["Subject"] == mail.subject
