"""Reading writes nothing: a view that tries is stopped before its SQL runs."""

from collections.abc import Callable

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from accounts.models import Company, User
from core.middleware import WriteWhileReading
from core.models import AuditEvent
from tests import builders

Write = Callable[[], object]


def _insert() -> None:
    Company.objects.create(pk=7, name="Planted")


def _insert_many() -> None:
    Company.objects.bulk_create([Company(pk=7, name="Planted")])


def _update() -> None:
    User.objects.update(display_name="Planted")


def _delete() -> None:
    User.objects.all().delete()


def _raw() -> None:
    with connection.cursor() as cursor:
        cursor.execute("\n  insert into accounts_company (id, name) values (7, 'Planted')")


def _drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE accounts_company")


WRITES: dict[str, Write] = {
    "insert": _insert,
    "insert-many": _insert_many,
    "update": _update,
    "delete": _delete,
    "raw": _raw,
    "drop": _drop,
}


@login_not_required
def write(_request: HttpRequest, how: str) -> HttpResponse:
    """Write in one of the ways, whatever the method."""
    WRITES[how]()
    return HttpResponse("written")


@login_not_required
def remember(request: HttpRequest) -> HttpResponse:
    """Write to the session in the middle of the view."""
    request.session["seen"] = request.session.get("seen", 0) + 1
    request.session.save()
    return HttpResponse(str(request.session["seen"]))


@login_not_required
def read(_request: HttpRequest) -> HttpResponse:
    """Read only."""
    return HttpResponse(str(User.objects.filter(display_name="Una").count()))


urlpatterns = [
    path("write/<str:how>/", write),
    path("remember/", remember),
    path("read/", read),
]


@pytest.fixture(autouse=True)
def planted(settings: Settings, db: None) -> User:
    """Serve the views above, to a company of one."""
    settings.ROOT_URLCONF = __name__
    return builders.make_person("Una")


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("how", sorted(WRITES))
def test_a_write_while_reading_never_reaches_the_database(
    client: Client, planted: User, method: str, how: str
) -> None:
    with pytest.raises(WriteWhileReading, match="Reading writes nothing"), transaction.atomic():
        getattr(client, method)(f"/write/{how}/")
    assert User.objects.get().display_name == "Una"
    assert not Company.objects.filter(name="Planted").exists()


def test_a_post_may_write(client: Client) -> None:
    client.post("/write/update/")
    assert User.objects.get().display_name == "Planted"


def test_the_guard_ends_with_its_request(client: Client) -> None:
    client.get("/read/")
    _update()
    assert User.objects.get().display_name == "Planted"


def test_reading_may_keep_a_session(client: Client) -> None:
    assert [client.get("/remember/").content for _time in range(3)] == [b"1", b"2", b"3"]


def test_reading_reads(client: Client) -> None:
    assert client.get("/read/").content == b"1"
    assert not AuditEvent.objects.exists()
