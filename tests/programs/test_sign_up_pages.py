"""Signing up, page by page: what is asked, what is kept, and what can get in the way."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Leave, User
from programs import registry
from programs.models import Enrollment, JoinDraft, Program
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment, make_person, make_program
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]
S = EnrollmentState
PAGES = ("join-program", "join-topics", "join-times", "join-boundaries", "check-answers")


@pytest.fixture(autouse=True)
def house_rules() -> Iterator[list[str]]:
    """The text of the house rules in this test; none at first."""
    texts = [""]
    before = registry._sources[:]  # noqa: SLF001 -- put back after the test
    registry.register_house_rules(
        lambda _program: registry.RulesShown(texts[0]) if texts[0] else None
    )
    yield texts
    registry._sources[:] = before  # noqa: SLF001 -- put back after the test


@pytest.fixture
def urls(open_program: Program) -> dict[str, str]:
    return {name: reverse(f"programs:{name}", args=[open_program.uid]) for name in PAGES}


@pytest.fixture
def answered(urls: dict[str, str], stranger: User, sign_in: SignIn) -> Client:
    """Sol has answered every page and stands before the last."""
    client = sign_in(stranger)
    client.post(urls["join-program"], {"role": "mentor"})
    client.post(urls["join-topics"], {"hope": "To be heard"})
    client.post(
        urls["join-times"], {"days": ["2", "4"], "dayparts": ["morning"], "ways": ["video"]}
    )
    client.post(urls["join-boundaries"], {"boundaries": "My team"})
    return client


def draft_of(user: User) -> JoinDraft:
    return JoinDraft.objects.get(user=user)


def test_the_first_page_says_what_each_side_gives_and_gets(
    urls: dict[str, str], stranger: User, sign_in: SignIn
) -> None:
    page = text_of(sign_in(stranger).get(urls["join-program"]))
    assert "You are the junior one, and share." in page
    assert page.count("You give") == page.count("You get") == 2


@pytest.mark.parametrize(("level", "button"), [(1, "mentor"), (9, "mentee")])
def test_the_likely_side_is_suggested_from_the_directory(
    urls: dict[str, str], sign_in: SignIn, mentee: User, mentor: User, level: int, button: str
) -> None:
    page = sign_in(make_person(level=level)).get(urls["join-program"]).content.decode()
    primary = f'btn-primary" name="role" value="{button}"'
    assert primary in page
    assert page.count('btn-primary" name="role"') == 1


def test_each_page_leads_to_the_next(urls: dict[str, str], stranger: User, sign_in: SignIn) -> None:
    client, data = sign_in(stranger), {"role": "mentee"}
    targets = [client.post(urls[name], data).headers["Location"] for name in PAGES[:-1]]
    assert targets == [urls[name] for name in PAGES[1:]]


def test_joining_asks_for_a_place_with_everything_that_was_said(
    answered: Client, urls: dict[str, str], stranger: User, open_program: Program
) -> None:
    page = answered.post(urls["check-answers"], follow=True)
    place = Enrollment.objects.get(user=stranger)
    assert (place.state, place.role, place.hope) == (S.APPLIED, Role.MENTOR, "To be heard")
    assert (place.days, place.dayparts, place.ways) == ("24", ["morning"], ["video"])
    assert place.boundaries == "My team"
    assert page.redirect_chain[0][0] == reverse("pairings:show-place", args=[open_program.uid])
    assert "answers by mail" in text_of(page)
    assert not JoinDraft.objects.exists()


def test_chosen_topics_are_kept(
    answered: Client, urls: dict[str, str], stranger: User, open_program: Program
) -> None:
    topic = open_program.topics.get(name="Careers")
    answered.post(urls["join-topics"], {"hope": "x", "topics": [str(topic.uid)], "seen": "9"})
    answered.post(urls["check-answers"])
    assert list(Enrollment.objects.get(user=stranger).topics.all()) == [topic]


def test_joining_takes_at_most_twelve_clicks_and_two_typed_fields(
    answered: Client, urls: dict[str, str]
) -> None:
    asked = [answered.get(url).content.decode() for url in urls.values()]
    typed = [page.count('type="text"') + page.count("<textarea") for page in asked]
    assert sum(typed) == 2


def test_the_last_page_shows_every_answer_with_a_way_to_change_it(
    answered: Client, urls: dict[str, str]
) -> None:
    page = answered.get(urls["check-answers"])
    words = text_of(page)
    for said in ("Mentor: the junior one", "To be heard", "Tuesdays, Thursdays, Mornings"):
        assert said in words
    assert f"{urls['join-topics']}?then=check" in page.content.decode()


def test_a_change_comes_back_to_the_last_page(answered: Client, urls: dict[str, str]) -> None:
    data = {"hope": "To learn", "then": "check", "seen": "9"}
    assert answered.post(urls["join-topics"], data).headers["Location"] == urls["check-answers"]
    assert "To learn" in text_of(answered.get(urls["check-answers"]))


def test_what_was_said_is_there_after_coming_back(
    urls: dict[str, str], stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    client.post(urls["join-program"], {"role": "mentor"})
    client.post(urls["join-topics"], {"hope": "To be heard"})
    client.logout()
    back = sign_in(stranger)
    assert "To be heard" in back.get(urls["join-topics"]).content.decode()
    assert "Go on where you stopped" in text_of(back.get(urls["join-program"]))
    assert "Go on joining" in text_of(back.get(reverse("programs:list-programs")))


def test_a_page_that_was_skipped_is_asked_before_the_last(
    urls: dict[str, str], stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    assert client.get(urls["join-times"]).headers["Location"] == urls["join-program"]
    client.post(urls["join-program"], {"role": "mentor"})
    assert client.get(urls["check-answers"]).headers["Location"] == urls["join-topics"]


def test_two_windows_on_two_pages_lose_nothing(
    urls: dict[str, str], stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    client.post(urls["join-program"], {"role": "mentor", "seen": "0"})
    client.post(urls["join-topics"], {"hope": "To be heard", "seen": "1"})
    client.post(urls["join-boundaries"], {"boundaries": "My team", "seen": "1"})
    assert draft_of(stranger).answers["topics"]["hope"] == "To be heard"
    assert draft_of(stranger).answers["boundaries"]["boundaries"] == "My team"


def test_words_of_another_window_are_shown_before_they_are_replaced(
    urls: dict[str, str], stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    client.post(urls["join-program"], {"role": "mentor", "seen": "0"})
    client.post(urls["join-topics"], {"hope": "First words", "seen": "1"})
    page = client.post(urls["join-topics"], {"hope": "Other words", "seen": "1"})
    assert "First words" in text_of(page)
    assert "Other words" in page.content.decode()
    assert draft_of(stranger).answers["topics"]["hope"] == "First words"
    client.post(urls["join-topics"], {"hope": "Other words", "seen": "2"})
    assert draft_of(stranger).answers["topics"]["hope"] == "Other words"


def test_the_same_answer_twice_is_one_change(
    urls: dict[str, str], stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    for _ in range(2):
        client.post(urls["join-program"], {"role": "mentor", "seen": "0"})
    assert draft_of(stranger).revision == 1


def test_joining_twice_is_one_place(answered: Client, urls: dict[str, str], stranger: User) -> None:
    for _ in range(2):
        answered.post(urls["check-answers"])
    assert Enrollment.objects.filter(user=stranger).count() == 1


@pytest.mark.parametrize(
    ("page", "bad", "message"),
    [
        ("join-program", {"role": ""}, "This field is required"),
        ("join-program", {"role": "boss"}, "is not one of the available choices"),
        ("join-topics", {"hope": "x" * 281}, "at most 280 characters"),
        ("join-topics", {"topics": ["not-a-uuid"]}, "is not a valid UUID"),
        ("join-topics", {"hope": "a\x00b"}, "Null characters are not allowed"),
        ("join-times", {"days": ["8"]}, "is not one of the available choices"),
        ("join-times", {"dayparts": ["night"]}, "is not one of the available choices"),
        ("join-times", {"leave_from": "soon"}, "Enter a valid date"),
        ("join-times", {"leave_until": "2027-01-02"}, "When does it begin?"),
        (
            "join-times",
            {"leave_from": "2027-01-02", "leave_until": "2027-01-01"},
            "The last day lies before the first",
        ),
        ("join-times", {"leave_from": "2027-01-02", "leave_until": "2099-01-01"}, "two years"),
        ("join-boundaries", {"boundaries": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_bad_answers_are_named_and_nothing_is_kept_of_them(
    answered: Client,
    urls: dict[str, str],
    stranger: User,
    page: str,
    bad: dict[str, object],
    message: str,
) -> None:
    before = draft_of(stranger).answers
    assert message in text_of(answered.post(urls[page], bad))
    assert draft_of(stranger).answers == before


def test_days_off_go_into_the_profile(
    answered: Client, urls: dict[str, str], stranger: User
) -> None:
    for _ in range(2):
        answered.post(urls["join-times"], {"leave_from": "2026-12-24", "leave_until": "2027-01-03"})
    leave = Leave.objects.get(user=stranger)
    assert (leave.starts_on, leave.ends_on) == (date(2026, 12, 24), date(2027, 1, 3))


def test_house_rules_are_shown_and_must_be_read(
    answered: Client, urls: dict[str, str], stranger: User, house_rules: list[str]
) -> None:
    house_rules[0] = "Be kind <b>always</b>"
    assert "Be kind &lt;b&gt;always" in answered.get(urls["check-answers"]).content.decode()
    assert "Please read the house rules" in text_of(answered.post(urls["check-answers"]))
    assert not Enrollment.objects.exists()
    answered.post(urls["check-answers"], {"has_read_rules": "on"})
    assert Enrollment.objects.get(user=stranger).house_rules_read_at is not None


def test_without_house_rules_nothing_is_ticked(answered: Client, urls: dict[str, str]) -> None:
    assert "has_read_rules" not in answered.get(urls["check-answers"]).content.decode()


def test_a_program_that_closed_meanwhile_says_so_and_keeps_the_words(
    answered: Client, urls: dict[str, str], stranger: User, open_program: Program
) -> None:
    make_enrollment(open_program, stranger, Role.MENTOR, state=S.WITHDRAWN)
    Program.objects.update(state=ProgramState.MATCHING)
    page = answered.post(urls["check-answers"])
    assert "This program takes nobody right now" in text_of(page)
    assert "What you have written is kept" in text_of(page)
    assert draft_of(stranger).answers["topics"]["hope"] == "To be heard"


def test_a_program_that_is_not_open_is_not_found(
    program: Program, stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    for name in PAGES:
        url = reverse(f"programs:{name}", args=[program.uid])
        assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
    assert not JoinDraft.objects.exists()


def test_who_has_a_place_is_led_to_it(
    urls: dict[str, str],
    application: Enrollment,
    open_program: Program,
    stranger: User,
    sign_in: SignIn,
) -> None:
    place = reverse("pairings:show-place", args=[open_program.uid])
    client = sign_in(stranger)
    assert [client.get(url).headers["Location"] for url in urls.values()] == [place] * 5


def test_answers_of_an_earlier_program_are_offered_again(
    urls: dict[str, str], open_program: Program, stranger: User, sign_in: SignIn
) -> None:
    last = make_program("Last year", state=ProgramState.CLOSED)
    old = make_enrollment(last, stranger, Role.MENTEE, state=S.DECLINED, hope="See more")
    old.topics.set(last.topics.filter(name="Careers"))
    client = sign_in(stranger)
    assert (
        'btn-primary" name="role" value="mentee"'
        in client.get(urls["join-program"]).content.decode()
    )
    client.post(urls["join-program"], {"role": "mentee"})
    page = client.get(urls["join-topics"]).content.decode()
    careers = open_program.topics.get(name="Careers")
    assert "See more" in page
    assert f'value="{careers.uid}" id="id_topics_1" checked' in page.replace(' class=""', "")


def test_a_topic_that_was_taken_off_the_list_is_left_out(
    answered: Client, urls: dict[str, str], stranger: User, open_program: Program
) -> None:
    topic = open_program.topics.get(name="Careers")
    answered.post(urls["join-topics"], {"hope": "x", "topics": [str(topic.uid)], "seen": "9"})
    topic.delete()
    answered.post(urls["check-answers"])
    assert Enrollment.objects.get(user=stranger).topics.count() == 0


def test_the_words_of_another_person_are_never_shown(
    answered: Client, urls: dict[str, str], mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    client.post(urls["join-program"], {"role": "mentor"})
    pages = [client.get(url).content.decode() for url in urls.values()]
    assert not [page for page in pages if "To be heard" in page or "My team" in page]


def test_what_one_types_is_shown_as_text(answered: Client, urls: dict[str, str]) -> None:
    script = "<script>alert(1)</script>"
    answered.post(urls["join-topics"], {"hope": script, "seen": "9"})
    page = answered.get(urls["check-answers"]).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_costs_few_queries(answered: Client, urls: dict[str, str]) -> None:
    for url in urls.values():
        with CaptureQueriesContext(connection) as queries:
            answered.get(url)
        assert len(queries) <= 12, url
