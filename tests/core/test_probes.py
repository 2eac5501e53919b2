from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def _fail(_execute: Callable[..., Any], *_rest: Any) -> Any:
    raise OperationalError


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_answers_without_signing_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert answer.json() == {"status": "ok"}
    assert not answer.cookies
    assert client.head(path).content == b""


def test_the_process_is_up_whatever_the_database_does(client: Client, db: None) -> None:
    with connection.execute_wrapper(_fail), CaptureQueriesContext(connection) as queries:
        answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert len(queries) == 0


def test_without_its_database_it_is_not_ready_and_says_no_more(client: Client, db: None) -> None:
    with connection.execute_wrapper(_fail):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "no database"}
