import json
from datetime import datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from contracts.actions import end_contract
from contracts.actions.copies import AT_ONCE, make_copies
from contracts.actions.erasing import erase_agreement
from contracts.models import SignedCopy, Version
from contracts.paper import Sources, draw_copy
from contracts.queries.copies import copied, versions_without_copy
from contracts.rules.evidence import CHAIN_AT_MOST
from contracts.tasks import make_copies as make_copies_task
from core import clock
from ledger.actions import append, revoke_key, rotate_key, sign_head
from ledger.keys import KeyMissing, SigningKey
from ledger.models import LedgerEvent
from ledger.rules import Kind
from pairings.models import Pairing
from pairings.rules import PairState
from tests import builders
from tests.contracts.agreements import make_in_force, make_offer, sign_as
from tests.contracts.browsing import page_of
from tests.contracts.conftest import SignedIn
from tools.verify_contract import (
    AGREEMENT_FILE,
    EVIDENCE_FILE,
    SEAL_BYTES,
    Code,
    Reason,
    attachments,
    verify,
)


def make_copy(pair: Pairing, now: datetime) -> SignedCopy:
    version = make_in_force(pair, now)
    make_copies(now=now)
    return SignedCopy.objects.get(version=version)


def evidence_in(copy: SignedCopy) -> dict[str, Any]:
    found = attachments(bytes(copy.content)[:-SEAL_BYTES])[EVIDENCE_FILE]
    said: dict[str, Any] = json.loads(found)
    return said


def address(version: Version) -> str:
    return reverse("contracts:download-copy", args=[version.uid])


# ---- Making


def test_a_copy_is_made_once_both_have_signed(
    pair: Pairing, key: SigningKey, now: datetime
) -> None:
    version = make_offer(pair, now)
    sign_as(version, pair.mentor, now)
    assert make_copies(now=now) == 0
    sign_as(version, pair.mentee, now)
    assert make_copies(now=now) == 1
    copy = SignedCopy.objects.get(version=version)
    assert verify(bytes(copy.content), [key.fingerprint]).code == Code.GENUINE
    assert copy.sha256 == sha256(bytes(copy.content)).hexdigest()
    assert (copy.fingerprint, copy.made_at) == (key.fingerprint, now)


def test_asking_twice_makes_one(pair: Pairing, key: SigningKey, now: datetime) -> None:
    copy = make_copy(pair, now)
    assert make_copies(now=now + timedelta(minutes=1)) == 0
    assert SignedCopy.objects.get().made_at == copy.made_at


def test_the_document_is_inside_byte_by_byte(pair: Pairing, key: SigningKey, now: datetime) -> None:
    copy = make_copy(pair, now)
    files = attachments(bytes(copy.content)[:-SEAL_BYTES])
    assert set(files) == {AGREEMENT_FILE, EVIDENCE_FILE}
    assert files[AGREEMENT_FILE] == bytes(copy.version.document or b"")


def test_every_recorded_value_of_both_signatures_is_inside(
    pair: Pairing, key: SigningKey, now: datetime
) -> None:
    copy = make_copy(pair, now)
    for record in evidence_in(copy)["signatures"]:
        kept = copy.version.signatures.get(role=record["role"])
        assert record["signature"] == str(kept.uid)
        assert record["typed_name"] == kept.typed_name
        assert (record["consent"], record["proof"]) == (kept.consent, kept.proof)
        assert datetime.fromisoformat(record["signed_at"]) == kept.signed_at
        assert datetime.fromisoformat(record["proved_at"]) == kept.proved_at


def test_the_text_of_the_house_rules_is_inside(
    pair: Pairing, key: SigningKey, now: datetime
) -> None:
    copy = make_copy(pair, now)
    rules = evidence_in(copy)["house_rules"]
    assert "\n".join(rules["lines"]) == copy.version.house_rules.text
    assert rules["signature"] is None


def test_the_entry_of_the_ledger_leads_to_a_signed_head(
    pair: Pairing, key: SigningKey, now: datetime
) -> None:
    copy = make_copy(pair, now)
    report = verify(bytes(copy.content), [key.fingerprint])
    event = LedgerEvent.objects.get(kind=Kind.IN_FORCE)
    assert report.facts is not None
    assert report.facts.event_seq == event.seq
    assert report.facts.event_hash == bytes(event.hash).hex()
    assert report.facts.head_seq == copy.head_seq >= event.seq


def test_a_head_that_stands_already_is_taken(pair: Pairing, key: SigningKey, now: datetime) -> None:
    make_in_force(pair, now)
    head = sign_head(now=now)
    append(stream=pair.uid, kind=Kind.OPENED, actor_id=None, payload={}, now=now)
    sign_head(now=now + timedelta(hours=1))
    make_copies(now=now + timedelta(hours=2))
    assert SignedCopy.objects.get().head_seq == head.seq


def test_a_chain_that_is_too_long_is_left_out(
    pair: Pairing, key: SigningKey, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contracts.queries.copies.CHAIN_AT_MOST", 0)
    copy = make_copy(pair, now)
    assert evidence_in(copy)["ledger"]["head"] is None
    assert verify(bytes(copy.content), [key.fingerprint]).code == Code.GENUINE
    assert CHAIN_AT_MOST > 100


def test_a_version_without_an_entry_gets_its_copy_too(
    pair: Pairing, key: SigningKey, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contracts.actions.copies.in_force_event", lambda _version: None)
    copy = make_copy(pair, now)
    assert evidence_in(copy)["ledger"] is None
    assert verify(bytes(copy.content), [key.fingerprint]).code == Code.GENUINE


def test_without_a_key_nothing_is_made(
    pair: Pairing, now: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING_KEY_FILE = str(tmp_path / "none")
    make_in_force(pair, now)
    with pytest.raises(KeyMissing):
        make_copies(now=now)
    assert versions_without_copy().count() == 1


def test_one_that_fails_holds_up_no_other(
    pair: Pairing, key: SigningKey, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_in_force(pair, now)
    people = builders.make_person("Ada Alt"), builders.make_person("Bo Beck", level=6)
    other = builders.make_pair(program=pair.program, mentor=people[0], mentee=people[1])
    second = make_in_force(other, now)

    def fail_once(sources: Sources, evidence: bytes) -> bytes:
        if str(first.contract.uid).encode() in sources.document:
            message = "broken"
            raise RuntimeError(message)
        return draw_copy(sources, evidence)

    monkeypatch.setattr("contracts.actions.copies.draw_copy", fail_once)
    assert make_copies(now=now) == 1
    assert SignedCopy.objects.get().version == second
    monkeypatch.undo()


def test_what_counts_now_comes_first(pair: Pairing, key: SigningKey, now: datetime) -> None:
    over = make_in_force(pair, now - timedelta(days=30))
    end_contract(pairing=pair, now=now - timedelta(days=20))
    counts = make_in_force(builders.make_pair(program=pair.program), now)
    assert list(versions_without_copy()) == [counts, over]


def test_a_run_is_bounded(pair: Pairing, key: SigningKey, now: datetime) -> None:
    make_in_force(pair, now)
    assert make_copies(now=now, at_most=0) == 0
    assert AT_ONCE < 50
    assert make_copies(now=now, at_most=1) == 1


def test_the_task_reads_the_clock(
    pair: Pairing, key: SigningKey, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_in_force(pair, now)
    later = now + timedelta(minutes=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    make_copies_task()
    assert SignedCopy.objects.get().made_at == later


def test_a_revoked_key_s_copies_are_made_anew(
    pair: Pairing, key: SigningKey, now: datetime
) -> None:
    old = make_copy(pair, now)
    revoke_key(fingerprint=key.fingerprint, why="It was on a stick.", now=now)
    new = rotate_key(now=now)
    assert make_copies(now=now + timedelta(hours=1)) == 1
    fresh = SignedCopy.objects.get()
    assert (fresh.pk, fresh.fingerprint) == (old.pk, new.fingerprint)
    assert verify(bytes(fresh.content), [key.fingerprint]).reason == Reason.OTHER_KEY
    assert verify(bytes(fresh.content), [new.fingerprint]).code == Code.GENUINE


def test_after_a_rotation_copies_stay_as_they_are(
    pair: Pairing, key: SigningKey, now: datetime
) -> None:
    make_copy(pair, now)
    rotate_key(now=now)
    assert make_copies(now=now) == 0


def test_an_ended_agreement_still_gets_its_copy(
    pair: Pairing, key: SigningKey, now: datetime
) -> None:
    version = make_in_force(pair, now)
    end_contract(pairing=pair, now=now)
    assert make_copies(now=now) == 1
    assert SignedCopy.objects.get().version == version


# ---- Downloading


def test_both_download_the_same_file(
    pair: Pairing, key: SigningKey, now: datetime, signed_in: SignedIn
) -> None:
    copy = make_copy(pair, now)
    for person in (pair.mentor, pair.mentee):
        response = signed_in(person).get(address(copy.version))
        assert response.content == bytes(copy.content)
        assert response.headers["Content-Type"] == "application/pdf"
        assert "attachment" in response.headers["Content-Disposition"]
        assert "our-agreement-version-1.pdf" in response.headers["Content-Disposition"]
        assert "no-store" in response.headers["Cache-Control"]


def test_nobody_else_downloads_it(
    pair: Pairing,
    key: SigningKey,
    now: datetime,
    signed_in: SignedIn,
    stranger: User,
    hr_admin: User,
) -> None:
    copy = make_copy(pair, now)
    for person in (stranger, hr_admin, builders.make_coordinator(pair.program, "Cora Lind")):
        response = signed_in(person).get(address(copy.version))
        assert (response.status_code, b"%PDF" in response.content) == (404, False)


def test_while_it_is_made_the_page_says_so(
    pair: Pairing, now: datetime, signed_in: SignedIn
) -> None:
    version = make_in_force(pair, now)
    browser = signed_in(pair.mentor)
    page = page_of(browser.get(reverse("contracts:show-agreement", args=[version.contract.uid])))
    assert "being prepared" in page
    assert address(version) not in page
    response = browser.get(address(version))
    assert response.status_code == 409
    assert "being prepared" in page_of(response)


def test_the_page_offers_it_when_it_is_there(
    pair: Pairing, key: SigningKey, now: datetime, signed_in: SignedIn
) -> None:
    copy = make_copy(pair, now)
    uid = copy.version.contract.uid
    page = page_of(signed_in(pair.mentee).get(reverse("contracts:show-agreement", args=[uid])))
    assert address(copy.version) in page
    assert reverse("verify:verify-copy") in page


def test_a_draft_has_none(pair: Pairing, now: datetime, signed_in: SignedIn) -> None:
    version = make_offer(pair, now)
    assert copied(version) is None
    assert signed_in(pair.mentor).get(address(version)).status_code == 404


def test_an_older_version_keeps_its_copy(
    pair: Pairing, key: SigningKey, now: datetime, signed_in: SignedIn
) -> None:
    copy = make_copy(pair, now)
    end_contract(pairing=pair, now=now)
    page = page_of(
        signed_in(pair.mentee).get(reverse("contracts:read-version", args=[copy.version.uid]))
    )
    assert address(copy.version) in page


def test_the_command_does_what_the_task_does(pair: Pairing, key: SigningKey, now: datetime) -> None:
    make_in_force(pair, now)
    said = StringIO()
    call_command("make_copies", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"made": 1}
    assert SignedCopy.objects.count() == 1


def test_the_command_says_what_is_missing_without_a_key(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.SIGNING_KEY_FILE = str(tmp_path / "none")
    with pytest.raises(CommandError, match="signing_key --make"):
        call_command("make_copies")


def _erase(version: Version, pair: Pairing, now: datetime) -> None:
    end_contract(pairing=pair, now=now)
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED, ended_at=now)
    erase_agreement(pairing=pair, now=now)


def test_what_was_erased_gets_no_copy_again(pair: Pairing, key: SigningKey, now: datetime) -> None:
    copy = make_copy(pair, now)
    _erase(copy.version, pair, now)
    assert make_copies(now=now) == 0
    assert not SignedCopy.objects.exists()


def test_what_is_erased_while_it_is_drawn_gets_no_copy(
    pair: Pairing, key: SigningKey, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = make_in_force(pair, now)

    def erase_meanwhile(sources: Sources, evidence: bytes) -> bytes:
        _erase(version, pair, now)
        return draw_copy(sources, evidence)

    monkeypatch.setattr("contracts.actions.copies.draw_copy", erase_meanwhile)
    assert make_copies(now=now) == 0
    assert not SignedCopy.objects.exists()
