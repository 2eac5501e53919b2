"""What this server says of a copy: on its public page and at its terminal."""

from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from contracts.actions import end_contract
from contracts.actions.copies import make_copies, seal
from contracts.models import SignedCopy, Version
from contracts.queries.verifying import Standing, verify_here
from core.frozen import lifted
from ledger.actions import revoke_key, rotate_key
from ledger.keys import SigningKey, make_key
from ledger.models import LedgerEvent, LedgerKey
from pairings.models import Pairing
from tests.contracts.agreements import make_in_force
from tests.contracts.browsing import fields_of, page_of
from tests.contracts.sealed import genuine
from tools.verify_contract import SEAL_BYTES, Code, Reason

ADDRESS = "/verify/"


@pytest.fixture
def version(pair: Pairing, key: SigningKey, now: datetime) -> Version:
    version = make_in_force(pair, now)
    make_copies(now=now)
    return version


@pytest.fixture
def copy(version: Version) -> bytes:
    return bytes(SignedCopy.objects.get(version=version).content)


@pytest.fixture
def foreign_key(tmp_path: Path) -> SigningKey:
    return make_key(tmp_path / "foreign" / "key")


def send(data: bytes, name: str = "copy.pdf") -> str:
    file = SimpleUploadedFile(name, data, "application/pdf")
    return page_of(Client().post(ADDRESS, {"file": file}))


def exit_code(data: bytes, tmp_path: Path) -> tuple[int, str]:
    path, said = tmp_path / "copy.pdf", StringIO()
    path.write_bytes(data)
    with pytest.raises(SystemExit) as left:
        call_command("verify_contract", str(path), stdout=said)
    return int(left.value.code or 0), said.getvalue()


# ---- The server's own word


def test_a_copy_in_force(copy: bytes) -> None:
    answer = verify_here(copy)
    assert (answer.code, answer.standing) == (Code.GENUINE, Standing.IN_FORCE)


def test_a_copy_of_what_ended(copy: bytes, pair: Pairing, now: datetime) -> None:
    end_contract(pairing=pair, now=now + timedelta(days=1))
    answer = verify_here(copy)
    assert (answer.code, answer.standing) == (Code.NOT_IN_FORCE, Standing.ENDED)
    assert answer.is_genuine


def test_a_copy_of_what_was_replaced(copy: bytes, version: Version) -> None:
    Version.objects.filter(pk=version.pk).update(state="superseded")
    answer = verify_here(copy)
    assert (answer.code, answer.standing) == (Code.NOT_IN_FORCE, Standing.REPLACED)


def test_a_copy_sealed_by_a_foreign_key(copy: bytes, foreign_key: SigningKey) -> None:
    forged = seal(copy[:-SEAL_BYTES], foreign_key)
    answer = verify_here(forged)
    assert (answer.code, answer.report.reason) == (Code.CHANGED, Reason.OTHER_KEY)


def test_a_bundle_of_somebody_else(copy: bytes, foreign_key: SigningKey) -> None:
    assert verify_here(genuine(foreign_key)).code == Code.CHANGED


def test_before_any_key_is_known_nothing_is_ours(db: None, foreign_key: SigningKey) -> None:
    assert not LedgerKey.objects.exists()
    answer = verify_here(genuine(foreign_key))
    assert (answer.code, answer.report.reason) == (Code.CHANGED, Reason.OTHER_KEY)


def test_a_revoked_key_does_not_count_and_says_why(
    copy: bytes, key: SigningKey, now: datetime
) -> None:
    revoke_key(fingerprint=key.fingerprint, why="It was on a stick.", now=now)
    answer = verify_here(copy)
    assert (answer.code, answer.standing) == (Code.CHANGED, Standing.KEY_REVOKED)
    assert answer.why == "It was on a stick."


def test_a_key_that_was_replaced_still_counts_for_its_time(copy: bytes, now: datetime) -> None:
    rotate_key(now=now)
    assert verify_here(copy).code == Code.GENUINE


def test_a_key_beyond_its_time_does_not_count(copy: bytes) -> None:
    LedgerKey.objects.update(until_seq=1)
    answer = verify_here(copy)
    assert (answer.code, answer.standing) == (Code.CHANGED, Standing.KEY_OUT_OF_RANGE)


def test_an_agreement_that_the_server_no_longer_has(key: SigningKey, copy: bytes) -> None:
    answer = verify_here(genuine(key))
    assert (answer.code, answer.standing) == (Code.NOT_IN_FORCE, Standing.UNKNOWN_HERE)


def test_another_text_on_the_server(copy: bytes, version: Version) -> None:
    with lifted(connection):
        Version.objects.filter(pk=version.pk).update(document_sha256="0" * 64)
    answer = verify_here(copy)
    assert (answer.code, answer.standing) == (Code.CHANGED, Standing.OTHER_TEXT_HERE)


def test_a_ledger_that_was_changed_behind(copy: bytes) -> None:
    with lifted(connection):
        LedgerEvent.objects.filter(kind="in_force").update(hash=bytes(32))
    answer = verify_here(copy)
    assert (answer.code, answer.standing) == (Code.NOT_IN_FORCE, Standing.LEDGER_DIFFERS)


# ---- At the terminal


def test_the_command_says_0_for_what_is_in_force(copy: bytes, tmp_path: Path) -> None:
    code, said = exit_code(copy, tmp_path)
    assert code == 0
    assert "GENUINE AND INTACT" in said
    assert "Genuine and in force" in said


def test_the_command_says_1_for_what_was_changed(copy: bytes, tmp_path: Path) -> None:
    code, said = exit_code(copy.replace(b"%PDF-1.", b"%PDG-1.", 1), tmp_path)
    assert code == 1
    assert "CHANGED" in said


def test_the_command_says_2_for_what_is_no_copy(copy: bytes, tmp_path: Path) -> None:
    code, said = exit_code(copy[:-40], tmp_path)
    assert code == 2
    assert "NOT READABLE" in said


def test_the_command_says_3_for_what_ended(
    copy: bytes, pair: Pairing, now: datetime, tmp_path: Path
) -> None:
    end_contract(pairing=pair, now=now)
    code, said = exit_code(copy, tmp_path)
    assert code == 3
    assert "has ended since" in said


def test_the_command_names_the_reason_of_a_revocation(
    copy: bytes, key: SigningKey, now: datetime, tmp_path: Path
) -> None:
    revoke_key(fingerprint=key.fingerprint, why="It was on a stick.", now=now)
    code, said = exit_code(copy, tmp_path)
    assert code == 1
    assert "It was on a stick." in said


def test_a_file_that_is_not_there(db: None, tmp_path: Path) -> None:
    said = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_contract", str(tmp_path / "none"), stdout=said)
    assert left.value.code == 2


# ---- On the page


def test_everybody_reads_how_it_works(db: None) -> None:
    page = page_of(Client().get(ADDRESS))
    assert "Check a signed copy" in page
    assert "No copy has been sealed yet." in page
    assert reverse("verify:download-verifier") in page


def test_the_page_names_the_key_that_seals(copy: bytes, key: SigningKey) -> None:
    assert key.fingerprint in page_of(Client().get(ADDRESS))


def test_the_page_names_a_key_that_is_not_trusted(
    copy: bytes, key: SigningKey, now: datetime
) -> None:
    revoke_key(fingerprint=key.fingerprint, why="Lost.", now=now)
    assert "Not trusted since 23 Nov 2026" in page_of(Client().get(ADDRESS))


def test_a_genuine_copy_is_told_with_who_signed_and_when(copy: bytes) -> None:
    page = send(copy)
    assert "Genuine and in force" in page
    assert "Tom Hughes" in page
    assert "2026-11-23 09:30:00 UTC" in page
    assert "Known by: Password" in page


def test_words_of_the_agreement_are_not_repeated(copy: bytes) -> None:
    assert "canary" not in send(copy)


def test_a_changed_copy_names_nobody(copy: bytes) -> None:
    page = send(copy.replace(b"Tom Hughes", b"Tim Hughes"))
    assert "Do not trust this file" in page
    assert "Hughes" not in page


def test_a_forged_copy_names_nobody(copy: bytes, foreign_key: SigningKey) -> None:
    page = send(genuine(foreign_key))
    assert "not by this server" in page
    assert "Hughes" not in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty"),
        (b"hello", "not a signed copy"),
        (b"\0" * 5000, "not a signed copy"),
        (b"%PDF-1.7\n" * 100, "not a signed copy"),
    ],
)
def test_other_files_get_a_kind_answer(db: None, data: bytes, said: str) -> None:
    assert said in send(data)


def test_no_file_at_all(db: None) -> None:
    assert "Choose the file first." in page_of(Client().post(ADDRESS))


def test_a_file_that_is_too_large_is_not_read(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = Client().post(ADDRESS, {"file": BytesIO(b"0" * 3 * 1024 * 1024)})
    assert response.status_code == 413
    assert "at most 2 MB" in page_of(response)


def test_a_size_that_is_no_number_is_too_large(db: None) -> None:
    response = Client().generic("POST", ADDRESS, b"", CONTENT_LENGTH="many")
    assert response.status_code == 413


def test_the_form_has_its_token(copy: bytes) -> None:
    browser = Client(enforce_csrf_checks=True)
    file = SimpleUploadedFile("copy.pdf", copy)
    assert browser.post(ADDRESS, {"file": file}).status_code == 403
    token = fields_of(page_of(browser.get(ADDRESS)))["csrfmiddlewaretoken"]
    file = SimpleUploadedFile("copy.pdf", copy)
    page = page_of(browser.post(ADDRESS, {"file": file, "csrfmiddlewaretoken": token}))
    assert "Genuine and in force" in page


def test_many_tries_are_counted(db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"verify_copy": "2/m/ip"}
    browser = Client(REMOTE_ADDR="192.0.2.77")
    codes = [browser.post(ADDRESS, {"file": BytesIO(b"x")}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_keys_are_published_with_their_ranges(copy: bytes, key: SigningKey, now: datetime) -> None:
    rotate_key(now=now)
    revoke_key(fingerprint=key.fingerprint, why="Lost.", now=now)
    said = Client().get(reverse("verify:list-keys")).json()
    old, new = said["keys"]
    assert (old["public_key"], old["fingerprint"]) == (key.public_key.hex(), key.fingerprint)
    assert (old["revoked_because"], old["until_entry"] is not None) == ("Lost.", True)
    assert (new["revoked_at"], new["until_entry"]) == (None, None)


def test_the_verifier_is_given_as_it_is(db: None) -> None:
    response = Client().get(reverse("verify:download-verifier"))
    assert response.content == Path("tools/verify_contract.py").read_bytes()
    assert "attachment" in response.headers["Content-Disposition"]
