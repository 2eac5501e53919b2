"""The commands: what they say, and the exit codes that scripts go by."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core import clock
from ledger import tasks
from ledger.keys import SigningKey, signing_key
from ledger.models import Checkpoint, LedgerEvent, LedgerHead
from ledger.queries import published_keys
from tests.ledger.chains import forget_tail, make_history, say, sql, unguarded

pytestmark = pytest.mark.django_db
BEFORE = timedelta(days=-2)


def _run(*arguments: str) -> tuple[int, str]:
    out, code = io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=out)
    except SystemExit as left:
        code = int(left.code or 0)
    return code, out.getvalue()


def test_a_whole_ledger_is_exit_code_0_and_a_checkpoint(key: SigningKey) -> None:
    make_history(clock.now())
    code, said = _run("verify_ledger")
    assert code == 0
    assert "6 events verified, up to 6" in said
    assert "is whole" in said
    assert Checkpoint.objects.get().seq == 6
    assert _run("verify_ledger", "--from-checkpoint")[1].startswith("0 events verified, up to 6")


def test_a_damaged_ledger_is_exit_code_1_and_says_where() -> None:
    make_history(clock.now())
    with unguarded():
        sql("UPDATE ledger_ledgerevent SET kind = 'ended' WHERE seq = 4")
    code, said = _run("verify_ledger")
    assert code == 1
    assert "4: hash:" in said
    assert "DAMAGED, 1 findings" in said
    assert Checkpoint.objects.count() == 0


def test_heads_from_outside_show_what_was_cut_off(key: SigningKey, heads_dir: Path) -> None:
    _run("signing_key", "--make")
    make_history(clock.now())
    assert "head-" in _run("publish_head")[1]
    (path,) = heads_dir.iterdir()
    assert _run("verify_ledger", "--heads", str(path))[0] == 0
    with unguarded():
        forget_tail(4)
    code, said = _run("verify_ledger", "--heads", str(path))
    assert code == 1
    assert "tail cut off" in said
    assert str(path) in said


def test_only_a_named_key_is_trusted(key: SigningKey) -> None:
    make_history(clock.now())
    _run("publish_head")
    assert _run("verify_ledger", "--key", key.fingerprint)[0] == 0
    assert _run("verify_ledger", "--key", "0" * 64)[0] == 1


def test_a_file_that_is_no_head_is_neither_whole_nor_damaged(tmp_path: Path) -> None:
    (tmp_path / "head.json").write_text("{}")
    with pytest.raises(CommandError, match="holds no head") as refused:
        call_command("verify_ledger", "--heads", str(tmp_path / "head.json"))
    assert refused.value.returncode == 2


def test_publishing_twice_a_day_says_so(key: SigningKey, heads_dir: Path) -> None:
    make_history(clock.now())
    _run("publish_head")
    assert "there already" in _run("publish_head")[1]


def test_publishing_without_the_key_says_what_to_do(key_file: Path) -> None:
    with pytest.raises(CommandError, match="--make"):
        call_command("publish_head")


def test_making_the_key_twice_keeps_the_first(key_file: Path) -> None:
    _run("signing_key", "--make")
    first = signing_key().fingerprint
    assert first in _run("signing_key", "--make")[1]
    assert signing_key().fingerprint == first
    assert len(published_keys()) == 1


def test_a_ledger_whose_key_is_missing_gets_no_new_one_by_itself(
    key: SigningKey, key_file: Path
) -> None:
    _run("publish_head")
    key_file.unlink()
    with pytest.raises(CommandError, match="Bring it back"):
        call_command("signing_key", "--make")
    assert not key_file.exists()


def test_rotating_and_revoking_are_listed(key: SigningKey) -> None:
    _run("signing_key", "--make")
    _run("signing_key", "--rotate")
    _run("signing_key", "--revoke", key.fingerprint, "--why", "found on a stick")
    said = _run("signing_key", "--show")[1]
    assert f"{key.fingerprint}  from event 1 to event" in said
    assert "found on a stick" in said
    assert f"{signing_key().fingerprint}  from event 2 on" in said
    assert _run("verify_ledger")[0] == 0


@pytest.mark.parametrize(
    "arguments", [["--revoke", "0" * 64, "--why", "x"], ["--revoke", "0" * 64], []]
)
def test_a_key_command_that_makes_no_sense_is_refused(
    arguments: list[str], key: SigningKey
) -> None:
    with pytest.raises(CommandError):
        call_command("signing_key", *arguments)
    assert LedgerEvent.objects.count() == 0


def test_a_restore_is_named_by_the_command(key: SigningKey, heads_dir: Path) -> None:
    make_history(clock.now() + BEFORE)
    _run("publish_head")
    (path,) = heads_dir.iterdir()
    with pytest.raises(CommandError, match="nothing is lost"):
        call_command("ledger_recovered", "--head", str(path), "--why", "disk failed")
    with unguarded():
        forget_tail(4)
    said = _run("ledger_recovered", "--head", str(path), "--why", "disk failed")[1]
    assert "Event 5 names what is lost up to event 7" in said
    assert "disk failed" in _run("verify_ledger")[1]


def test_recovering_with_a_file_that_is_no_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("ledger_recovered", "--head", str(tmp_path / "none"), "--why", "x")


def test_the_tasks_sign_and_lay_down(key: SigningKey, heads_dir: Path) -> None:
    say(clock.now())
    tasks.sign_head()
    tasks.publish_head()
    assert LedgerHead.objects.get().seq == 2
    assert len(list(heads_dir.iterdir())) == 1
