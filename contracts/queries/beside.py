"""Two texts of one pair side by side: the one in force, and the one in the making."""

from dataclasses import dataclass

from contracts.models import Contract, Version
from contracts.rules import VersionKind, VersionState

_OPEN = (VersionState.DRAFT, VersionState.OFFERED, VersionState.IN_FORCE)


def in_force_of(contract: Contract) -> Version | None:
    """Return the version that counts now."""
    return (
        Version.objects.with_pair().filter(contract=contract, state=VersionState.IN_FORCE).first()
    )


def base_of(version: Version) -> Version | None:
    """Return the version that counted when this one was written; None for the first of a pair."""
    before = Version.objects.with_pair().ever_in_force().filter(contract=version.contract_id)
    return before.filter(number__lt=version.number).order_by("-number").first()


def suggested_rhythm(contract: Contract, shown_sha256: str) -> Version | None:
    """Return the suggestion of a rhythm with this fingerprint, whatever became of it."""
    rhythms = Version.objects.with_pair().filter(contract=contract, kind=VersionKind.RHYTHM)
    return rhythms.exclude(document=None).filter(document_sha256=shown_sha256).first()


@dataclass(frozen=True, slots=True)
class Family:
    """A version among the others of its contract, the latest first."""

    version: Version
    others: tuple[Version, ...]

    @property
    def base(self) -> Version | None:
        """What counted when this was written; see `base_of`."""
        number = self.version.number
        return next((v for v in self.others if v.in_force_at and v.number < number), None)

    @property
    def sent_back(self) -> Version | None:
        """The version right before, when it came back with a comment."""
        before = (v for v in self.others if v.number == self.version.number - 1)
        return next((v for v in before if v.state == VersionState.SENT_BACK), None)

    @property
    def beside(self) -> Version | None:
        """The version in force beside one in the making, or the other way round."""
        if self.version.state not in _OPEN:
            return None
        return next((v for v in self.others if v.state in _OPEN), None)

    @property
    def earlier(self) -> list[Version]:
        """The others that were sent once."""
        return [version for version in self.others if version.document]


def family_of(version: Version) -> Family:
    """Read all versions of a contract in one query."""
    others = Version.objects.filter(contract=version.contract_id).exclude(pk=version.pk)
    return Family(version, tuple(others.order_by("-number")))
