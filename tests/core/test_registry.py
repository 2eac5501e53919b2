from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User
from core import registry
from core.mail import Mail
from core.registry import (
    Envelope,
    Lane,
    MessageKind,
    NavGroup,
    NavItem,
    drop,
    later,
    message_kind,
    message_kinds,
    navigation,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _render(envelope: Envelope, _now: datetime) -> Mail:
    return Mail(envelope.kind, "text", "html")


@pytest.fixture
def toys() -> Iterator[None]:
    """Two kinds of message that are gone after the test."""
    registry.register_messages(
        MessageKind("toy.b", Lane.ACT, _render), MessageKind("toy.a", Lane.NUDGE, _render)
    )
    yield
    registry.forget_messages("toy.a", "toy.b")


def test_kinds_are_found_by_name_and_listed_in_order(toys: None) -> None:
    found = message_kind("toy.b")
    assert found is not None
    assert found.lane is Lane.ACT
    names = [kind.name for kind in message_kinds()]
    assert names == sorted(names)
    assert {"toy.a", "toy.b"} <= set(names)


def test_the_last_registration_of_a_name_counts(toys: None) -> None:
    registry.register_messages(MessageKind("toy.a", Lane.DIGEST, _render))
    found = message_kind("toy.a")
    assert found is not None
    assert found.lane is Lane.DIGEST


def test_what_nobody_registered_is_unknown(toys: None) -> None:
    registry.forget_messages("toy.a")
    assert message_kind("toy.a") is None
    assert registry.answer_purpose("toy.a") is None


def test_accounts_go_first_and_digests_last() -> None:
    assert sorted(Lane) == [Lane.ACCOUNT, Lane.CALENDAR, Lane.ACT, Lane.NUDGE, Lane.DIGEST]


def test_verdicts_say_whether_when_and_why(toys: None) -> None:
    kind = message_kind("toy.a")
    assert kind is not None
    assert registry.SEND.send
    assert later(NOON).not_before == NOON
    assert not later(NOON + timedelta(days=1)).send
    assert drop("the cause has gone").reason == "the cause has gone"


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sources of navigation, registered in another order than they are shown."""
    monkeypatch.setattr(registry, "_navigation", [])
    item = NavItem("Pairs", "/hr/pairs/", "people")
    registry.register_navigation(20, lambda _request: [NavGroup("HR", [item])])
    registry.register_navigation(30, lambda _request: [NavGroup("Empty")])
    registry.register_navigation(10, lambda _request: [NavGroup("", [item])])


def test_the_navigation_is_in_order_and_without_empty_groups(sources: None) -> None:
    request = HttpRequest()
    request.user = User()
    assert [group.label for group in navigation(request)] == ["", "HR"]


def test_who_is_not_signed_in_has_no_navigation(sources: None) -> None:
    request = HttpRequest()
    request.user = AnonymousUser()
    assert navigation(request) == []
