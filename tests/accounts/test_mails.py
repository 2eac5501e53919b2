"""What account mails say: short, neutral, in the words of the product."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.emails import ACCOUNT_KINDS, CODE, NOTICE
from accounts.emails.words import _WORDS
from core.mail import Mail
from core.registry import Envelope, Lane

CODES = {"login_code", "email_confirmation", "email_confirmation_signup", "password_reset_code"}
FACTS = {
    "code": "KX7-94M",
    "to_email": "priya.jones@example.com",
    "from_email": "priya@example.com",
    "new_email": "priya.jones@example.com",
    "language": "en",
    "zone": "Asia/Tokyo",
}


def rendered(wording: str) -> Mail:
    kind = ACCOUNT_KINDS[0] if wording in CODES else ACCOUNT_KINDS[1]
    envelope = Envelope(
        uid=uuid4(),
        key="k",
        kind=kind.name,
        person_id=None,
        address="priya@example.com",
        subject_uid=None,
        facts=FACTS | {"wording": wording},
        created_at=datetime(2026, 11, 23, 20, 15, tzinfo=UTC),
    )
    return kind.render(envelope, datetime(2026, 11, 23, 20, 16, tzinfo=UTC))


def body_of(mail: Mail) -> str:
    return mail.text.partition("You get this mail")[0]


@pytest.mark.parametrize("wording", [*_WORDS, "something_new"])
def test_every_mail_is_short_and_says_why_it_came(wording: str) -> None:
    mail = rendered(wording)

    assert len([word for word in body_of(mail).split() if "://" not in word]) <= 90
    assert "You get this mail because" in mail.text
    assert mail.subject in {mail.subject.strip(), mail.subject.splitlines()[0]}
    assert "http" not in mail.subject


@pytest.mark.parametrize("wording", sorted(CODES))
def test_a_code_stands_in_the_mail_and_not_in_its_subject(wording: str) -> None:
    mail = rendered(wording)

    assert "KX7-94M" in mail.text
    assert "KX7-94M" in mail.html
    assert "KX7-94M" not in mail.subject
    assert "15 minutes" in mail.text


def test_a_notice_tells_the_time_where_the_reader_lives() -> None:
    assert "24 November 2026, 05:15" in rendered("password_changed").text


def test_what_allauth_may_send_one_day_has_words_too() -> None:
    assert rendered("something_new").subject == "Your sign-in was changed"


def test_a_pending_address_is_named_with_what_to_do() -> None:
    mail = rendered("pending_email")

    assert "priya.jones@example.com" in mail.text
    assert "/me/email/" in mail.text


def test_account_mail_leaves_first_is_secret_and_tried_twice() -> None:
    assert {kind.name for kind in ACCOUNT_KINDS} == {CODE, NOTICE}
    assert all(kind.lane == Lane.ACCOUNT for kind in ACCOUNT_KINDS)
    assert all(kind.is_secret and kind.retries_unknown for kind in ACCOUNT_KINDS)
