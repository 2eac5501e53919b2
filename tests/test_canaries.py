"""Canaries: a secret in every private place, looked for in everything that anybody is given.

Each secret is a word found nowhere else, so whoever is given one that is not theirs is caught, and
whoever is not given their own is, too: a search that finds nothing at all proves nothing.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from contracts.actions import (
    add_comment,
    mail_signing_code,
    offer,
    open_contract,
    save_own_part,
    save_terms,
    send_back,
)
from contracts.models import Goal, Version
from contracts.rules import VersionState
from contracts.rules.parts import GoalText
from core import clock
from core.registry import message_kind
from core.tokens import make_token
from goals.actions import answer_done, note_progress
from goals.rules import GoalState
from health.actions import refresh_stale
from lifecycle.actions import (
    answer_about_goals,
    end_pair,
    pause_pair,
    resume_pair,
    write_thanks,
)
from lifecycle.rules import Answer
from meetings.actions import ItemDraft, NoteDraft, add_item, write_note
from meetings.models import ACTION
from outbox.models import OutboxMessage
from pairings.models import Pairing, RequestLine
from pairings.rules import EndReason, PairState
from programs.actions import save_answers
from programs.rules import JoinStep, ProgramState, Role
from reminders.actions import sweep
from reminders.emails import MET, NEW_DATE, STOP
from tests.access_world import NOW, World, make_world, standing
from tests.builders import make_program
from tests.contracts.agreements import current, sign_as, terms_with
from tests.test_access import ASKED, ROUTES, UID, address, read_table

DAY = timedelta(days=1)
CANARY = re.compile(r"canary-[a-z-]+[a-z]")
# Where words of people may stand; nothing is copied from there into another table.
HOMES = {
    "contracts.comment",
    "contracts.goal",
    "contracts.lastseen",
    "contracts.version",
    "goals.progress",
    "lifecycle.thanks",
    "meetings.agendaitem",
    "meetings.note",
    "pairings.requestline",
    "programs.enrollment",
    "programs.joindraft",
}
# Pages that show what a person has written before they have a place.
SIGNING_UP = ("programs:join-", "programs:check-answers")
# The code of an offer that was sent back: its row keeps no facts to render.
WIPED = "signing_code"
# What of a pair's targets makes an address of its own.
OF_A_PAIR = {
    "pair",
    "contract",
    "version",
    "note_uid",
    "item_uid",
    "meeting_uid",
    "contact_uid",
}


@dataclass
class Garden:
    """The world with its secrets: who may read which, and what a route may be asked with."""

    world: World
    readers: dict[str, set[str]] = field(default_factory=dict)
    targets: list[dict[str, object]] = field(default_factory=list)
    pairs: dict[str, Pairing] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def canary(self, what: str, *people: User) -> str:
        """Return a new secret that these people may read."""
        name = f"canary-{what}"
        uids = {person.pk for person in people}
        self.readers[name] = {
            actor for actor, person in self.world.people.items() if person.pk in uids
        }
        return name

    def secrets_of(self, actor: str) -> set[str]:
        """Return what an actor may read."""
        return {name for name, readers in self.readers.items() if actor in readers}


def plant_notes(garden: Garden, tag: str, pair: Pairing) -> list[UUID]:
    """Write a shared note, and a private one of each; set both people's boundaries."""
    both = (pair.mentor, pair.mentee)
    shared = NoteDraft(garden.canary(f"{tag}-shared-note", *both), is_shared=True)
    notes = [write_note(pair, shared, by=pair.mentor, now=NOW)]
    for person, role in zip(both, ("mentor", "mentee"), strict=True):
        private = NoteDraft(garden.canary(f"{tag}-private-note-{role}", person), is_shared=False)
        notes.append(write_note(pair, private, by=person, now=NOW))
        place = getattr(pair, f"{role}_enrollment")
        place.boundaries = garden.canary(f"{tag}-boundaries-{role}", person)
        place.save()
    return [note.uid for note in notes]


def plant_agenda(garden: Garden, tag: str, pair: Pairing) -> UUID:
    """Put a point on the agenda and note a follow-up; return what of it has an address."""
    both = (pair.mentor, pair.mentee)
    point = ItemDraft(garden.canary(f"{tag}-agenda", *both))
    action = ItemDraft(garden.canary(f"{tag}-follow-up", *both), kind=ACTION)
    add_item(pair, action, by=pair.mentee, now=NOW)
    return add_item(pair, point, by=pair.mentor, now=NOW).uid


def plant_request(garden: Garden, pair: Pairing) -> None:
    """Let the pair have begun with a request and the line that went with it."""
    line = garden.canary("main-request", pair.mentor, pair.mentee)
    RequestLine.objects.create(pairing=pair, text=line)
    Pairing.objects.filter(pk=pair.pk).update(is_request=True, proposed_by=pair.mentor)


def plant_agreement(garden: Garden, tag: str, pair: Pairing) -> Version:
    """Write every field that holds words of the pair, in a draft."""
    both = (pair.mentor, pair.mentee)
    version = current(open_contract(pairing=pair, now=NOW))
    for person, role in zip(both, ("mentor", "mentee"), strict=True):
        goal = GoalText(
            garden.canary(f"{tag}-goal-{role}", *both), garden.canary(f"{tag}-sign-{role}", *both)
        )
        save_own_part(version=version, by=person, part=(goal,), seen=0, now=NOW)
    words = {
        name: garden.canary(f"{tag}-{name.replace('_', '-')}", *both)
        for name in ("place", "agenda_habit", "notice")
    }
    version = current(version.contract)
    terms = terms_with(version, **words)
    save_terms(version=version, by=pair.mentor, terms=terms, seen=version.revision, now=NOW)
    return current(version.contract)


def plant_sent_back(garden: Garden, pair: Pairing) -> Version:
    """Offer, mail a code, and send back: the comment is a secret, the text goes on in a draft."""
    offered = offer(version=plant_agreement(garden, "main", pair), by=pair.mentor, now=NOW)
    shown = offered.document_sha256
    mail_signing_code(version=offered, by=pair.mentee, shown_sha256=shown, now=NOW)
    code = OutboxMessage.objects.get(kind="signing_code").envelope().facts["code"]
    garden.codes += [code, f"{code[:4]} {code[4:]}"]
    comment = garden.canary("main-comment", pair.mentor, pair.mentee)
    draft = send_back(version=offered, by=pair.mentee, comment=comment, now=NOW)
    word = garden.canary("main-word", pair.mentor, pair.mentee)
    add_comment(version=draft, by=pair.mentor, text=word, now=NOW)
    return draft


def plant_signed(garden: Garden, tag: str, pair: Pairing) -> Version:
    """Sign what was planted."""
    offered = offer(version=plant_agreement(garden, tag, pair), by=pair.mentor, now=NOW)
    for person in (pair.mentor, pair.mentee):
        sign_as(offered, person, NOW)
    return current(offered.contract)


def plant_progress(garden: Garden, tag: str, pair: Pairing) -> None:
    """Say something about the mentee's goal, call it done, and let the mentor say "not yet"."""
    goal = Goal.objects.get(
        version__contract__pairing=pair, version__state=VersionState.IN_FORCE, owner=Role.MENTEE
    )
    line = garden.canary(f"{tag}-progress", pair.mentor, pair.mentee)
    done, not_yet = GoalState.SAID_DONE, GoalState.NOT_YET
    note_progress(goal=goal, by=pair.mentee, state=done, line=line, now=NOW)
    answer_done(goal=goal, by=pair.mentor, answer=not_yet, now=NOW)


def plant_tokens(garden: Garden, pair: Pairing) -> None:
    """Make the links of a mail to the mentor."""
    for purpose in (MET, NEW_DATE, STOP):
        person = pair.mentor_id
        token = make_token(purpose, person_id=person, subject_uid=pair.uid, nonce="n", now=NOW)
        garden.tokens.append(token)


def plant_login_code(garden: Garden, person: User) -> None:
    """Ask for a sign-in code as anybody can."""
    Client().post(reverse("account_request_login_code"), {"email": person.email})
    garden.codes.append(OutboxMessage.objects.get(kind="account_code").envelope().facts["code"])


def add_targets(garden: Garden, pair: Pairing, notes: list[UUID], item: UUID) -> None:
    """Remember what a route may be asked with to reach each note and version of a pair."""
    known = garden.world.targets["pair"]
    contract = open_contract(pairing=pair, now=NOW)
    versions = list(contract.versions.order_by("number").values_list("uid", flat=True))
    for at, note in enumerate(notes):
        version = versions[min(at, len(versions) - 1)]
        ids = {"pair": pair.uid, "contract": contract.uid, "version": version, "note_uid": note}
        ids["item_uid"] = item
        garden.targets.append(known | ids)


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Garden]:
    """A company with secrets in four pairs: sent back, signed, over, and one of an HR admin."""
    with standing(django_db_blocker):
        garden = Garden(make_world())
        people = garden.world.people
        garden.pairs = {
            "main": Pairing.objects.get(uid__in=[garden.world.targets["pair"]["pair"]]),
            "signed": Pairing.objects.get(mentor=people["other"]),
            "over": Pairing.objects.get(mentor=people["former"]),
            "own": Pairing.objects.get(mentee=people["hr_partner"]),
        }
        over = Pairing.objects.filter(pk=garden.pairs["over"].pk)
        over.update(state=PairState.ACTIVE, ended_at=None)
        garden.pairs["over"].refresh_from_db()
        _plant(garden)
        over.update(state=PairState.ENDED, ended_at=NOW)
        plant_consents(garden)
        yield garden


@pytest.fixture
def garden(
    planted: Garden, db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Garden:
    """What was planted: a copy, whose pairs may live on."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.ACCOUNT_RATE_LIMITS = False
    return copy.deepcopy(planted)


def plant_consents(garden: Garden) -> None:
    """Let one alone say yes to sharing goals, and one of a pair that is over say thank you."""
    signed, over = garden.pairs["signed"], garden.pairs["over"]
    answer_about_goals(signed, answer=Answer.YES, by=signed.mentor, now=NOW)
    words = garden.canary("over-thanks", over.mentor, over.mentee)
    write_thanks(over, text=words, by=over.mentee, now=NOW)


def plant_draft(garden: Garden) -> None:
    """Let somebody sign up half-way, in a program that everybody could join."""
    person = garden.world.people["stranger"]
    program = make_program("Open to all", state=ProgramState.ENROLLING)
    hope, boundaries = garden.canary("draft-hope", person), garden.canary("draft-limits", person)
    said: dict[JoinStep, dict[str, object]] = {
        JoinStep.ROLE: {"role": "mentor"},
        JoinStep.TOPICS: {"topics": [], "hope": hope},
        JoinStep.TIMES: {"days": "", "dayparts": [], "ways": []},
        JoinStep.BOUNDARIES: {"boundaries": boundaries},
    }
    for step, answers in said.items():
        save_answers(program=program, by=person, step=step, answers=answers, seen=0, now=NOW)
    garden.targets.append(garden.world.targets["pair"] | {"program": program.uid})


def _plant(garden: Garden) -> None:
    notes = {tag: plant_notes(garden, tag, pair) for tag, pair in garden.pairs.items()}
    items = {tag: plant_agenda(garden, tag, pair) for tag, pair in garden.pairs.items()}
    plant_request(garden, garden.pairs["main"])
    plant_sent_back(garden, garden.pairs["main"])
    plant_signed(garden, "signed", garden.pairs["signed"])
    plant_signed(garden, "over", garden.pairs["over"])
    plant_agreement(garden, "own", garden.pairs["own"])
    for tag in ("main", "signed", "over"):
        plant_progress(garden, tag, garden.pairs[tag])
    plant_tokens(garden, garden.pairs["main"])
    plant_login_code(garden, garden.pairs["main"].mentor)
    for tag, pair in garden.pairs.items():
        add_targets(garden, pair, notes[tag], items[tag])
    plant_draft(garden)


def addresses(garden: Garden, actor: str) -> Iterator[str]:
    """Yield every address that can be read, asked with what belongs to each pair."""
    readable = [route for route, (get, _post) in read_table().items() if set(get) != {"m"}]
    for at, targets in enumerate(garden.targets):
        world = World(targets={"pair": targets})
        for route in readable:
            key = next(key for start, key in UID.items() if route.startswith(start))
            held = {key if name == "uid" else name for name in ROUTES[route]}
            if at == 0 or held & OF_A_PAIR or route.startswith(SIGNING_UP):
                yield address(world, route, actor)
    for token in garden.tokens:
        yield reverse("core:answer", args=[token])
        yield reverse("reminders:stop-nudges", args=[token])


def words_of(response: Any) -> str:
    """Return all that an answer holds."""
    content = b"".join(response) if response.streaming else response.content
    return f"{response.headers} {content.decode()}"


@pytest.mark.parametrize("actor", ASKED)
def test_an_actor_reads_their_own_secrets_and_no_other(
    garden: Garden, actor: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    client.cookies.update(garden.world.cookies[actor])
    found: dict[str, set[str]] = {}
    for path in dict.fromkeys(addresses(garden, actor)):
        words = words_of(client.get(path))
        for name in CANARY.findall(words):
            found.setdefault(name, set()).add(path)
        assert not [code for code in garden.codes if code in words], path
    words = words_of(client.post(reverse("dashboard:export-pairs")))
    assert not CANARY.findall(words)
    strange = {name: paths for name, paths in found.items() if actor not in garden.readers[name]}
    assert not strange
    assert set(found) == garden.secrets_of(actor)
    assert not CANARY.findall(caplog.text)
    assert not [code for code in garden.codes if code in caplog.text]


def test_no_log_line_holds_the_token_of_a_link(
    garden: Garden, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    for token in garden.tokens:
        client.get(reverse("core:answer", args=[token + "x"]))
        client.get(reverse("reminders:stop-nudges", args=[token + "x"]))
    assert len(caplog.records) >= len(garden.tokens)
    assert not [token for token in garden.tokens if token in caplog.text]


def live_on(garden: Garden) -> None:
    """Let everything happen to the pairs that writes a mail, an event, an item or a fact."""
    main, signed = garden.pairs["main"], garden.pairs["signed"]
    sweep(now=NOW + 20 * DAY)
    refresh_stale(now=NOW + 20 * DAY)
    sweep(now=NOW + 60 * DAY)
    until = (NOW + 70 * DAY).date()
    pause_pair(signed, until=until, by=signed.mentor, now=NOW + 61 * DAY)
    signed.refresh_from_db()
    resume_pair(signed, by=signed.mentor, now=NOW + 62 * DAY)
    main.refresh_from_db()
    hr = garden.world.people["hr"]
    end_pair(main, by=hr, reason=EndReason.LEFT_COMPANY, now=NOW + 63 * DAY)
    refresh_stale(now=NOW + 64 * DAY)


def _mail_of(message: OutboxMessage) -> str:
    kind = message_kind(message.kind)
    assert kind is not None
    mail = kind.render(message.envelope(), NOW)
    return f"{mail.subject} {mail.text} {mail.html} {mail.headers}"


def test_no_mail_holds_words_of_a_pair_and_only_its_own_a_code(garden: Garden) -> None:
    live_on(garden)
    mails = [(m.kind, m.address, _mail_of(m)) for m in OutboxMessage.objects.exclude(kind=WIPED)]
    assert not [kind for kind, _address, words in mails if CANARY.search(words)]
    with_codes = [
        (kind, address)
        for kind, address, words in mails
        if any(code in words for code in garden.codes)
    ]
    assert with_codes == [("account_code", garden.pairs["main"].mentor.email)]
    kinds = {kind for kind, _address, _words in mails}
    assert {"agreement_offered", "agreement_sent_back", "agreement_in_force"} <= kinds
    assert {"nudge-behind", "pair_paused", "pair_resumed", "pair_ended"} <= kinds


def _rows() -> Iterator[tuple[str, str]]:
    """Yield every row of every table as text, with the label of its model."""
    for model in apps.get_models():
        manager = model._meta.default_manager
        assert manager is not None
        for values in manager.values():
            yield model._meta.label_lower, " ".join(_text(value) for value in values.values())


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def test_no_table_but_their_own_holds_words_of_a_pair_and_none_a_code(garden: Garden) -> None:
    live_on(garden)
    homes: dict[str, set[str]] = {}
    for label, text in _rows():
        for name in CANARY.findall(text):
            homes.setdefault(label, set()).add(name)
        assert not [code for code in garden.codes if code in text], label
        assert not [token for token in garden.tokens if token in text], label
    assert set(homes) == HOMES
    assert set().union(*homes.values()) == set(garden.readers)
