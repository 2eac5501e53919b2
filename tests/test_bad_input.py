"""Every form, found on its page and sent with bad values in each field.

Never a 500, never a row with what no row may hold, nothing written when the form comes back, and
what was typed is there again, as text. A form on a new page is tried without a line here.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from pytest_django import Settings

from contracts.actions import open_contract
from core import clock
from core.tokens import make_token
from lifecycle.actions import pause_pair
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from reminders.emails import MET, NEW_DATE, NOT_YET, STOP
from tests.access_world import NOW, World, make_world
from tests.contracts.agreements import make_offer
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
CHOSEN = ("markup", "NUL", "huge", "nothing", "large")
# In this order the first who finds a form on a page sends it.
ACTORS = ("anonymous", "stranger", "mentor", "mentee", "other", "hr")
# On every page: tried on one.
FRAME = {"core:set-theme", "account_logout"}
FRAME_SHOWN_BY = "programs:list-programs"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b(?!.*(django_session|mfa_authenticator))", re.I)


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


def _open_for_applications(_case: Case) -> None:
    Program.objects.update(enrollment_open=True)


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


def _as_it_is(_case: Case) -> None:
    """The company of the access table: a draft of an agreement, dates, notes, an import."""


SITUATIONS: dict[str, Callable[[Case], None]] = {
    "": _as_it_is,
    "offered": _offered,
    "open": _open_for_applications,
    "proposed": _proposed,
    "paused": _paused,
    "met?": _with_link(MET),
    "not yet?": _with_link(NOT_YET),
    "new date?": _with_link(NEW_DATE),
    "stop": _with_link(STOP),
}
# Pages whose forms are there in another situation than the usual one.
SITUATIONS_OF = {
    "contracts:sign-agreement": ("offered",),
    "contracts:send-back-offer": ("offered",),
    "contracts:show-agreement": ("", "offered"),
    "core:answer": ("met?", "not yet?", "new date?"),
    "lifecycle:resume-pair": ("paused",),
    "pairings:show-proposal": ("proposed",),
    "programs:join-program": ("open",),
    "reminders:stop-nudges": ("stop",),
}
# Posts whose form is on no page of this company, each with the reason.
ELSEWHERE = {
    "account_complete_password_reset": "needs a reset that is under way",
}


@pytest.fixture
def case(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Case:
    """Everybody, ten days after the pair started."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.ACCOUNT_RATE_LIMITS = False
    return Case(make_world())


TABLE = read_table()
READABLE = sorted(route for route, (get, _post) in TABLE.items() if "y" in get or "token" in str(ROUTES[route]))
WRITABLE = sorted(route for route, (_get, post) in TABLE.items() if set(post) != {"m"})
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
        forms = [form for form in forms_of(response.content.decode(), path) if _counts(form, route)]
        if forms:
            return actor, forms
    return "", []


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
        return TYPED[self.how]

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
    for name, each in form.fields.items():
        if name != "csrfmiddlewaretoken":
            for how in TYPED if each.is_typed or each.kind == "file" else CHOSEN:
                yield Try(form, name, how)
            yield replace(Try(form, name, "markup"), how="missing")


class Writes:
    """Which writes a request made, and with what."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.unclean: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        result = execute(sql, params, *rest)
        if WRITES.match(sql):
            self.made.append(sql[:120])
            self.unclean += [sql[:120] for value in _texts(params) if _is_unclean(value)]
        return result


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


def content_of(response: HttpResponse) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode()


def faults(each: Try, response: HttpResponse, words: str, writes: Writes) -> Iterator[str]:
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
        yield f"answers {response.status_code} and writes {writes.made[0]}"
    if not _is_kept(each, words):
        yield f"answers {response.status_code} and loses what was typed"


# The export is its own answer and leaves an event; a link's answer is shown in place.
ANSWERS_WITH_WHAT_IT_WROTE = {"dashboard:export-pairs", "reminders:stop-nudges"}


def _is_kept(each: Try, words: str) -> bool:
    """Whether a text is there again, if its field is."""
    if not each.field.is_typed or each.how in {"missing", "line breaks"}:
        return True
    if f'name="{each.name}"' not in words:
        return True
    return html.escape(each.value).replace("&#x27;", "&#x27;") in words


@pytest.mark.parametrize(("route", "situation"), PAGES)
def test_bad_values_are_answered_in_words(case: Case, route: str, situation: str) -> None:
    SITUATIONS[situation](case)
    actor, forms = read_forms(case, route)
    wrong = [
        fault for form in posted(forms) for each in tries_of(form) for fault in send(case, actor, each)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", READABLE)
def test_bad_questions_are_answered_too(case: Case, route: str) -> None:
    for actor in ("anonymous", "mentor", "hr"):
        path = address(case.world, route, actor)
        names = {"page", "after", "before", "q", "next", "at", "sort"}
        names |= {name for form in read_forms(case, route)[1] for name in form.fields}
        for how in ("markup", "NUL", "alphabet", "large", "negative", "the first day", "9999"):
            asked = urlencode(dict.fromkeys(sorted(names), TYPED[how]))
            response = case.client(actor).get(f"{path}?{asked}")
            assert response.status_code < 500
            assert "<script>alert" not in content_of(response)


def test_every_post_has_a_form_on_some_page(case: Case) -> None:
    found = set()
    for situation, prepare in SITUATIONS.items():
        with transaction.atomic():
            prepare(case)
            for route, needed in PAGES:
                if needed == situation:
                    for actor in (*ACTORS, "coordinator", "hr_partner"):
                        path = address(case.world, route, actor)
                        response = case.client(actor).get(path)
                        if "html" in response.headers.get("Content-Type", ""):
                            forms = posted(forms_of(response.content.decode(), path))
                            found |= {route_of(form.action) for form in forms}
            transaction.set_rollback(True)
    assert set(WRITABLE) - found == set(ELSEWHERE)


EVIL = ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\x00")


@pytest.mark.parametrize("evil", EVIL)
def test_nobody_is_led_away(case: Case, evil: str) -> None:
    for route in WRITABLE:
        path = address(case.world, route, "mentor")
        for target in (path, f"{path}?{urlencode({'next': evil})}"):
            with transaction.atomic():
                data = {"next": evil, "theme": "dark", "login": case.pair.mentor.email}
                response = case.client("mentor").post(target, data)
                transaction.set_rollback(True)
            to = urlsplit(response.headers.get("Location", "/"))
            assert (to.scheme, to.netloc) == ("", ""), route
            assert "evil" not in to.path, route


# RFC 8058: a mail program has no form token.
WITHOUT_FORM_TOKEN = {"reminders:stop-nudges"}


@pytest.mark.parametrize("actor", ["anonymous", "mentor", "hr"])
def test_a_post_without_its_form_token_is_refused_and_writes_nothing(
    case: Case, actor: str
) -> None:
    accepted, writes = set(), Writes()
    for route in WRITABLE:
        client = Client(enforce_csrf_checks=True)
        client.cookies.update(case.world.cookies[actor])
        with connection.execute_wrapper(writes):
            response = client.post(address(case.world, route, actor))
        if response.status_code != 403 or "CSRF" not in str(response.reason_phrase) + content_of(response):
            accepted.add(route)
    assert accepted == WITHOUT_FORM_TOKEN
    assert not writes.made
