"""Pages are looked at in the hour of the cast; a sign-in says what it proves."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from ledger.keys import SigningKey, make_key

SignedIn = Callable[..., Client]


@pytest.fixture
def frozen_clock(now: datetime) -> Iterator[None]:
    """Let every clock say `now`."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def signed_in(frozen_clock: None, now: datetime) -> SignedIn:
    """Return a function that gives the browser of a person; by default they typed a password."""

    def sign_in(person: User, *records: dict[str, Any], hours_ago: float = 1) -> Client:
        browser = Client()
        browser.force_login(person)
        session = browser.session
        at = (now - timedelta(hours=hours_ago)).timestamp()
        wanted = records or ({"method": "password"},)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"at": at} | record for record in wanted]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return browser

    return sign_in


@pytest.fixture
def key(tmp_path: Path, settings: Settings) -> SigningKey:
    """The key that seals in this test."""
    path = tmp_path / "signing.key"
    settings.SIGNING_KEY_FILE = str(path)
    return make_key(path)
