"""Every single bit of a sealed file counts: all of them in the long run, some in the short."""

import os
from pathlib import Path

import pytest

from ledger.keys import make_key
from tests.contracts.sealed import genuine
from tests.tools.test_verify_contract import code_of_flip
from tools.verify_contract import Code, verify

pytestmark = pytest.mark.system
STEP = 1 if os.environ.get("FAULTS") == "long" else 250


def test_no_flipped_bit_goes_unnoticed(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    copy = genuine(key, chain=1)
    assert verify(copy, [key.fingerprint]).code == Code.GENUINE
    unnoticed = []
    for bit in range(0, len(copy) * 8, STEP):
        flipped = bytearray(copy)
        flipped[bit // 8] ^= 1 << bit % 8
        if verify(bytes(flipped), [key.fingerprint]).code != code_of_flip(copy, bytes(flipped)):
            unnoticed.append(bit)
    assert unnoticed == []
