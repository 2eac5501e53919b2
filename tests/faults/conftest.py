"""A database and a mail server that outlive the processes killed at them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from core.registry import forget_messages, register_messages
from tests.faults import dispatcher, scratch
from tests.faults.field import Field
from tests.faults.smtp_server import FaultyServer, serving


@pytest.fixture(scope="session")
def template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Migrate once for the run."""
    folder = tmp_path_factory.mktemp("faults")
    with django_db_blocker.unblock(), scratch.template_database(folder) as name:
        yield name


@pytest.fixture
def field(template: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Field]:
    """Everything that a test of faults needs; its database is this process's default one."""
    kinds = dispatcher.kinds()
    register_messages(*kinds)
    with (
        django_db_blocker.unblock(),
        scratch.copied_database(tmp_path, template) as database,
        scratch.pointed_at(database),
        serving(FaultyServer()) as server,
    ):
        yield Field(database, tmp_path, server)
    forget_messages(*(kind.name for kind in kinds))
