"""A stage for messages: kinds of its own, a folder of its own, mail servers that obey."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import Settings

from core.registry import forget_messages, register_messages
from tests.faults.smtp_server import FaultyServer, Script, serving
from tests.outbox.stage import Stage
from tests.plugins.servers import SmtpCatcher


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """Kinds of message that exist for one test."""
    staged = Stage()
    kinds = staged.kinds()
    register_messages(*kinds)
    yield staged
    forget_messages(*(kind.name for kind in kinds))


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """DATA_DIR of one test."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def inbox(stage: Stage, smtp_catcher: SmtpCatcher, settings: Settings) -> SmtpCatcher:
    """A mail server that takes everything, and the kinds to send."""
    settings.EMAIL_URL = smtp_catcher.url
    return smtp_catcher


@pytest.fixture
def faulty(stage: Stage, settings: Settings) -> Iterator[Callable[[Script], FaultyServer]]:
    """Start a mail server with a script; EMAIL_URL names it."""
    settings.EMAIL_TIMEOUT = 1
    with ExitStack() as stack:

        def start(script: Script) -> FaultyServer:
            server = stack.enter_context(serving(FaultyServer(script)))
            settings.EMAIL_URL = server.url
            return server

        yield start
