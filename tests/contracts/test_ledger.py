"""What the acts write into the ledger, and that every changed row of a contract is noticed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from contracts.actions import (
    decline_rhythm,
    drop_amendment,
    end_contract,
    expire_offers,
    keep_agreement,
    publish_house_rules,
    send_back,
    withdraw,
)
from contracts.actions.entering import enter_existing
from contracts.actions.erasing import erase_agreement
from contracts.models import Contract, Goal, HouseRules, Signature, Version
from contracts.queries.entries import entry_of_signature
from contracts.queries.tables import damaged_rows
from core.canonical import canonical_bytes
from core.errors import Refusal
from core.frozen import drop_guards
from ledger.models import LedgerEvent, LedgerPayload
from ledger.rules import Kind
from lifecycle.actions import end_pair
from pairings.models import Pairing
from pairings.rules import EndReason
from programs.models import Program
from tests import builders
from tests.contracts.agreements import make_draft, make_in_force, make_offer, sign_as
from tests.contracts.amendments import make_amendment, offer_amendment, suggest

pytestmark = pytest.mark.django_db

ELSEWHEN = "2020-02-02T02:02:02+00:00"
# Every column of a version that stands for something, and another value for it.
VERSION_COLUMNS = [
    ("document", b'{"schema": "viceversa.agreement/1"}'),
    ("document_sha256", "0" * 64),
    ("number", 9),
    ("state", "ended"),
    ("state", "offered"),
    ("language", "de"),
    ("cadence", "weekly"),
    ("minutes", 15),
    ("channel", "phone"),
    ("place", "elsewhere"),
    ("organizer", "mentor"),
    ("agenda_habit", "none"),
    ("notice", "none"),
    ("first_dates", "[]"),
    ("ends_on", "2030-01-01"),
    ("review_on", "2030-01-01"),
    ("offered_at", ELSEWHEN),
    ("expires_at", ELSEWHEN),
    ("in_force_at", ELSEWHEN),
    ("closed_at", ELSEWHEN),
]
SIGNATURE_COLUMNS = [
    ("typed_name", "Somebody else"),
    ("consent", "Nothing at all."),
    ("consent_sha256", "0" * 64),
    ("proof", "passkey"),
    ("proved_at", ELSEWHEN),
    ("document_sha256", "0" * 64),
    ("signed_at", ELSEWHEN),
]


def kinds_of(contract: Contract) -> list[str]:
    """Return what the ledger says of a contract, in order."""
    events = LedgerEvent.objects.filter(stream=contract.uid).order_by("seq")
    return list(events.values_list("kind", flat=True))


def by_force(sql: str, *values: Any) -> None:
    """Run SQL as somebody with full power over the database can: past the triggers."""
    drop_guards(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def change(row: Version | Signature | HouseRules, column: str, value: object) -> None:
    """Change one value of a row, past the triggers."""
    by_force(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", value, row.pk)  # noqa: S608 -- names from the tables above


def damages() -> list[str]:
    """Return what the check of the tables says."""
    return [damage.what for damage in damaged_rows()]


def test_a_contract_writes_its_whole_life(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    end_contract(pairing=pair, now=now + timedelta(days=9))
    assert kinds_of(contract) == ["opened", "offered", "signed", "signed", "in_force", "ended"]


def test_what_comes_back_is_written(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    draft = send_back(version=version, by=pair.mentee, comment="Shorter, please.", now=now)
    kinds = kinds_of(draft.contract)
    assert kinds == ["opened", "offered", "sent_back"]


def test_what_is_taken_back_is_written(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    withdraw(version=version, by=pair.mentor, now=now)
    assert kinds_of(version.contract)[-1] == "withdrawn"


def test_time_closes_an_offer_as_the_programs_act(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    expire_offers(now=now + timedelta(days=31))
    last = LedgerEvent.objects.filter(stream=version.contract.uid).latest("seq")
    assert (last.kind, last.actor) == ("expired", None)


def test_an_end_is_the_programs_act(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    end_contract(pairing=pair, now=now)
    last = LedgerEvent.objects.filter(stream=contract.uid).latest("seq")
    assert last.actor is None


def test_the_two_of_a_pair_have_names_of_their_own_in_each_contract(
    pair: Pairing, now: datetime
) -> None:
    other = builders.make_pair(program=pair.program, mentor=pair.mentor)
    actors = set()
    for each in (pair, other):
        version = make_offer(each, now)
        sign_as(version, each.mentor, now)
        signed = LedgerEvent.objects.get(stream=version.contract.uid, kind=Kind.SIGNED)
        actors.add(signed.actor)
    assert len(actors) == 2


def test_a_signature_is_kept_with_every_recorded_value(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    signature = sign_as(version, pair.mentor, now)
    event = LedgerEvent.objects.select_related("payload").get(kind=Kind.SIGNED)
    fresh = Signature.objects.get(pk=signature.pk)
    assert bytes(event.payload.content or b"") == canonical_bytes(entry_of_signature(fresh))


def test_signing_twice_is_one_entry(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    for _ in range(2):
        sign_as(version, pair.mentor, now)
    assert kinds_of(version.contract).count("signed") == 1


def test_an_act_that_fails_half_way_leaves_no_entry(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    before = kinds_of(version.contract)
    with transaction.atomic():
        sign_as(version, pair.mentor, now)
        transaction.set_rollback(True)
    assert kinds_of(version.contract) == before


def test_house_rules_are_written_into_the_stream_of_the_program(
    program: Program, hr_admin: User, now: datetime
) -> None:
    publish_house_rules(program=program, text="Be kind.", by=hr_admin, now=now)
    event = LedgerEvent.objects.get(stream=program.uid)
    assert (event.kind, event.actor is None) == ("rules_published", False)


def test_genuine_rows_raise_no_alarm(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    other = builders.make_pair(program=pair.program)
    make_draft(other, now)
    assert damages() == []
    end_contract(pairing=pair, now=now)
    end_contract(pairing=other, now=now)
    assert damages() == []
    assert kinds_of(contract)[-1] == "ended"


@pytest.mark.parametrize(("column", "value"), VERSION_COLUMNS)
def test_every_changed_column_of_a_version_is_noticed(
    column: str, value: object, pair: Pairing, now: datetime
) -> None:
    version = make_in_force(pair, now)
    change(version, column, value)
    assert damages()


@pytest.mark.parametrize(("column", "value"), SIGNATURE_COLUMNS)
def test_every_changed_column_of_a_signature_is_noticed(
    column: str, value: object, pair: Pairing, now: datetime
) -> None:
    version = make_in_force(pair, now)
    change(version.signatures.order_by("pk")[0], column, value)
    assert "the row of “signed” is missing or was changed" in damages()


def test_another_signer_is_noticed(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    change(version.signatures.get(role="mentor"), "signer_id", builders.make_person().pk)
    assert "the row of “signed” is missing or was changed" in damages()


def test_swapped_signatures_are_noticed(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    mentor, mentee = (version.signatures.get(role=role) for role in ("mentor", "mentee"))
    change(mentor, "signer_id", mentee.signer_id)
    change(mentee, "signer_id", mentor.signer_id)
    assert damages().count("the row of “signed” is missing or was changed") == 2


@pytest.mark.parametrize("column", ["text", "sha256"])
def test_a_changed_house_rule_is_noticed(column: str, pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    change(version.house_rules, column, "0" * 64)
    assert damages()


@pytest.mark.parametrize(
    ("column", "value"),
    [("text", "Another goal"), ("sign_of_success", "Another sign"), ("owner", "mentee")],
)
def test_a_changed_goal_is_noticed(column: str, value: str, pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    goal = version.goals.get(owner="mentor")
    version.goals.filter(owner="mentee").update(position=2)
    Goal.objects.filter(pk=goal.pk).update(**{column: value})
    assert damages() == ["version 1: goals not as its document says"]


def test_a_lost_signature_is_noticed(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    by_force(
        "DELETE FROM contracts_signature WHERE id = %s", version.signatures.order_by("pk")[0].pk
    )
    assert "the row of “signed” is missing or was changed" in damages()


def test_a_signature_that_nobody_gave_is_noticed(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    given = sign_as(version, pair.mentor, now)
    forged = Signature.objects.get(pk=given.pk)
    forged.pk, forged.uid, forged.role = None, uuid4(), "mentee"
    forged.signer = pair.mentee
    forged.save(force_insert=True)
    assert damages() == ["the ledger does not know this row of “signed”"]


def test_a_version_moved_to_another_pair_is_noticed(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    other = make_draft(builders.make_pair(program=pair.program), now)
    change(version, "number", 7)
    change(version, "contract_id", other.contract_id)
    assert "version 7: agreement not as its document says" in damages()


def test_a_lost_contract_is_noticed(pair: Pairing, now: datetime) -> None:
    contract = make_draft(pair, now).contract
    by_force("DELETE FROM contracts_goal")
    by_force("DELETE FROM contracts_lastseen")
    by_force("DELETE FROM contracts_version")
    by_force("DELETE FROM contracts_contract WHERE id = %s", contract.pk)
    assert damages() == ["the contract is missing"]


def test_a_comment_that_was_changed_is_noticed(pair: Pairing, now: datetime) -> None:
    version = make_offer(pair, now)
    send_back(version=version, by=pair.mentee, comment="Shorter, please.", now=now)
    change(version, "comment", "Longer, please.")
    assert "the row of “sent_back” is missing or was changed" in damages()


def words_left(contract: Contract) -> list[str]:
    """Return the pair's words that any table of contracts or the ledger still holds."""
    found = [str(row) for version in contract.versions.all() for row in vars(version).values()]
    found += [goal.text for goal in Goal.objects.filter(version__contract=contract)]
    found += [each.typed_name for each in Signature.objects.filter(version__contract=contract)]
    payloads = LedgerPayload.objects.filter(event__stream=contract.uid, content__isnull=False)
    found += [bytes(each.content or b"").decode() for each in payloads]
    return [text for text in found if "canary" in text or "A name" in text]


def test_erasing_leaves_no_word_and_raises_no_alarm(
    pair: Pairing, hr_admin: User, now: datetime
) -> None:
    contract = make_in_force(pair, now).contract
    end_pair(pair, reason=EndReason.OTHER, by=hr_admin, now=now)
    assert words_left(contract)
    for _ in range(2):
        assert erase_agreement(pairing=pair, now=now)
    assert words_left(contract) == []
    assert damages() == []
    assert kinds_of(contract)[-1] == "erased"


def test_words_that_come_back_after_erasing_are_noticed(
    pair: Pairing, hr_admin: User, now: datetime
) -> None:
    version = make_in_force(pair, now)
    end_pair(pair, reason=EndReason.OTHER, by=hr_admin, now=now)
    erase_agreement(pairing=pair, now=now)
    change(version, "document", b"{}")
    assert damages() == ["version 1: its text came back after it was erased"]


def test_nothing_is_erased_while_the_pair_goes_on(pair: Pairing, now: datetime) -> None:
    contract = make_in_force(pair, now).contract
    with pytest.raises(Refusal, match="that is over"):
        erase_agreement(pairing=pair, now=now)
    assert words_left(contract)


def test_the_database_keeps_the_words_until_the_ledger_says_erased(
    pair: Pairing, now: datetime
) -> None:
    version = make_in_force(pair, now)
    end_contract(pairing=pair, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.signatures.update(typed_name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(document=None)
    assert damages() == []


def test_the_command_erases_only_when_told_twice(
    pair: Pairing, hr_admin: User, now: datetime
) -> None:
    contract = make_in_force(pair, now).contract
    end_pair(pair, reason=EndReason.OTHER, by=hr_admin, now=now)
    with pytest.raises(CommandError, match="cannot be undone"):
        call_command("erase_agreement", str(pair.uid))
    assert words_left(contract)
    call_command("erase_agreement", str(pair.uid), "--yes")
    assert words_left(contract) == []


def test_the_command_refuses_a_pair_that_goes_on(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    with pytest.raises(CommandError, match="that is over"):
        call_command("erase_agreement", str(pair.uid), "--yes")


def test_an_amendment_that_is_signed_is_written_once(pair: Pairing, now: datetime) -> None:
    version = offer_amendment(pair, now)
    for person in (pair.mentor, pair.mentee):
        sign_as(version, person, now)
    assert kinds_of(version.contract)[-5:] == [
        "offered",
        "signed",
        "signed",
        "superseded",
        "in_force",
    ]
    assert damages() == []


def test_a_dropped_draft_leaves_no_entry(pair: Pairing, now: datetime) -> None:
    draft = make_amendment(pair, now)
    before = kinds_of(draft.contract)
    drop_amendment(version=draft, by=pair.mentor, now=now)
    assert kinds_of(draft.contract) == before
    assert damages() == []


def test_a_rhythm_that_is_declined_is_written_once(pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    version = suggest(pair, now)
    decline_rhythm(version=version, by=pair.mentee, now=now)
    assert kinds_of(version.contract)[-3:] == ["offered", "signed", "sent_back"]
    assert damages() == []


def test_a_review_is_written_once(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    later = now + timedelta(days=120)
    for _ in range(2):
        keep_agreement(contract=version.contract, by=pair.mentee, now=later)
    assert kinds_of(version.contract)[-1] == "reviewed"
    assert kinds_of(version.contract).count("reviewed") == 1
    assert damages() == []


def test_what_was_there_before_the_ledger_is_entered_once(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    for table in ("ledger_ledgerpayload", "ledger_pseudonym", "ledger_ledgerevent"):
        by_force(f"DELETE FROM {table}")  # noqa: S608 -- names from the line above
    by_force("DELETE FROM ledger_ledgertip")
    assert "the ledger does not know this row of “signed”" in damages()
    assert [enter_existing(now=now), enter_existing(now=now)] == [2, 0]
    assert damages() == []
    assert kinds_of(version.contract) == ["opened", "offered", "signed", "signed", "in_force"]
    call_command("verify_ledger")


@pytest.mark.parametrize(
    ("table", "column"), [("contracts_signature", "typed_name"), ("contracts_version", "place")]
)
def test_the_command_finds_what_sql_changed(
    table: str, column: str, pair: Pairing, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    make_in_force(pair, now)
    call_command("verify_ledger")
    by_force(f"UPDATE {table} SET {column} = 'forged'")  # noqa: S608 -- names from the table above
    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger")
    assert ended.value.code == 1
    assert "differs from the ledger" in capsys.readouterr().err
