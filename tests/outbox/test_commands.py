import json
import os
import signal
import smtplib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from outbox.caught import list_mail
from outbox.instance import write_instance_id
from outbox.models import Instance, OutboxMessage
from outbox.rules import State
from outbox.tasks import dispatch_messages
from tests.outbox.stage import NOTE, Stage, put, state
from tests.plugins.servers import SmtpCatcher
from tools.port import free_port


def _call(name: str, *options: str) -> str:
    out = StringIO()
    call_command(name, *options, stdout=out)
    return out.getvalue().strip()


def test_the_command_sends_and_counts(now: datetime, inbox: SmtpCatcher) -> None:
    put("a", now=now)
    put("b", now=now)
    assert json.loads(_call("dispatch_outbox", "--json", "--limit", "1")) == {"sent": 1}
    assert _call("dispatch_outbox") == "sent 1"
    assert _call("dispatch_outbox") == "nothing"


def test_the_task_does_the_same(now: datetime, inbox: SmtpCatcher) -> None:
    put("a", now=now)
    dispatch_messages()
    assert state("a") is State.SENT


def test_a_dry_run_sends_nothing(now: datetime, inbox: SmtpCatcher) -> None:
    put("a", now=now)
    assert json.loads(_call("dispatch_outbox", "--dry-run", "--json")) == {NOTE: 1}
    assert (inbox.messages, state("a")) == ([], State.PENDING)


def test_the_command_fails_when_nothing_can_be_sent(
    now: datetime, stage: Stage, settings: Settings
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    put("a", now=now)
    with pytest.raises(CommandError, match=r"127\.0\.0\.1:9"):
        _call("dispatch_outbox")


def test_a_database_is_adopted_and_held_mail_released(now: datetime, inbox: SmtpCatcher) -> None:
    put("a", now=now)
    assert json.loads(_call("adopt_database", "--json")) == {"held": 1}
    assert _call("dispatch_outbox") == "nothing"
    assert _call("adopt_database", "--dry-run") == "held: 1 messages"
    assert _call("adopt_database", "--release-held") == "released: 1 messages"
    assert _call("dispatch_outbox") == "sent 1"


def test_a_further_worker_joins_by_command(now: datetime, inbox: SmtpCatcher) -> None:
    _call("dispatch_outbox")
    write_instance_id(OutboxMessage(key="x").uid)
    with pytest.raises(CommandError, match="--join"):
        _call("dispatch_outbox")
    _call("adopt_database", "--join")
    assert _call("dispatch_outbox") == "nothing"
    assert Instance.objects.count() == 1


def _wait_for(port: int) -> smtplib.SMTP:
    for _ in range(600):
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=5)
        except OSError:
            time.sleep(0.05)
    pytest.fail("the mail catcher did not start")


def test_the_demo_catches_mail_in_files(own_folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "manage.py", "catch_mail", "--port", str(port)]
    environment = os.environ | {"DATA_DIR": str(own_folder)}
    with subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=environment) as process:
        try:
            with _wait_for(port) as smtp:
                for subject in ("one", "two"):
                    content = f"Subject: {subject}\r\n\r\n.dots\r\n"
                    smtp.sendmail("a@example.org", ["b@example.org"], content)
        finally:
            process.send_signal(signal.SIGTERM)
    assert [(mail.subject, mail.text.strip()) for mail in list_mail()] == [
        ("two", ".dots"),
        ("one", ".dots"),
    ]


def test_a_port_in_use_is_said(inbox: SmtpCatcher) -> None:
    port = inbox.url.rpartition(":")[2]
    # In a thread of its own: a browser test before this one may have left its event loop running.
    with ThreadPoolExecutor(1) as alone, pytest.raises(CommandError, match="Cannot catch mail"):
        alone.submit(_call, "catch_mail", "--port", port).result()
