"""What the two agreed, as their own page shows it: read from the signed bytes, in two queries."""

from dataclasses import dataclass
from datetime import datetime

from contracts.models import Version
from contracts.queries.reading import SignedText, text_of
from contracts.rules import Channel, VersionState
from meetings.queries import MeetingDefaults
from pairings.models import Pairing
from programs.rules import Role

_SHOWN = (
    VersionState.DRAFT,
    VersionState.OFFERED,
    VersionState.IN_FORCE,
    VersionState.ENDED,
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far the agreement is, and its text once both signed. `signed_at` is by side."""

    state: str
    text: SignedText | None
    signed_at: dict[Role, datetime]
    offered_by_id: int | None
    usual: MeetingDefaults

    @property
    def is_in_force(self) -> bool:
        """Whether both have signed."""
        return self.state == VersionState.IN_FORCE

    @property
    def is_offered(self) -> bool:
        """Whether it waits for signatures."""
        return self.state == VersionState.OFFERED


def agreed_by(pairing: Pairing) -> Agreed:
    """Return what stands between the two; the version in force outweighs a draft beside it."""
    versions = list(
        Version.objects.filter(contract__pairing=pairing, state__in=_SHOWN)
        .prefetch_related("signatures")
        .order_by("number")
    )
    standing = next((v for v in reversed(versions) if v.in_force_at), None) or (
        versions[-1] if versions else None
    )
    if standing is None:
        return Agreed("", None, {}, None, MeetingDefaults(pairing.program.minutes, Channel.VIDEO))
    return Agreed(
        state=standing.state,
        text=text_of(standing) if standing.in_force_at else None,
        signed_at={Role(s.role): s.signed_at for s in standing.signatures.all()},
        offered_by_id=standing.offered_by_id,
        usual=MeetingDefaults(standing.minutes, standing.channel),
    )
