"""A key of its own for each test, and a place for heads."""

from pathlib import Path

import pytest
from pytest_django import Settings

from ledger import registry
from ledger.keys import SigningKey, make_key


@pytest.fixture(autouse=True)
def only_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events are made here without the rows of contracts that usually stand behind them."""
    monkeypatch.setattr(registry, "_checks", [])


@pytest.fixture
def heads_dir(tmp_path: Path, settings: Settings) -> Path:
    """Where this test publishes heads; it does not exist yet."""
    settings.LEDGER_HEADS_DIR = str(tmp_path / "heads")
    return tmp_path / "heads"


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings, heads_dir: Path) -> Path:
    """Where the key of this test is; there is none yet."""
    settings.SIGNING_KEY_FILE = str(tmp_path / "signing.key")
    return tmp_path / "signing.key"


@pytest.fixture
def key(key_file: Path) -> SigningKey:
    """The key that signs in this test."""
    return make_key(key_file)
