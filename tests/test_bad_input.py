"""Every form, found on its page and sent with bad values in each field.

Never a 500, never a row with what no row may hold, nothing written when the form comes back, and
what was typed is there again, as text. A form on a new page is tried without a line here.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.template import Template
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from contracts.actions import open_contract, publish_house_rules
from contracts.models import Goal
from contracts.rules import VersionState
from core import registry
from core.tokens import make_token
from goals.actions import note_progress
from goals.rules import GoalState
from lifecycle.actions import pause_pair
from pairings.models import Pairing
from pairings.rules import PairState
from programs.actions import save_answers
from programs.emails import ANSWER
from programs.emails import STOP as STOP_INVITING
from programs.models import Enrollment, Program
from programs.rules import JoinStep, ProgramState, Role
from pulse.actions import mark_talked
from pulse.models import TalkName
from reminders.emails import MET, NEW_DATE, NOT_YET, STOP
from tests.access_world import ACTORS as ALL
from tests.access_world import NOW, World
from tests.builders import PASSWORD
from tests.contracts.agreements import make_in_force, make_offer
from tests.contracts.amendments import suggest
from tests.page_forms import Field, Form, forms_of, posted
from tests.test_access import ROUTES, address, read_table

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}' OR '1'='1'; --"
ALPHABET = "Ελένη 李小龍 \u05d0\u05d1 \U0001f469\U0001f3fd\u200d\U0001f4bb"
HUGE = "x" * 1_000_000
TYPED = {
    "markup": MARKUP,
    "alphabet": ALPHABET,
    "NUL": "a\x00b",
    "huge": HUGE,
    "line breaks": "a\r\nBcc: e@e.io",
    "nothing": "",
    "1900": "1900-01-01",
    "the first day": "0001-01-01",
    "9999": "9999-12-31",
    "no day": "2026-02-30",
    "negative": "-5",
    "large": "999999999999999999999",
    "float": "1e9",
    "NaN": "NaN",
}
WORDS = ("markup", "alphabet", "NUL", "huge", "line breaks", "nothing", "missing")
DAYS = ("markup", "NUL", "nothing", "1900", "the first day", "9999", "no day", "missing")
NUMBERS = ("markup", "NUL", "nothing", "negative", "large", "float", "NaN", "missing")
CHOICES = ("markup", "NUL", "missing")
# What is tried in which kind of field.
TRIED = {
    "date": DAYS,
    "time": DAYS,
    "number": NUMBERS,
    "hidden": ("markup", "NUL", "large", "missing"),
    "file": ("markup", "NUL", "nothing", "missing"),
    **dict.fromkeys(("select", "radio", "checkbox", "submit"), CHOICES),
}
# What a database may stumble over, and SQLite does not: all that PostgreSQL is asked.
OF_THE_DATABASE = {"NUL", "huge", "1900", "the first day", "9999", "large", "NaN", "nothing"}
# In this order the first who finds a form on a page sends it.
ACTORS = ("anonymous", "stranger", "mentor", "mentee", "other", "delegate", "hr", "sponsor")
# On every page: tried on one.
FRAME = {"core:set-theme", "account_logout"}
FRAME_SHOWN_BY = "programs:list-programs"
WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE)\b(?!.*(django_session|mfa_authenticator))", re.IGNORECASE
)


@dataclass
class Case:
    """A company in one situation."""

    world: World

    @cached_property
    def pair(self) -> Pairing:
        return Pairing.objects.get(uid__in=[self.world.targets["pair"]["pair"]])

    def client(self, actor: str) -> Client:
        """Return a browser of an actor, signed in."""
        client = Client()
        client.cookies.update(self.world.cookies[actor])
        return client


def _offered(case: Case) -> None:
    make_offer(case.pair, NOW)


def _in_force(case: Case) -> None:
    make_in_force(case.pair, NOW)


def _suggested(case: Case) -> None:
    """Let an agreement count, and the mentee suggest another rhythm."""
    _in_force(case)
    suggest(case.pair, NOW, Role.MENTEE)


def _said_done(case: Case) -> None:
    """Let the mentee call a goal of the agreement that counts done."""
    counts = Goal.objects.filter(version__contract__pairing=case.pair, owner=Role.MENTEE)
    goal = counts.filter(version__state=VersionState.IN_FORCE)[0]
    note_progress(goal=goal, by=case.pair.mentee, state=GoalState.SAID_DONE, now=NOW)


def _newer_rules(case: Case) -> None:
    """Let an agreement count under rules that are not the newest."""
    make_in_force(case.pair, NOW)
    publish_house_rules(program=case.pair.program, text="Be fair.", by=None, now=NOW)


def _concluding(case: Case) -> None:
    Pairing.objects.filter(pk=case.pair.pk).update(state=PairState.CONCLUDING)


def _completed(case: Case) -> None:
    over = {"state": PairState.COMPLETED, "ended_at": NOW}
    Pairing.objects.filter(pk=case.pair.pk).update(**over)
    Program.objects.filter(pk=case.pair.program_id).update(state=ProgramState.CLOSED)


def _open_for_applications(_case: Case) -> None:
    Program.objects.update(enrollment_open=True)


def _signing_up(case: Case) -> None:
    """Open the program, and let a stranger answer every page but the last."""
    _open_for_applications(case)
    person, program = case.world.people["stranger"], case.pair.program
    said: dict[JoinStep, dict[str, object]] = {
        JoinStep.ROLE: {"role": "mentor"},
        JoinStep.TOPICS: {"topics": [], "hope": ""},
        JoinStep.TIMES: {"days": "", "dayparts": [], "ways": []},
        JoinStep.BOUNDARIES: {"boundaries": ""},
    }
    for step, answers in said.items():
        save_answers(program=program, by=person, step=step, answers=answers, seen=0, now=NOW)


def _with_invitation(purpose: str) -> Callable[[Case], None]:
    def link(case: Case) -> None:
        targets = case.world.targets["pair"]
        place = Enrollment.objects.get(invitation__uid=str(targets["invitation"]))
        targets["token"] = make_token(
            purpose, person_id=place.user_id, subject_uid=place.uid, nonce="1", now=NOW
        )

    return link


def _proposed(case: Case) -> None:
    until = NOW + timedelta(days=9)
    Pairing.objects.filter(pk=case.pair.pk).update(
        state=PairState.PROPOSED, mentor_accepted_at=None, mentee_accepted_at=None, expires_at=until
    )


def _paused(case: Case) -> None:
    until = (NOW + timedelta(days=9)).date()
    pause_pair(case.pair, until=until, by=case.pair.mentor, now=NOW)


def _without_agreement(case: Case) -> None:
    open_contract(pairing=case.pair, now=NOW).delete()


def _with_link(purpose: str) -> Callable[[Case], None]:
    def link(case: Case) -> None:
        pair = case.pair
        case.world.targets["pair"]["token"] = make_token(
            purpose, person_id=pair.mentor_id, subject_uid=pair.uid, nonce="n", now=NOW
        )

    return link


def _talked(case: Case) -> None:
    """Note that everybody on the list of the week was talked to."""
    for name in TalkName.objects.all():
        mark_talked(name=name, by=case.world.people["hr"], now=NOW)


def _as_it_is(_case: Case) -> None:
    """The company of the access table: a draft of an agreement, dates, notes, an import."""


SITUATIONS: dict[str, Callable[[Case], None]] = {
    "": _as_it_is,
    "offered": _offered,
    "in force": _in_force,
    "suggested": _suggested,
    "said done": _said_done,
    "newer rules": _newer_rules,
    "concluding": _concluding,
    "completed": _completed,
    "open": _open_for_applications,
    "proposed": _proposed,
    "paused": _paused,
    "met?": _with_link(MET),
    "not yet?": _with_link(NOT_YET),
    "new date?": _with_link(NEW_DATE),
    "stop": _with_link(STOP),
    "signing up": _signing_up,
    "invited?": _with_invitation(ANSWER),
    "stop inviting": _with_invitation(STOP_INVITING),
    "talked": _talked,
}
# Pages whose forms are there in another situation than the usual one.
SITUATIONS_OF = {
    "contracts:see-new-rules": ("newer rules",),
    "contracts:sign-agreement": ("offered",),
    "contracts:send-back-offer": ("offered",),
    "contracts:show-agreement": ("", "offered", "in force", "suggested"),
    "contracts:suggest-rhythm": ("in force",),
    "core:answer": ("met?", "not yet?", "new date?", "invited?"),
    "dashboard:list-talks": ("", "talked"),
    "dashboard:show-program": ("", "completed"),
    "goals:list-goals": ("", "said done"),
    "lifecycle:choose-next": ("completed",),
    "lifecycle:resume-pair": ("paused",),
    "lifecycle:share-goals": ("in force",),
    "lifecycle:show-closing": ("concluding",),
    "pairings:show-proposal": ("proposed",),
    "programs:check-answers": ("signing up",),
    "programs:join-boundaries": ("signing up",),
    "programs:join-program": ("open",),
    "programs:join-times": ("signing up",),
    "programs:join-topics": ("signing up",),
    "programs:stop-reminders": ("stop inviting",),
    "reminders:stop-nudges": ("stop",),
}
# Posts whose form is on no page of this company, each with the reason.
ELSEWHERE = {
    "account_complete_password_reset": "a reset under way",
    "account_confirm_login_code": "a code that was asked for",
    "account_email_verification_sent": "an address to be confirmed",
    "account_set_password": "an account without a password",
    "account_signup": "a company that lets people sign up",
    "accounts:choose-delegate": "a colleague who was searched for",
    "accounts:confirm-email": "an address that HR changed",
    "contracts:open-agreement": "a pair without an agreement",
    "contracts:review-agreement": "an agreement whose day of review has come",
    "core:forget-typed": "a form sent without a sign-in",
    "dashboard:announce-pairs": "pairs that wait to be announced",
    "dashboard:choose-delegate": "a colleague who was searched for",
    "dashboard:decide-enrollments": "people who wait for an answer",
    "dashboard:open-program": "a program that takes applications",
    "dashboard:send-letter": "a letter that was not sent",
    "lifecycle:withdraw-ask": "a wish to end",
    "meetings:log-planned": "a date that has passed",
    "meetings:say-not-yet": "a date that has passed",
    "meetings:undo-log": "a meeting logged a moment ago",
    "mfa_activate_totp": "a sign-in a moment ago",
    "mfa_authenticate": "a sign-in half-way",
    "mfa_generate_recovery_codes": "an authenticator app",
    "mfa_reauthenticate": "an authenticator app",
    "pairings:ask-partner": "a place without a pair",
    "pairings:leave-program": "a place without a pair",
    "programs:decline-invitation": "an invitation",
}


@pytest.fixture
def case(world: World) -> Case:
    """Everybody, in a situation that a test may change."""
    return Case(world)


@pytest.fixture
def pages_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the navigation away, a third of a page's cost: it has no form and shows no field.

    Bad questions are asked of whole pages.
    """
    monkeypatch.setattr(registry, "_navigation", [])


@pytest.fixture
def no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave pages blank where the head of an answer says it all."""
    monkeypatch.setattr(Template, "_render", lambda *_: "")


TABLE = read_table()
# The table asks links with a token that nobody made, which is why nobody may open them there.
LINKS = {route for route, held in ROUTES.items() if "token" in held}
READABLE = sorted(LINKS | {route for route, (get, _post) in TABLE.items() if "y" in get})
WRITABLE = sorted(LINKS | {route for route, (_get, post) in TABLE.items() if "y" in post})
PAGES = [(route, situation) for route in READABLE for situation in SITUATIONS_OF.get(route, ("",))]


def route_of(path: str) -> str:
    """Return the name of the route that an address leads to."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def read_forms(case: Case, route: str) -> tuple[str, list[Form]]:
    """Return who finds forms of its own on a page, and these forms."""
    for actor in ACTORS:
        path = address(case.world, route, actor)
        response = case.client(actor).get(path)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        found = [form for form in forms_of(response.content.decode(), path) if _counts(form, route)]
        if found:
            return actor, list({_kind_of(form): form for form in found}.values())
    return "", []


def _kind_of(form: Form) -> tuple[str, ...]:
    """Return what makes a form another one than that of the next row."""
    return (route_of(form.action), form.method, *form.fields)


def _counts(form: Form, route: str) -> bool:
    return route == FRAME_SHOWN_BY or route_of(form.action) not in FRAME


@dataclass(frozen=True)
class Try:
    """One bad value in one field of a form."""

    form: Form
    name: str
    how: str

    @property
    def field(self) -> Field:
        return self.form.fields[self.name]

    @property
    def value(self) -> str:
        return TYPED.get(self.how, "")

    def data(self) -> dict[str, Any]:
        """Return what is sent: everything as it should be, but for one field."""
        sent: dict[str, Any] = {
            name: _file("name,email\nAda,ada@example.com\n") if each.kind == "file" else value
            for name, value in self.form.filled().items()
            for each in [self.form.fields[name]]
        }
        sent.pop(self.name, None)
        if self.how != "missing":
            sent[self.name] = _file(self.value) if self.field.kind == "file" else self.value
        return sent

    def __str__(self) -> str:
        return f"{self.how} in {self.name} of {self.form.action}"


def _file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", text.encode(), "text/csv")


def tries_of(form: Form) -> Iterator[Try]:
    """Yield every bad value for every field of a form."""
    alike = {re.sub(r"\d+", "0", name): name for name in form.fields}
    for name in alike.values():
        each = form.fields[name]
        if name != "csrfmiddlewaretoken":
            for how in TRIED.get(each.kind, WORDS):
                if connection.vendor == "sqlite" or how in OF_THE_DATABASE:
                    yield Try(form, name, how)


class Writes:
    """Which writes a request made and did not take back, and with what."""

    def __init__(self) -> None:
        self.made: list[tuple[str, list[str]]] = []
        self.marks: dict[str, int] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        result = execute(sql, params, *rest)
        words = sql.split()
        if words[0] == "SAVEPOINT":
            self.marks[words[1]] = len(self.made)
        elif words[:3] == ["ROLLBACK", "TO", "SAVEPOINT"]:
            del self.made[self.marks[words[3]] :]
        elif WRITES.match(sql):
            self.made.append((sql[:120], list(_texts(params))))
        return result

    @property
    def unclean(self) -> list[str]:
        """Return the writes of what no row may hold."""
        return [sql for sql, texts in self.made if any(map(_is_unclean, texts))]


def _texts(params: Any) -> Iterator[str]:
    for each in params or ():
        if isinstance(each, list | tuple):
            yield from _texts(each)
        else:
            yield str(each)


def _is_unclean(value: str) -> bool:
    return "\x00" in value or "\\u0000" in value or len(value) > 100_000


def send(case: Case, actor: str, each: Try) -> list[str]:
    """Send a form and return what is wrong with the answer; what it wrote is taken back."""
    writes = Writes()
    with transaction.atomic():
        with connection.execute_wrapper(writes):
            response = case.client(actor).post(each.form.action, each.data())
            words = content_of(response)
        transaction.set_rollback(True)
    return [f"{each}: {what}" for what in faults(each, response, words, writes)]


def content_of(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode()


def faults(each: Try, response: Any, words: str, writes: Writes) -> Iterator[str]:
    """Yield what an answer does that none may."""
    if response.status_code >= 500:
        yield f"answers {response.status_code}"
    if writes.unclean:
        yield f"writes {writes.unclean[0]}"
    if "<script>alert" in words or "<img src=x" in words:
        yield "gives back markup"
    if 300 <= response.status_code < 400:
        if urlsplit(response.headers["Location"]).netloc:
            yield "leads away"
        return
    if writes.made and route_of(each.form.action) not in ANSWERS_WITH_WHAT_IT_WROTE:
        yield f"answers {response.status_code} and writes {writes.made[0][0]}"
    if not _is_kept(each, words):
        yield f"answers {response.status_code} and loses what was typed"


# The export is its own answer and leaves an event, a link's answer is shown in place, and whoever
# signs is mailed a code that the same page asks for.
ANSWERS_WITH_WHAT_IT_WROTE = {
    "contracts:sign-agreement",
    "contracts:sign-house-rules",
    "dashboard:export-pairs",
    "reminders:stop-nudges",
}


def _is_kept(each: Try, words: str) -> bool:
    """Whether a text is there again, if its field is."""
    if not each.field.is_typed or each.how in {"missing", "line breaks"}:
        return True
    if f'name="{each.name}"' not in words:
        return True
    return html.escape(each.value) in words


@pytest.mark.parametrize(("route", "situation"), PAGES)
def test_bad_values_are_answered_in_words(
    case: Case, route: str, situation: str, pages_alone: None
) -> None:
    SITUATIONS[situation](case)
    actor, forms = read_forms(case, route)
    wrong = [
        fault
        for form in posted(forms)
        for each in tries_of(form)
        for fault in send(case, actor, each)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("how", ["markup", "NUL", "9999"])
def test_bad_questions_are_answered_too(case: Case, how: str) -> None:
    names = ("page", "after", "before", "q", "next", "at", "sort", "status", "program", "role")
    asked = urlencode(dict.fromkeys(names, TYPED[how]))
    for route in READABLE:
        actor = next((a for a, may in zip(ALL, TABLE[route][0], strict=True) if may == "y"), "hr")
        response = case.client(actor).get(f"{address(case.world, route, actor)}?{asked}")
        assert response.status_code < 500
        assert "<script>alert" not in content_of(response), route


DAYS_NOBODY_HAS = ("00010101T0000", "99991231T2359", "20260230T1000", "x", "\x00")


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_a_link_that_proposes_a_time_nobody_has_still_asks(case: Case, zone: str) -> None:
    case.pair.mentor.time_zone = zone
    case.pair.mentor.save()
    SITUATIONS["new date?"](case)
    path = address(case.world, "core:answer", "mentor")
    for at in DAYS_NOBODY_HAS:
        page = case.client("anonymous").get(f"{path}?{urlencode({'at': at})}")
        assert page.status_code == 200
        assert "<form" in page.content.decode()


def test_every_post_has_a_form_on_some_page(case: Case, pages_alone: None) -> None:
    found: set[str] = set()
    for situation, prepare in SITUATIONS.items():
        with transaction.atomic():
            prepare(Case(case.world))
            for route, needed in PAGES:
                if needed == situation:
                    found |= _posts_on(case, route)
            transaction.set_rollback(True)
    assert set(WRITABLE) - found == set(ELSEWHERE)


def _posts_on(case: Case, route: str) -> set[str]:
    found: set[str] = set()
    for actor in ACTORS:
        path = address(case.world, route, actor)
        response = case.client(actor).get(path)
        if response.status_code == 200 and "html" in response.headers["Content-Type"]:
            forms = posted(forms_of(response.content.decode(), path))
            found |= {route_of(form.action) for form in forms}
    return found


EVIL = ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x", "\x00", "x")


@pytest.mark.parametrize("evil", EVIL)
def test_nobody_is_led_away(case: Case, evil: str, no_pages: None) -> None:
    for route in WRITABLE:
        path = address(case.world, route, "mentor")
        with transaction.atomic():
            data = {"next": evil, "theme": "dark", "reader": "private", "text": "Words"}
            response = case.client("mentor").post(f"{path}?{urlencode({'next': evil})}", data)
            transaction.set_rollback(True)
        to = urlsplit(response.headers.get("Location", "/"))
        assert (to.scheme, to.netloc) == ("", ""), route
        assert "evil" not in to.path, route


def test_signing_in_leads_nobody_away(case: Case) -> None:
    login = {"login": case.pair.mentor.email, "password": PASSWORD}
    for evil in EVIL[:4]:
        response = Client().post(f"{reverse('account_login')}?{urlencode({'next': evil})}", login)
        assert response.headers["Location"] == "/"


# RFC 8058: a mail program has no form token.
WITHOUT_FORM_TOKEN = {"programs:stop-reminders", "reminders:stop-nudges"}


@pytest.mark.parametrize("actor", ["anonymous", "mentor", "hr"])
def test_a_post_without_its_form_token_is_refused_and_writes_nothing(
    case: Case, actor: str, no_pages: None
) -> None:
    accepted, writes = set(), Writes()
    for route in WRITABLE:
        client = Client(enforce_csrf_checks=True)
        client.cookies.update(case.world.cookies[actor])
        with connection.execute_wrapper(writes):
            response = client.post(address(case.world, route, actor))
        if response.status_code != 403:
            accepted.add(route)
    assert accepted == WITHOUT_FORM_TOKEN
    assert not writes.made
