"""Every address, asked by every kind of person, reading and writing: the table has the answer.

A letter an actor: y answers, n does not exist for them (404), f may not (403), l is sent to sign
in, m the method is not there. A route that is missing from the table fails.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.template import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import builders
from tests.access_world import ACTORS, World

TABLE = Path(__file__).parent / "access_table.txt"
# Who may do what is decided in Python: PostgreSQL shows that the queries of each view work there.
ASKED = ACTORS if connection.vendor == "sqlite" else ("mentor", "coordinator", "hr")
# Which of the world's ids a route's `uid` is, by the start of its name.
UID = {
    "accounts:end-delegation": "delegation",
    "accounts:remove-leave": "leave",
    "contracts:read-house-rules": "house_rules",
    "contracts:sign-house-rules": "house_rules",
    "contracts:read-version": "version",
    "contracts:download-copy": "copied",
    "contracts:open-agreement": "pair",
    "contracts:delete-comment": "comment",
    "contracts:": "contract",
    "programs:": "program",
    "kit:": "program",
    "pairings:show-place": "program",
    "pairings:set-availability": "program",
    "pairings:leave-program": "program",
    "pairings:list-suggestions": "program",
    "pairings:ask-partner": "program",
    "dashboard:dismiss-need": "item",
    "dashboard:snooze-need": "item",
    "dashboard:choose-delegate": "person",
    "dashboard:end-delegation": "person",
    "dashboard:show-person": "person",
    "dashboard:show-pair": "pair",
    "dashboard:nudge-pair": "pair",
    "dashboard:pause-pair": "pair",
    "dashboard:resume-pair": "pair",
    "dashboard:end-pair": "pair",
    "dashboard:withdraw-pair": "pair",
    "dashboard:": "program",
    "directory:": "import",
    "": "pair",
}


def routes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every route's name and the names of what it holds."""
    yield from _walk(get_resolver(), "", ())


def _walk(
    resolver: URLResolver, namespace: str, held: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in resolver.url_patterns:
        names = (*held, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from _walk(each, f"{each.namespace}:" if each.namespace else namespace, names)
        elif isinstance(each, URLPattern):
            yield f"{namespace}{each.name}", names


ROUTES = dict(routes())


def read_table() -> dict[str, tuple[str, str]]:
    """Return the letters of GET and POST by route."""
    rows = (line.split() for line in TABLE.read_text().splitlines() if line.strip())
    return {row[0]: (row[1], row[2]) for row in rows if not row[0].startswith("#")}


def address(world: World, route: str, actor: str) -> str:
    """Return a route's address as this actor would try it: with what is theirs, if anything."""
    known = world.targets["pair"] | world.targets.get(actor, {})
    key = next(key for start, key in UID.items() if route.startswith(start))
    values = {name: known[key if name == "uid" else name] for name in ROUTES[route]}
    return reverse(route, kwargs=values)


def letter(response: HttpResponseBase) -> str:
    """Say in one letter what an answer means."""
    to = urlsplit(response.headers.get("Location", "")).path
    if response.status_code == 302 and to.startswith("/accounts/login"):
        return "l"
    return {404: "n", 403: "f", 405: "m"}.get(response.status_code, "y")


def ask(world: World, route: str, method: str) -> str:
    """Let every actor try; what one of them changes is taken back before the next."""
    return "".join(_try(world, route, method, actor) for actor in ASKED)


def _try(world: World, route: str, method: str, actor: str) -> str:
    client = Client()
    client.cookies.update(world.cookies[actor])
    with transaction.atomic():
        response = getattr(client, method)(address(world, route, actor))
        if response.streaming:
            list(response)
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{actor} {method} {route}"
    return letter(response)


def test_every_route_is_in_the_table_and_no_other() -> None:
    assert set(read_table()) == set(ROUTES)


ROOMS = sorted({route.partition(":")[0].partition("_")[0] for route in ROUTES})


@pytest.mark.parametrize("room", ROOMS)
def test_who_may_do_what(world: World, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The letter is the view's; what stands on the page is read by all of them in test_canaries.
    monkeypatch.setattr(Template, "_render", lambda *_: "")
    mine = sorted(route for route in ROUTES if route.startswith((f"{room}:", f"{room}_")))
    found = {route: (ask(world, route, "get"), ask(world, route, "post")) for route in mine}
    table = read_table()
    assert found == {route: letters_of(table[route]) for route in mine}


def letters_of(row: tuple[str, str]) -> tuple[str, str]:
    """Return of a row of the table the letters of those who are asked."""
    get, post = ({a: row[at][n] for n, a in enumerate(ACTORS)} for at in (0, 1))
    return "".join(get[actor] for actor in ASKED), "".join(post[actor] for actor in ASKED)


def test_someone_whose_address_is_not_confirmed_gets_no_session(client: Client, db: None) -> None:
    person = builders.make_person("Uma Unsure")
    EmailAddress.objects.filter(user=person).update(verified=False)
    login = {"login": person.email, "password": builders.PASSWORD}
    client.post(reverse("account_login"), login)
    assert letter(client.get(reverse("home:show-home"))) == "l"
