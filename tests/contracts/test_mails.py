"""The mails about an agreement: who gets which, and not a word of the pair in any."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from contracts import emails
from contracts.actions import mail_signing_code, offer, send_back
from core.mail import Mail
from core.registry import Lane, message_kind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests.contracts.agreements import make_in_force, make_offer, sign_as

pytestmark = pytest.mark.django_db


def _rendered(row: OutboxMessage, now: datetime) -> Mail:
    kind = message_kind(row.kind)
    assert kind is not None
    return kind.render(row.envelope(), now)


def _everything(pair: Pairing, now: datetime) -> list[OutboxMessage]:
    version = make_offer(pair, now)
    draft = send_back(version=version, by=pair.mentee, comment="canary-comment", now=now)
    newer = offer(version=draft, by=pair.mentor, now=now)
    shown = newer.document_sha256
    mail_signing_code(version=newer, by=pair.mentee, shown_sha256=shown, now=now)
    sign_as(newer, pair.mentor, now)
    sign_as(newer, pair.mentee, now)
    return list(OutboxMessage.objects.filter(kind__in=emails.ALL).order_by("id"))


def test_each_act_tells_who_has_to_know(pair: Pairing, now: datetime) -> None:
    told = [(row.kind, row.address) for row in _everything(pair, now)]
    mentor, mentee = pair.mentor.email, pair.mentee.email
    assert told == [
        ("agreement_offered", mentee),
        ("agreement_sent_back", mentor),
        ("agreement_offered", mentee),
        ("signing_code", mentee),
        ("agreement_signed", mentee),
        ("agreement_in_force", mentor),
        ("agreement_in_force", mentee),
    ]


def test_no_mail_holds_a_word_of_the_pair(pair: Pairing, now: datetime) -> None:
    for row in _everything(pair, now):
        mail = _rendered(row, now)
        assert "canary" not in f"{mail.subject}{mail.text}{mail.html}{row.facts}"


def test_every_mail_is_short_neutral_and_says_why(pair: Pairing, now: datetime) -> None:
    for row in _everything(pair, now):
        mail = _rendered(row, now)
        body, _sep, reason = mail.text.partition("You get this mail because")
        assert len(body.split()) <= 75
        assert "you are in a pair with" in reason
        assert "\n" not in mail.subject
        assert f"{settings.SITE_URL}/contracts/" in mail.text


def test_a_mail_asks_in_nobodys_name(pair: Pairing, now: datetime) -> None:
    mail = _rendered(_everything(pair, now)[0], now)
    assert mail.subject == "Your agreement with Priya"
    assert "Priya has sent you the agreement" in mail.text


def test_the_code_stands_in_its_mail_and_leaves_before_all_others(
    pair: Pairing, now: datetime
) -> None:
    row = next(row for row in _everything(pair, now) if row.kind == emails.CODE)
    code = row.envelope().facts["code"]
    mail = _rendered(row, now)
    assert f"{code[:4]} {code[4:]}" in mail.text
    assert code not in mail.subject
    assert (row.lane, row.expires_at) == (Lane.ACCOUNT, now + timedelta(minutes=15))


def test_what_asks_for_a_signature_stops_asking_when_it_is_there(
    pair: Pairing, now: datetime
) -> None:
    version = make_offer(pair, now)
    row = OutboxMessage.objects.get(kind=emails.OFFERED)
    kind = message_kind(emails.OFFERED)
    assert kind is not None
    assert kind.admit(row.envelope(), now).send
    sign_as(version, pair.mentee, now)
    assert not kind.admit(row.envelope(), now).send


def test_what_asks_for_a_signature_stops_asking_when_it_counts(
    pair: Pairing, now: datetime
) -> None:
    make_in_force(pair, now)
    for row in OutboxMessage.objects.filter(kind__in=emails.ASKING):
        kind = message_kind(row.kind)
        assert kind is not None
        assert kind.admit(row.envelope(), now).reason == "nothing to sign"
