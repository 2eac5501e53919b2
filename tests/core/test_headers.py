from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from pairings.models import Pairing

SignIn = Callable[[User], Client]
PUBLIC = ("/accounts/login/", "/healthz", "/a/nothing/", "/nowhere/")


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_that_is_answered_may_be_kept_or_framed(
    client: Client, db: None, path: str
) -> None:
    headers = client.get(path).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_personal_page_is_not_kept(sign_in: SignIn, mentor: User, pair: Pairing) -> None:
    page = sign_in(mentor).get(f"/pairs/{pair.uid}/")
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["Content-Language"] == "en"


@pytest.mark.parametrize("path", [*PUBLIC, "/"])
def test_no_script_or_style_runs_but_our_own(
    sign_in: SignIn, mentor: User, pair: Pairing, path: str
) -> None:
    policy = sign_in(mentor).get(path).headers["Content-Security-Policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'none'"
    for kind in ("script-src", "style-src", "form-action"):
        assert rules[kind] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy


def test_a_redirect_is_not_kept_either(client: Client, db: None) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert "no-store" in answer.headers["Cache-Control"]
