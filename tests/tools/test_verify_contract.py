"""The stand-alone verifier against genuine copies, and against everything done to them."""

import json
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.actions.copies import seal
from core.canonical import canonical_bytes
from ledger.keys import SigningKey, make_key
from tests.contracts.sealed import (
    Json,
    agreement,
    changed,
    evidence,
    file_of,
    genuine,
    pdf_of,
)
from tools.verify_contract import (
    AGREEMENT_FILE,
    EVIDENCE_FILE,
    LARGEST,
    SEAL_BYTES,
    Code,
    Reason,
    Report,
    attachments,
    in_words,
    main,
    verify,
)

SCRIPTS = (
    "Tom Hughes", "Zoë Łukasz", "Ελένη", "Наталья", "محمد عبد الله", "שלום", "प्रिया", "王小明",
    "山田太郎", "김철수", "Nguyễn Ánh", "🙂👩‍👩‍👧", 'a"b\\c/d', "({[<%/>]})", "endstream endobj",
)  # fmt: skip


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return make_key(tmp_path_factory.mktemp("key") / "signing.key")


@pytest.fixture(scope="module")
def other_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return make_key(tmp_path_factory.mktemp("other") / "signing.key")


@pytest.fixture
def keys(key: SigningKey, other_key: SigningKey) -> tuple[SigningKey, SigningKey]:
    return key, other_key


@pytest.fixture(scope="module")
def copy(key: SigningKey) -> bytes:
    return genuine(key)


def answer(data: bytes, *keys: SigningKey) -> tuple[Code, Reason]:
    report = verify(data, [each.fingerprint for each in keys])
    return report.code, report.reason


GENUINE = (Code.GENUINE, Reason.INTACT)
UNCHECKED = (Code.UNCHECKED, Reason.NO_KEY_NAMED)
BROKEN = (Code.CHANGED, Reason.SEAL_BROKEN)
NO_SEAL = (Code.MALFORMED, Reason.NO_SEAL)
UNREADABLE = (Code.MALFORMED, Reason.UNREADABLE)
CONTRADICTION = (Code.CHANGED, Reason.CONTRADICTION)


# ---- What is genuine


def test_a_genuine_copy_says_who_signed_what(copy: bytes, key: SigningKey) -> None:
    report = verify(copy, [key.fingerprint])
    assert (report.code, report.reason) == GENUINE
    assert report.facts is not None
    assert [(s.role, s.typed_name) for s in report.facts.signers] == [
        ("mentee", "Tom Hughes"),
        ("mentor", "Priya Nair"),
    ]
    assert (report.facts.version, report.facts.event_seq, report.facts.head_seq) == (1, 5, 7)


def test_the_key_may_be_named_itself_or_by_fingerprint_in_any_case(
    copy: bytes, key: SigningKey
) -> None:
    for name in (key.public_key.hex(), key.fingerprint, key.fingerprint.upper()):
        assert verify(copy, [name]).code == Code.GENUINE


def test_one_of_several_keys_is_enough(copy: bytes, key: SigningKey, other_key: SigningKey) -> None:
    assert answer(copy, other_key, key) == GENUINE


def test_without_a_key_the_issuer_is_not_checked(copy: bytes) -> None:
    assert answer(copy) == UNCHECKED


def test_the_same_content_gives_the_same_bytes(key: SigningKey) -> None:
    assert genuine(key) == genuine(key)


@pytest.mark.parametrize("chain", [0, 1, 40])
def test_a_chain_of_any_length_leads_to_the_head(key: SigningKey, chain: int) -> None:
    assert answer(genuine(key, chain=chain), key) == GENUINE


def test_what_was_signed_before_the_ledger_began_is_genuine_too(key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    proof = {**evidence(document, key), "ledger": None}
    assert answer(file_of(document, proof, key), key) == GENUINE


def test_an_entry_without_a_head_near_by_is_genuine_too(key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    proof = changed(evidence(document, key), ["ledger", "head"], None)
    assert answer(file_of(document, proof, key), key) == GENUINE


@pytest.mark.parametrize("part", range(4))
def test_no_false_alarm_on_a_thousand_genuine_contracts(key: SigningKey, part: int) -> None:
    chance = random.Random(part)  # noqa: S311 -- made-up texts
    wrong = [number for number in range(250) if answer(_any_genuine(chance, key), key) != GENUINE]
    assert wrong == []


def _any_genuine(chance: random.Random, key: SigningKey) -> bytes:
    """Return a copy of an agreement with names and texts in any script, of any length."""

    def words(at_most: int) -> str:
        return " ".join(chance.choice(SCRIPTS) for _ in range(chance.randint(1, at_most)))

    said = agreement(version=chance.randint(1, 99))
    for role in ("mentor", "mentee"):
        said["parties"][role]["name"] = words(3)
        said["goals"][role] = [{"goal": words(30), "we_will_notice_because": words(5)}]
    return genuine(key, said, chain=chance.randint(0, 3))


# ---- What was changed after it was sealed


def test_every_bit_of_the_seal_counts(copy: bytes, key: SigningKey) -> None:
    flips = range((len(copy) - SEAL_BYTES) * 8, len(copy) * 8)
    _expect_refusals(copy, key, flips)


def test_every_bit_where_the_attachments_begin_counts(copy: bytes, key: SigningKey) -> None:
    for name in (AGREEMENT_FILE, EVIDENCE_FILE):
        start = copy.index(attachments(copy[:-SEAL_BYTES])[name][:40])
        _expect_refusals(copy, key, range((start - 8) * 8, (start + 16) * 8))


def test_bits_anywhere_count(copy: bytes, key: SigningKey) -> None:
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")  # noqa: T201 -- pytest shows it with a failure
    chance = random.Random(seed)  # noqa: S311 -- bits to flip, known again by the seed
    flips = chance.sample(range(len(copy) * 8), 400)
    _expect_refusals(copy, key, flips)


def _expect_refusals(copy: bytes, key: SigningKey, flips: Iterable[int]) -> None:
    for bit in flips:
        flipped = bytearray(copy)
        flipped[bit // 8] ^= 1 << bit % 8
        report = verify(bytes(flipped), [key.fingerprint])
        assert report.code == code_of_flip(copy, bytes(flipped)), f"bit {bit}"


def code_of_flip(copy: bytes, flipped: bytes) -> Code:
    """Say what a flip must give: a seal that is none any more is 2, all else is 1."""
    body, tail = len(copy) - SEAL_BYTES, flipped[-SEAL_BYTES:]
    mark = copy[body : body + 19]
    digits = tail[19:83] + tail[84:212]
    keeps_form = tail[:19] == mark and tail[83:84] == b" " and tail[212:] == b"\n"
    is_seal = keeps_form and all(digit in b"0123456789abcdef" for digit in digits)
    return Code.CHANGED if is_seal else Code.MALFORMED


@pytest.mark.parametrize(
    "kept", [0, 1, 100, 1000, 0.25, 0.5, 0.999, -1, -2, -128, -130, -212, -213, -214]
)
def test_a_cut_off_file_is_no_signed_copy(copy: bytes, key: SigningKey, kept: float) -> None:
    end = int(len(copy) * kept) if 0 < kept < 1 else int(kept)
    assert answer(copy[:end], key) == NO_SEAL


@pytest.mark.parametrize("more", [b"\n", b" ", b"\0", b"%%EOF\n", b"7 0 obj\n<<>>\nendobj\n" * 50])
def test_something_added_behind_is_noticed(copy: bytes, key: SigningKey, more: bytes) -> None:
    assert answer(copy + more, key) == (Code.CHANGED, Reason.CONTINUED)


def test_something_put_before_is_noticed(copy: bytes, key: SigningKey) -> None:
    assert answer(b"%PDF-1.4\n" + copy, key) == BROKEN


def test_the_seal_of_another_copy_does_not_fit(key: SigningKey, copy: bytes) -> None:
    other = genuine(key, agreement(version=2))
    assert answer(copy[:-SEAL_BYTES] + other[-SEAL_BYTES:], key) == BROKEN


def test_a_swapped_attachment_is_noticed(copy: bytes, key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    swapped = copy.replace(document, document.replace(b"Tom Hughes", b"Tim Hughes"))
    assert swapped != copy
    assert answer(swapped, key) == BROKEN


def test_a_capital_digit_in_the_seal_is_no_seal(copy: bytes, key: SigningKey) -> None:
    assert answer(copy[:-SEAL_BYTES] + copy[-SEAL_BYTES:].upper(), key) == NO_SEAL


def test_a_seal_behind_a_seal_is_over_the_first_one_too(
    copy: bytes, key: SigningKey, other_key: SigningKey
) -> None:
    twice = seal(copy, other_key)
    assert answer(twice, key) == (Code.CHANGED, Reason.OTHER_KEY)
    assert answer(twice)[0] in {Code.MALFORMED, Code.CHANGED}


# ---- What somebody made with a key of their own


def test_a_forgery_with_its_own_key_is_told_apart(key: SigningKey, other_key: SigningKey) -> None:
    forged = genuine(other_key)
    assert answer(forged, key) == (Code.CHANGED, Reason.OTHER_KEY)
    assert answer(forged) == UNCHECKED


def test_a_genuine_document_under_a_foreign_seal_is_not_ours(
    copy: bytes, key: SigningKey, other_key: SigningKey
) -> None:
    assert answer(seal(copy[:-SEAL_BYTES], other_key), key) == (Code.CHANGED, Reason.OTHER_KEY)
    assert answer(seal(copy[:-SEAL_BYTES], other_key)) == CONTRADICTION


def test_evidence_of_another_agreement_does_not_fit(key: SigningKey) -> None:
    proof = evidence(canonical_bytes(agreement(version=2)), key)
    assert answer(file_of(canonical_bytes(agreement()), proof, key), key) == CONTRADICTION


CONTRADICTIONS: list[tuple[list[str | int], object]] = [
    (["document_sha256"], "0" * 64),
    (["house_rules", "version"], 2),
    (["house_rules", "sha256"], "0" * 64),
    (["house_rules", "lines", 0], "# Other rules"),
    (["house_rules", "lines"], []),
    (["signatures", 0, "role"], "mentor"),
    (["signatures", 0, "signer"], "00000000-0000-0000-0000-000000000003"),
    (["signatures", 0, "typed_name"], "Somebody Else"),
    (["signatures", 0, "consent"], "I only looked at it."),
    (["signatures", 0, "consent_sha256"], "0" * 64),
    (["signatures", 0, "document_sha256"], "0" * 64),
    (["signatures", 0, "proof"], "passkey"),
    (["signatures", 0, "proved_at"], None),
    (["signatures", 1, "signed_at"], "2026-11-23T09:00:00+00:00"),
    (["signatures", 1, "signed_at"], "2026-11-23T09:31:00+00:00"),
    (["signatures", 1, "version"], "00000000-0000-0000-0000-000000000003"),
    (["signatures"], []),
    (["in_force_at"], "2026-11-23T09:30:00.000001+00:00"),
    (["made_at"], "2020-01-01T00:00:00+00:00"),
    (["ledger", "salt"], "00" * 32),
    (["ledger", "payload", "number"], 2),
    (["ledger", "payload", "more"], 1),
    (["ledger", "event", "seq"], 6),
    (["ledger", "event", "kind"], "ended"),
    (["ledger", "event", "at"], 0),
    (["ledger", "event", "previous"], "11" * 32),
    (["ledger", "event", "commitment"], "11" * 32),
    (["ledger", "event", "hash"], "11" * 32),
    (["ledger", "chain"], []),
    (["ledger", "chain", 0, "seq"], 7),
    (["ledger", "chain", 0, "kind"], "ended"),
    (["ledger", "chain", 1, "actor"], None),
    (["ledger", "head", "seq"], 8),
    (["ledger", "head", "hash"], "11" * 32),
    (["ledger", "head", "signed_at"], "2027-11-23T09:30:00+00:00"),
    (["ledger", "head", "fingerprint"], "11" * 32),
    (["ledger", "head", "signature"], "11" * 64),
    (["ledger", "head", "signature"], ""),
]


@pytest.mark.parametrize(("path", "to"), CONTRADICTIONS)
def test_parts_that_do_not_belong_together_are_noticed(
    key: SigningKey, path: list[str | int], to: object
) -> None:
    document = canonical_bytes(agreement())
    proof = changed(evidence(document, key), path, to)
    assert answer(file_of(document, proof, key), key) == CONTRADICTION
    assert answer(file_of(document, proof, key)) == CONTRADICTION


# ---- What is no signed copy at all


NOT_JSON = [
    b"", b"null", b"[]", b"{}", b"1", b'"text"', b"{", b"\xff\xfe", b"\0", b"[" * 100_000,
    b"9" * 5000, b'{"schema":"viceversa.evidence/1"}', b'{"schema":"viceversa.evidence/2"}',
    b'{"schema":"a","schema":"b"}', b"{1:2}", b"NaN", b"1.5", b'{"schema":' + b"9" * 5000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("content", NOT_JSON[1:])
def test_sealed_nonsense_is_unreadable(key: SigningKey, content: bytes) -> None:
    document = canonical_bytes(agreement())
    assert answer(file_of(document, content, key), key) == UNREADABLE
    proof = canonical_bytes(evidence(document, key))
    assert answer(file_of(content, proof, key), key) == UNREADABLE


def test_a_key_that_stands_twice_is_refused(key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    proof = canonical_bytes(evidence(document, key))
    twice = proof.replace(b'"issuer":', b'"issuer":"https://evil.example","issuer":', 1)
    assert answer(file_of(document, twice, key), key) == UNREADABLE


def test_numbers_with_a_fraction_are_refused(key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    proof = canonical_bytes(evidence(document, key)).replace(b'"seq":5', b'"seq":5.0', 1)
    assert answer(file_of(document, proof, key), key) == UNREADABLE


WRONG: list[tuple[list[str | int], object]] = [
    (["signatures"], None),
    (["signatures", 0], "a signature"),
    (["signatures", 0, "consent"], 7),
    (["signatures", 0, "signed_at"], "yesterday"),
    (["signatures", 0, "signed_at"], "2026-11-23T10:30:00+01:00"),
    (["house_rules"], None),
    (["house_rules", "lines"], [1, 2]),
    (["house_rules", "signature"], {}),
    (["ledger"], {}),
    (["ledger", "event", "seq"], -1),
    (["ledger", "event", "stream"], "no uuid"),
    (["ledger", "event", "at"], 2**53 - 1),
    (["ledger", "chain"], 7),
    (["ledger", "chain", 0], []),
    (["ledger", "salt"], "not hex"),
    (["in_force_at"], 7),
]


@pytest.mark.parametrize(("path", "to"), WRONG)
def test_values_of_a_wrong_kind_never_raise(
    key: SigningKey, path: list[str | int], to: object
) -> None:
    document = canonical_bytes(agreement())
    proof = changed(evidence(document, key), path, to)
    assert answer(file_of(document, proof, key), key) in {UNREADABLE, CONTRADICTION}


@pytest.mark.parametrize("name", ["PK\3\4 docx", "\x89PNG\r\n", "<html></html>", "", "%PDF-1.7"])
def test_files_of_another_kind_are_no_signed_copies(key: SigningKey, name: str) -> None:
    data = name.encode("latin-1") * 40
    assert answer(data, key) == NO_SEAL
    assert answer(seal(data, key), key) == UNREADABLE


def test_a_copy_without_one_of_the_attachments_is_unreadable(key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    proof = canonical_bytes(evidence(document, key))
    for files in ({AGREEMENT_FILE: document}, {EVIDENCE_FILE: proof}, {"other.json": proof}):
        assert answer(seal(pdf_of(files), key), key) == UNREADABLE


def test_an_attachment_that_is_there_twice_is_unreadable(key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    proof = canonical_bytes(evidence(document, key))
    files = {AGREEMENT_FILE: document, EVIDENCE_FILE: proof, "agreement.jsox": document}
    pdf = pdf_of(files).replace(b"agreement.jsox", b"agreement.json")
    assert answer(seal(pdf, key), key) == UNREADABLE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"startxref", b"startxrex"),
        (b"xref\n0 ", b"xrex\n0 "),
        (b" 00000 n ", b" 00000 x "),
        (b"/Length ", b"/Lengtj "),
        (b"\nendstream", b"\nendstraem"),
        (b"/Type /Filespec", b"/Type /Filespex"),
    ],
)
def test_a_pdf_of_another_build_is_unreadable(key: SigningKey, old: bytes, new: bytes) -> None:
    document = canonical_bytes(agreement())
    proof = canonical_bytes(evidence(document, key))
    pdf = pdf_of({AGREEMENT_FILE: document, EVIDENCE_FILE: proof}).replace(old, new)
    assert answer(seal(pdf, key), key) == UNREADABLE


def test_an_attachment_may_hold_words_of_the_format(key: SigningKey) -> None:
    said = agreement(program={"id": "x", "name": "endstream\\n endobj 5 0 obj << /Type /Filespec"})
    assert answer(genuine(key, said), key) == GENUINE


def test_a_huge_file_is_not_read(key: SigningKey, tmp_path: Path) -> None:
    assert answer(b"0" * (LARGEST + 1), key) == (Code.MALFORMED, Reason.TOO_LARGE)
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(LARGEST * 200)
    assert main([str(path)]) == Code.MALFORMED


@given(st.binary(max_size=600))
def test_it_never_raises_whatever_the_bytes(data: bytes) -> None:
    assert verify(data).code == Code.MALFORMED


@given(st.binary(max_size=300))
def test_it_never_raises_whatever_is_sealed(key: SigningKey, data: bytes) -> None:
    assert answer(seal(data, key), key) == UNREADABLE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    path=st.sampled_from([p for p, _ in CONTRADICTIONS] + [p for p, _ in WRONG]),
    to=JSON,
)
def test_it_never_raises_whatever_stands_in_the_evidence(
    key: SigningKey, path: list[str | int], to: object
) -> None:

    document = canonical_bytes(agreement())
    proof = json.dumps(changed(evidence(document, key), path, to)).encode()
    assert isinstance(verify(file_of(document, proof, key), [key.fingerprint]), Report)


# ---- At a terminal


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.modules["tools.verify_contract"].__file__ or "")
    command = [sys.executable, "-I", "-S", str(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_runs_alone_with_nothing_but_python(
    copy: bytes, key: SigningKey, tmp_path: Path
) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy)
    alone = _run(str(path), "--key", key.fingerprint)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "GENUINE AND INTACT" in alone.stdout
    assert "Signed by Tom Hughes (mentee: Tom Hughes)" in alone.stdout


@pytest.mark.parametrize(("damage", "code"), [("", 0), ("bit", 1), ("cut", 2), ("key", 1)])
def test_exit_codes(
    keys: tuple[SigningKey, SigningKey], copy: bytes, tmp_path: Path, damage: str, code: int
) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes({"bit": b"$" + copy[1:], "cut": copy[:-9]}.get(damage, copy))
    pinned = keys[damage == "key"].fingerprint
    assert main([str(path), "--key", pinned]) == code
    assert main([str(path)]) == (code if damage in {"bit", "cut"} else 4)


def test_a_file_that_is_not_there_is_not_readable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nothing.pdf")]) == Code.MALFORMED
    assert "NOT READABLE" in capsys.readouterr().out
    assert main([str(tmp_path)]) == Code.MALFORMED


def test_wrong_usage_is_no_answer_about_the_file(tmp_path: Path) -> None:
    for arguments in ([], ["a", "--key", "short"], ["a", "--what"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 64


def test_names_do_not_steer_the_terminal(key: SigningKey) -> None:
    document = canonical_bytes(agreement())
    proof: Json = evidence(document, key)
    signatures = proof["signatures"]
    signatures[0]["typed_name"] = "Tom\u202esehguH"
    proof = evidence(document, key, signatures=signatures)
    report = verify(file_of(document, _loose(proof), key), [key.fingerprint])
    assert report.code == Code.GENUINE
    assert "\u202e" not in in_words(report)
    assert "\\u202e" in in_words(report)


def _loose(proof: Json) -> bytes:

    return json.dumps(proof, ensure_ascii=False).encode()
