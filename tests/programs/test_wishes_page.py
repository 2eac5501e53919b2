from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.models import Enrollment
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]


@pytest.fixture
def url(place: Enrollment) -> str:
    return reverse("programs:edit-wishes", args=[place.program.uid])


def test_what_was_said_is_prefilled(
    url: str, place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    Enrollment.objects.update(hope="An old hope", boundaries="An old line")
    page = sign_in(mentor).get(url).content.decode()
    assert "An old hope" in page
    assert "An old line" in page


def test_saying_it_again_is_saved(
    url: str, place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    topic = place.program.topics.get(name="Careers")
    data = {"hope": "New", "boundaries": "", "revision": 0, "topics": [str(topic.uid)]}
    page = sign_in(mentor).post(url, data, follow=True)
    place.refresh_from_db()
    assert (place.hope, list(place.topics.all())) == ("New", [topic])
    assert "Saved." in text_of(page)


def test_a_change_in_another_window_shows_both(
    url: str, place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    Enrollment.objects.update(hope="From the other window", revision=5)
    client = sign_in(mentor)
    page = client.post(url, {"hope": "Mine", "revision": 0}).content.decode()
    assert "From the other window" in page
    assert 'value="Mine"' in page
    assert 'name="revision" value="5"' in page


def test_saving_after_having_seen_both_wins(
    url: str, place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    Enrollment.objects.update(hope="From the other window", revision=5)
    sign_in(mentor).post(url, {"hope": "Mine", "revision": 5})
    place.refresh_from_db()
    assert place.hope == "Mine"


@pytest.mark.parametrize("revision", ["", "abc", "-1", "99999999999999999999"])
def test_a_broken_revision_changes_nothing(
    revision: str, url: str, place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).post(url, {"hope": "Mine", "revision": revision})
    place.refresh_from_db()
    assert place.hope == ""
    assert "Mine" in page.content.decode()


def test_a_coordinator_cannot_read_it(
    url: str, place: Enrollment, coordinator: User, hr_admin: User, sign_in: SignIn
) -> None:
    Enrollment.objects.update(boundaries="canary-7181")
    for who in (coordinator, hr_admin):
        page = sign_in(who).get(url)
        assert page.status_code == 404
        assert "canary-7181" not in page.content.decode()


def test_reading_the_rules_later_is_remembered(
    place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    sign_in(mentor).post(reverse("programs:read-rules", args=[place.program.uid]))
    place.refresh_from_db()
    assert place.house_rules_read_at is not None


def test_reading_the_rules_needs_a_button(place: Enrollment, mentor: User, sign_in: SignIn) -> None:
    page = sign_in(mentor).get(reverse("programs:read-rules", args=[place.program.uid]))
    place.refresh_from_db()
    assert page.status_code == 405
    assert place.house_rules_read_at is None
