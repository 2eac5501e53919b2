"""Databases of their own for processes that are killed: copies of a migrated template."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from uuid import uuid4

from django.core.management import call_command
from django.db import connection


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Let this process's default connection use another database for the length of the block."""
    connection.close()
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def template_database(folder: Path) -> Iterator[str]:
    """Give the name of a database with the outbox's tables and nothing in them."""
    with _new_database(folder, template=None) as name:
        with pointed_at(name):
            call_command("migrate", "outbox", verbosity=0)
        yield name


@contextmanager
def copied_database(folder: Path, template: str) -> Iterator[str]:
    """Give the name of a copy, which nobody else uses."""
    with _new_database(folder, template=template) as name:
        yield name


@contextmanager
def _new_database(folder: Path, template: str | None) -> Iterator[str]:
    if connection.vendor == "sqlite":
        path = folder / f"{uuid4().hex}.sqlite3"
        if template:
            shutil.copy(template, path)
        yield str(path)
        return
    name = f"faults_{uuid4().hex}"
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template1"}"')
    yield name
    _run(f'DROP DATABASE "{name}" WITH (FORCE)')


def terminate_other_sessions(name: str) -> None:
    """Cut every connection to a PostgreSQL database, as a server that dies does."""
    _run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)


def _run(statement: str, *values: str) -> None:
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    with closing(import_module("psycopg2").connect(**parameters)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement, values)
