from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import Refusal
from core.paper import FACES, FONTS, LettersMissing, settable
from lifecycle.certificates import certificate_of, file_name
from lifecycle.queries import CertificateFacts, Sums, certificate_facts
from pairings.models import Pairing
from programs.rules import Role
from tests.lifecycle.closing import complete, conclude, finish

SignIn = Callable[[User], Client]
FACTS = CertificateFacts(
    name="Priya Nair",
    role=Role.MENTOR,
    program="Autumn 2026",
    company="Our company",
    started_on=date(2026, 9, 1),
    ended_on=date(2027, 2, 28),
    ended_at=datetime(2027, 2, 28, 23, tzinfo=UTC),
    sums=Sums(6, 300, 3),
    language="en",
)


def address(pair: Pairing) -> str:
    return reverse("lifecycle:download-certificate", args=[pair.uid])


def test_each_gets_their_own(pair: Pairing, mentor: User, mentee: User, sign_in: SignIn) -> None:
    complete(pair)
    for person, name in ((mentor, "priya-nair-mentor"), (mentee, "tom-hughes-mentee")):
        response = sign_in(person).get(address(pair))
        assert response.content.startswith(b"%PDF-")
        assert f"certificate-{name}.pdf" in response.headers["Content-Disposition"]


def test_the_numbers_are_those_of_the_pair(pair: Pairing, mentor: User) -> None:
    facts = certificate_facts(complete(pair), mentor)
    assert (facts.sums.held, facts.sums.hours) == (3, 2.5)
    assert (facts.started_on, facts.ended_on) == (date(2026, 9, 1), date(2027, 2, 28))


def test_nothing_of_the_partner_is_in_the_facts(pair: Pairing, mentor: User) -> None:
    assert "Tom" not in repr(certificate_facts(complete(pair), mentor))


def test_the_same_facts_give_the_same_bytes() -> None:
    assert certificate_of(FACTS) == certificate_of(FACTS)
    assert certificate_of(FACTS) != certificate_of(replace(FACTS, name="Tom Hughes"))


def test_a_pair_that_was_not_completed_has_none(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    finish(conclude(pair))
    response = sign_in(mentor).get(address(pair))
    assert response.status_code == 409
    assert "have completed their program" in response.content.decode()


def test_a_live_pair_has_none(pair: Pairing, mentor: User) -> None:
    with pytest.raises(Refusal, match="completed"):
        certificate_facts(pair, mentor)


@pytest.mark.parametrize(
    "name",
    [
        "Ευγενία Παπαδοπούλου",
        "Наталья Щербакова",
        "Ђорђе Њёгош",
        "Nguyễn Thị Hồng Ánh",
        "Łukasz Żółć",
        "Þórdís Ðuričić",
        "İlker Şahin",
        "O’Neill-Müller",
        "<b>{{7*7}}</b> %s",
        "A" * 150,
    ],
)
def test_names_of_many_scripts_can_be_printed(name: str) -> None:
    assert settable(name) == name
    assert certificate_of(replace(FACTS, name=name)).startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["山田 太郎", "محمد", "राहुल", "김민준", "דוד"])
def test_a_script_without_letters_is_refused_kindly(name: str) -> None:
    with pytest.raises(Refusal, match="by hand"):
        certificate_of(replace(FACTS, name=name))


def test_what_is_no_letter_is_left_out() -> None:
    assert settable("Ali 🎉\r\nBcc: Baba\u202e") == "Ali Bcc: Baba"


def test_a_name_typed_in_parts_is_put_together() -> None:
    assert settable("Zoe\u0308") == "Zoë"


def test_a_missing_letter_names_the_text() -> None:
    with pytest.raises(LettersMissing, match="太"):
        settable("太")


def test_a_file_name_is_plain() -> None:
    assert file_name(FACTS) == "certificate-priya-nair-mentor.pdf"
    assert file_name(replace(FACTS, name='Ζωή"/../\r\n')) == "certificate-mentor.pdf"
    assert file_name(replace(FACTS, name="Zoë B")) == "certificate-zoe-b-mentor.pdf"


@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("de", "de"), ("ar", "en")])
def test_it_speaks_the_persons_language_where_it_can(language: str, spoken: str) -> None:
    pdf = certificate_of(replace(FACTS, language=language))
    assert f"/Lang ({spoken})".encode() in pdf


def test_every_face_has_its_license() -> None:
    families = {face.rpartition("-")[0] for faces in FACES.values() for face in faces}
    for family in families:
        assert "SIL Open Font License" in (FONTS / f"{family}-OFL.txt").read_text()
