"""Verify a signed copy of an agreement, anywhere: one file, Python 3.11 or newer, nothing else.

    python verify_contract.py FILE [--key FINGERPRINT_OR_PUBLIC_KEY ...]

What is sealed are the exact bytes of the PDF. The seal stands behind its end, 213 bytes:

    LF "%viceversa-seal-1 " PUBLIC_KEY " " SIGNATURE LF      (64 and 128 lower-case hex digits)

The signature is Ed25519 (RFC 8032) over "viceversa.seal/1", the number of the sealed bytes as 8
bytes, big-endian, and their SHA-256. It is checked before anything inside is read. Inside are two
attachments: agreement.json, the signed document byte by byte, and evidence.json: the signatures,
the house rules, and the entry in the ledger with its chain up to a signed head.

Exit codes: 0 genuine and intact, sealed by a key that you named; 1 changed, or sealed by another
key; 2 not readable as a signed copy; 3 genuine, but no longer in force (only the server can say);
4 it all fits together, but you named no key, so anybody may have made it; 64 wrong usage.
"""

import argparse
import json
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache
from hashlib import sha256, sha512
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, NoReturn
from uuid import UUID

LARGEST: Final = 8 * 1024 * 1024
AGREEMENT_FILE, EVIDENCE_FILE = "agreement.json", "evidence.json"
AGREEMENT_SCHEMA, EVIDENCE_SCHEMA = "viceversa.agreement/1", "viceversa.evidence/1"
ROLES: Final = ("mentee", "mentor")


class Code(IntEnum):
    """What the file is, as an exit code."""

    GENUINE = 0
    CHANGED = 1
    MALFORMED = 2
    NOT_IN_FORCE = 3
    UNCHECKED = 4


class Reason(StrEnum):
    """Why."""

    INTACT = "intact"
    NO_KEY_NAMED = "no_key_named"
    TOO_LARGE = "too_large"
    NO_SEAL = "no_seal"
    CONTINUED = "continued"
    SEAL_BROKEN = "seal_broken"
    OTHER_KEY = "other_key"
    UNREADABLE = "unreadable"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Signer:
    """One side's signature; times as they are written in the file, in UTC."""

    role: str
    name: str
    typed_name: str
    consent: str
    signed_at: str
    proof: str
    proved_at: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy says, after its seal held and its parts were found to belong together."""

    agreement: str
    version: int
    program: str
    document_sha256: str
    house_rules_version: int
    signers: tuple[Signer, ...]
    in_force_at: str
    made_at: str
    issuer: str
    event_seq: int
    event_hash: str
    head_seq: int


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a verification. `public_key` in hexadecimal, once the seal was read."""

    code: Code
    reason: Reason
    detail: str = ""
    public_key: str = ""
    facts: Facts | None = None


class Unreadable(ValueError):
    """The sealed bytes do not hold what a signed copy holds."""


class Contradiction(ValueError):
    """The parts of a copy do not belong together."""


# ---- Ed25519 after RFC 8032, section 5.1: verifying alone, points in extended coordinates

Point = tuple[int, int, int, int]
P: Final = 2**255 - 19
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
D: Final = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE: Final = pow(2, (P - 1) // 4, P)
ZERO: Final[Point] = (0, 1, 1, 0)
KEY_BYTES, SIGNATURE_BYTES, SCALAR_BITS = 32, 64, 253


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _double(p: Point) -> Point:
    a, b = p[0] * p[0] % P, p[1] * p[1] % P
    h, g = a + b, a - b
    e, f = h - (p[0] + p[1]) ** 2, 2 * p[2] * p[2] + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _negated(p: Point) -> Point:
    return (P - p[0], p[1], p[2], P - p[3])


def _encoded(p: Point) -> bytes:
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(KEY_BYTES, "little")


@lru_cache(maxsize=64)
def _point(data: bytes) -> Point | None:
    """Return the point that 32 bytes write in the one canonical way; None for all others."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    x = _root((y * y - 1) * pow(D * y * y + 1, P - 2, P) % P)
    if x is None or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def _root(square: int) -> int | None:
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    return None if (x * x - square) % P else x


def _is_of_small_order(p: Point) -> bool:
    eighth = _double(_double(_double(p)))
    return eighth[0] % P == 0 and (eighth[1] - eighth[2]) % P == 0


def _sum_of_two(first: int, p: Point, second: int, q: Point) -> Point:
    """Return first * p + second * q, both scalars bit by bit in one go."""
    choice = (ZERO, p, q, _add(p, q))
    total = ZERO
    for bit in range(SCALAR_BITS - 1, -1, -1):
        total = _double(total)
        wanted = (first >> bit & 1) | (second >> bit & 1) << 1
        if wanted:
            total = _add(total, choice[wanted])
    return total


BASE: Final = _point((4 * pow(5, P - 2, P) % P).to_bytes(KEY_BYTES, "little")) or ZERO


def ed25519_verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds; what is not written canonically is refused."""
    if len(public_key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    key, scalar = _point(public_key), int.from_bytes(signature[KEY_BYTES:], "little")
    if key is None or scalar >= ORDER or _is_of_small_order(key):
        return False
    digest = sha512(signature[:KEY_BYTES] + public_key + message).digest()
    factor = int.from_bytes(digest, "little") % ORDER
    return _encoded(_sum_of_two(scalar, BASE, factor, _negated(key))) == signature[:KEY_BYTES]


# ---- The seal

_DOMAIN: Final = b"viceversa.seal/1"
_MARK: Final = b"\n%viceversa-seal-1 "
_SEAL: Final = re.compile(re.escape(_MARK) + rb"([0-9a-f]{64}) ([0-9a-f]{128})\n")
SEAL_BYTES: Final = len(_MARK) + 64 + 1 + 128 + 1


def seal_message(sealed: bytes) -> bytes:
    """Return what the signature of a seal is over."""
    return _DOMAIN + len(sealed).to_bytes(8, "big") + sha256(sealed).digest()


def seal_line(public_key: bytes, signature: bytes) -> bytes:
    """Return the seal as it stands behind the file."""
    return _MARK + public_key.hex().encode() + b" " + signature.hex().encode() + b"\n"


def fingerprint(public_key: str) -> str:
    """Return the SHA-256 of a public key, both in hexadecimal."""
    return sha256(bytes.fromhex(public_key)).hexdigest()


def verify(data: bytes, keys: Collection[str] = ()) -> Report:
    """Verify a whole file against public keys or their fingerprints; never raises.

    Without keys the best answer is 4: nothing says that the issuer is who you think.
    """
    if len(data) > LARGEST:
        return Report(Code.MALFORMED, Reason.TOO_LARGE)
    seal = _SEAL.fullmatch(data, max(len(data) - SEAL_BYTES, 0))
    if seal is None:
        return _without_seal(data)
    sealed, public_key = data[: seal.start()], seal[1].decode()
    signature = bytes.fromhex(seal[2].decode())
    if not ed25519_verifies(bytes.fromhex(public_key), signature, seal_message(sealed)):
        return Report(Code.CHANGED, Reason.SEAL_BROKEN)
    if keys and not {public_key, fingerprint(public_key)} & {key.lower() for key in keys}:
        return Report(Code.CHANGED, Reason.OTHER_KEY, public_key=public_key)
    return _inside(sealed, public_key, is_named=bool(keys))


def _without_seal(data: bytes) -> Report:
    """Tell a seal with something behind it from none."""
    if _SEAL.search(data):
        return Report(Code.CHANGED, Reason.CONTINUED)
    return Report(Code.MALFORMED, Reason.NO_SEAL)


def _inside(sealed: bytes, public_key: str, *, is_named: bool) -> Report:
    try:
        facts = facts_of(attachments(sealed), public_key)
    except Contradiction as error:
        return Report(Code.CHANGED, Reason.CONTRADICTION, str(error), public_key)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return Report(Code.MALFORMED, Reason.UNREADABLE, public_key=public_key)
    if is_named:
        return Report(Code.GENUINE, Reason.INTACT, "", public_key, facts)
    return Report(Code.UNCHECKED, Reason.NO_KEY_NAMED, "", public_key, facts)


# ---- The two attachments, found through the table at the end of the PDF

_START: Final = re.compile(rb"startxref\n(\d{1,8})\n%%EOF\n?\Z")
_TABLE: Final = re.compile(rb"xref\n0 (\d{1,5})\n")
_ROW: Final = re.compile(rb"(\d{10}) \d{5} ([nf]) \n")
_FILE: Final = re.compile(
    rb"\d+ 0 obj\n<<\n(?:/AFRelationship /\w+\n)?(?:/Desc \([^()]*\)\n)?/EF <</F (\d{1,5}) 0 R>>\n"
    rb"/F \(([a-z.]+)\)\n/Type /Filespec\n"
)
_STREAM: Final = re.compile(rb"\d+ 0 obj\n<<\n/Length (\d{1,8})\n[^\0]{0,300}?\n>>\nstream\n")
_ROWS_AT_MOST: Final = 5000


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Return the attached files of a PDF as we write them; raises `Unreadable`."""
    places = _places(pdf)
    found: dict[str, bytes] = {}
    for place in places.values():
        spec = _FILE.match(pdf, place)
        if spec is None:
            continue
        name = spec[2].decode()
        if name in found:
            raise Unreadable(name)
        found[name] = _stream(pdf, places[int(spec[1])])
    return found


def _places(pdf: bytes) -> dict[int, int]:
    start = _START.search(pdf, max(len(pdf) - 40, 0))
    table = _TABLE.match(pdf, int(start[1])) if start else None
    if table is None or int(table[1]) > _ROWS_AT_MOST:
        raise Unreadable("xref")
    places: dict[int, int] = {}
    at = table.end()
    for number in range(int(table[1])):
        row = _ROW.match(pdf, at)
        if row is None:
            raise Unreadable("xref")
        if row[2] == b"n":
            places[number] = int(row[1])
        at = row.end()
    return places


def _stream(pdf: bytes, place: int) -> bytes:
    head = _STREAM.match(pdf, place)
    if head is None or b"/Filter" in head[0]:
        raise Unreadable("stream")
    end = head.end() + int(head[1])
    if pdf[end : end + 11] != b"\nendstream\n":
        raise Unreadable("stream")
    return pdf[head.end() : end]


def read_json(data: bytes) -> Any:
    """Return the value of JSON without floats and with each key once; raises `ValueError`."""
    return json.loads(
        data.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable(*pairs)
    return found


def _refuse(text: str) -> NoReturn:
    raise Unreadable(text)


# ---- Do the parts belong together?

_ZERO_OFFSET: Final = timedelta(0)
_TIMES: Final = "the order of times"
_HEAD_SIGNATURE: Final = "the signature of the head"


def facts_of(files: Mapping[str, bytes], public_key: str) -> Facts:
    """Return what a copy says; raises `Contradiction`, and `ValueError` and its kin otherwise."""
    document = files[AGREEMENT_FILE]
    said, evidence = read_json(document), read_json(files[EVIDENCE_FILE])
    if (said["schema"], evidence["schema"]) != (AGREEMENT_SCHEMA, EVIDENCE_SCHEMA):
        raise Unreadable("schema")
    digest = sha256(document).hexdigest()
    _agree("the fingerprint of the document", evidence["document_sha256"], digest)
    _check_house_rules(said["house_rules"], evidence["house_rules"])
    signatures = {each["role"]: each for each in evidence["signatures"]}
    _agree("who signed", sorted(signatures), list(ROLES))
    for role in ROLES:
        _check_signature(signatures[role], said["parties"][role], digest)
        _in_order(signatures[role]["signed_at"], evidence["in_force_at"])
    _agree("which version was signed", *(signatures[role]["version"] for role in ROLES))
    _in_order(evidence["in_force_at"], evidence["made_at"])
    entry = evidence["ledger"]
    if entry is not None:
        expected = _payload(said["version"], digest, evidence["in_force_at"], signatures)
        _check_ledger(entry, expected, bytes.fromhex(public_key))
    return Facts(
        agreement=str(UUID(said["agreement"])),
        version=int(said["version"]),
        program=str(said["program"]["name"]),
        document_sha256=digest,
        house_rules_version=int(said["house_rules"]["version"]),
        signers=tuple(_signer(signatures[role], said["parties"][role]) for role in ROLES),
        in_force_at=str(evidence["in_force_at"]),
        made_at=str(evidence["made_at"]),
        issuer=str(evidence["issuer"]),
        event_seq=int(entry["event"]["seq"]) if entry else 0,
        event_hash=str(entry["event"]["hash"]) if entry else "",
        head_seq=int(entry["head"]["seq"]) if entry and entry["head"] else 0,
    )


def _signer(record: Mapping[str, Any], party: Mapping[str, Any]) -> Signer:
    return Signer(
        role=str(record["role"]),
        name=str(party["name"]),
        typed_name=str(record["typed_name"]),
        consent=str(record["consent"]),
        signed_at=str(record["signed_at"]),
        proof=str(record["proof"]),
        proved_at=str(record["proved_at"] or ""),
    )


def _agree(what: str, stated: object, found: object) -> None:
    if stated != found:
        raise Contradiction(what)


def _in_order(earlier: str, later: str) -> None:
    if moment(earlier) > moment(later):
        raise Contradiction(_TIMES)


def moment(text: str) -> datetime:
    """Return a time that is written in UTC; raises `ValueError` for any other."""
    found = datetime.fromisoformat(text)
    if found.utcoffset() != _ZERO_OFFSET:
        raise Unreadable(text)
    return found


def _check_house_rules(marked: Mapping[str, Any], rules: Mapping[str, Any]) -> None:
    text_hash = sha256("\n".join(rules["lines"]).encode()).hexdigest()
    _agree("the house rules", (rules["version"], rules["sha256"]), (marked["version"], text_hash))
    _agree("the house rules", marked["sha256"], text_hash)
    signed = rules["signature"]
    if signed is not None:
        _agree("the company's signature", signed["rules_sha256"], text_hash)
        _check_consent(signed)


def _check_consent(record: Mapping[str, Any]) -> None:
    digest = sha256(record["consent"].encode()).hexdigest()
    _agree("the sentence that was agreed to", record["consent_sha256"], digest)


def _check_signature(record: Mapping[str, Any], party: Mapping[str, Any], digest: str) -> None:
    _agree("the signer", record["signer"], party["id"])
    _agree("what was signed", record["document_sha256"], digest)
    _check_consent(record)


def record_hash(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a signature as the ledger holds it."""
    return sha256(_canonical(record)).hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _payload(
    number: int, digest: str, in_force_at: str, signatures: Mapping[str, Any]
) -> dict[str, object]:
    """Return what the ledger must have been told about the moment when it came into force."""
    return {
        "version": signatures[ROLES[0]]["version"],
        "number": number,
        "document_sha256": digest,
        "in_force_at": in_force_at,
        "signatures": {role: record_hash(signatures[role]) for role in ROLES},
    }


# ---- The ledger: an entry, the chain after it, the signed head (formulas of ledger/rules/chain.py)


def frame(*parts: bytes) -> bytes:
    """Return the parts, each preceded by its length in 4 bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def commitment(salt: bytes, content: bytes) -> bytes:
    """Return what binds an entry to its payload."""
    return sha256(frame(b"viceversa.ledger.payload/1", salt, content)).digest()


def event_hash(event: Mapping[str, Any], previous: bytes) -> bytes:
    """Return the hash of an entry that follows on another one."""
    return sha256(
        frame(
            b"viceversa.ledger.event/1",
            int(event["seq"]).to_bytes(8, "big"),
            UUID(event["stream"]).bytes,
            event["kind"].encode(),
            UUID(event["actor"]).bytes if event["actor"] else b"",
            int(event["at"]).to_bytes(8, "big", signed=True),
            bytes.fromhex(event["commitment"]),
            previous,
        )
    ).digest()


def head_message(head: Mapping[str, Any]) -> bytes:
    """Return what the signature of a head is over."""
    at = (moment(head["signed_at"]) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return frame(
        b"viceversa.ledger.head/1",
        int(head["seq"]).to_bytes(8, "big"),
        bytes.fromhex(head["hash"]),
        at.to_bytes(8, "big", signed=True),
    )


def _check_ledger(entry: Mapping[str, Any], expected: dict[str, object], public_key: bytes) -> None:
    event = entry["event"]
    _agree("the kind of the entry", event["kind"], "in_force")
    held = {key: entry["payload"][key] for key in expected}
    _agree("the entry in the ledger", held, expected)
    told = commitment(bytes.fromhex(entry["salt"]), _canonical(entry["payload"]))
    _agree("the entry in the ledger", event["commitment"], told.hex())
    tip = event_hash(event, bytes.fromhex(event["previous"]))
    _agree("the hash of the entry", event["hash"], tip.hex())
    if entry["head"] is not None:
        _check_chain(event, entry["chain"], entry["head"], tip)
        _check_head(entry["head"], public_key)


def _check_chain(
    event: Mapping[str, Any],
    chain: Iterable[Mapping[str, Any]],
    head: Mapping[str, Any],
    tip: bytes,
) -> None:
    seq = event["seq"]
    for after in chain:
        seq += 1
        _agree("the chain of entries", after["seq"], seq)
        tip = event_hash(after, tip)
    _agree("the head of the ledger", (head["seq"], head["hash"]), (seq, tip.hex()))


def _check_head(head: Mapping[str, Any], public_key: bytes) -> None:
    _agree("the key of the head", head["fingerprint"], sha256(public_key).hexdigest())
    if not ed25519_verifies(public_key, bytes.fromhex(head["signature"]), head_message(head)):
        raise Contradiction(_HEAD_SIGNATURE)


# ---- For a person at a terminal

WORDS: Final = {
    Reason.INTACT: "GENUINE AND INTACT. Not a byte has changed since it was sealed.",
    Reason.NO_KEY_NAMED: (
        "IT FITS TOGETHER, BUT THE ISSUER WAS NOT CHECKED. Anybody can make a file like this with a"
        " key of their own. Name the published key: --key FINGERPRINT"
    ),
    Reason.TOO_LARGE: "NOT READABLE. The file is too large to be a signed copy.",
    Reason.NO_SEAL: (
        "NOT READABLE. There is no seal at its end: it is no signed copy, or its end is missing."
    ),
    Reason.CONTINUED: "CHANGED. Something was added behind the seal.",
    Reason.SEAL_BROKEN: "CHANGED. The seal does not hold for these bytes.",
    Reason.OTHER_KEY: "NOT FROM THIS ISSUER. It is sealed by another key than the one you named.",
    Reason.UNREADABLE: "NOT READABLE. The seal holds, but what is inside is no signed copy.",
    Reason.CONTRADICTION: "CHANGED. The seal holds, but the parts do not belong together:",
}


def in_words(report: Report) -> str:
    """Return the answer for a terminal, in plain lines."""
    lines = [f"{WORDS[report.reason]} {report.detail}".rstrip()]
    if report.public_key:
        lines.append(f"Sealed by the key {fingerprint(report.public_key)}")
    if report.facts is not None:
        lines += _facts_in_words(report.facts)
    # Names are shown as they are written, so nothing in them may steer the terminal.
    return "\n".join(_tame(line) for line in lines)


def _facts_in_words(facts: Facts) -> list[str]:
    signed = [
        f"Signed by {each.typed_name} ({each.role}: {each.name}), {each.signed_at},"
        f" known by: {each.proof}"
        for each in facts.signers
    ]
    return [
        f"Agreement {facts.agreement}, version {facts.version}, of “{facts.program}”",
        f"Document {facts.document_sha256} (SHA-256)",
        *signed,
        f"In force since {facts.in_force_at}; this copy was made {facts.made_at}",
        f"Issued by {facts.issuer}, which alone can say whether it is still in force.",
        f"Entry {facts.event_seq} of the ledger, {facts.event_hash}"
        if facts.event_seq
        else "It was signed before the ledger began.",
    ]


def _tame(line: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)


class _Parser(argparse.ArgumentParser):
    """Says 64 on wrong usage: 2 is an answer about the file."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(64, f"{message}\n")


def _key(text: str) -> str:
    if not re.fullmatch("[0-9a-fA-F]{64}", text):
        message = "a key is 64 hexadecimal digits"
        raise argparse.ArgumentTypeError(message)
    return text.lower()


def read_file(path: Path) -> bytes:
    """Return a file, and no more of it than tells that it is too large; raises `OSError`."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def main(arguments: list[str] | None = None) -> int:
    """Verify the named file, say what it is and return the exit code."""
    parser = _Parser(description="Verify a signed copy of an agreement.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", action="append", default=[], type=_key, metavar="HEX")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        data = read_file(options.file)
    except OSError as error:
        print(f"NOT READABLE. {error.strerror}")
        return Code.MALFORMED
    report = verify(data, options.key)
    print(in_words(report))
    return report.code


if __name__ == "__main__":
    sys.exit(main())
