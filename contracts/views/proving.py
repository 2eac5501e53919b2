"""What the sign-in of a session proves about who signs."""

from allauth.account.authentication import get_authentication_records

from accounts.requests import PersonRequest
from contracts.rules.proof import Evidence, known_proof
from core import clock


def evidence_of(request: PersonRequest) -> Evidence | None:
    """Read what this session's sign-in proves from allauth's records of it."""
    records = get_authentication_records(request, request.user)
    known = (_on_our_clock(record) for record in records if isinstance(record, dict))
    return known_proof(known, clock.now())


def _on_our_clock(record: dict[str, object]) -> dict[str, object]:
    """Sessions record sign-ins by the real clock, which a demo may have moved on from."""
    at = record.get("at")
    if not isinstance(at, int | float):
        return record
    return record | {"at": at + clock.shift().total_seconds()}
