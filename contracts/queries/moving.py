"""What moves beside an agreement in force, for home: in the query that reads its versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from contracts.models import Comment, LastSeen, Version, VersionQuerySet
from contracts.queries.consent import consent_sentence
from contracts.queries.review import held_reviews
from contracts.rules import VersionState
from programs.rules import Role

_MAKING = (VersionState.DRAFT, VersionState.OFFERED)


@dataclass(frozen=True, slots=True)
class Moves:
    """The version in force, the text in the making, and how many words in it are news to whom."""

    in_force: Version | None
    making: Version | None
    new_words: dict[Role, int]
    review_on: date | None

    @property
    def suggestion(self) -> Version | None:
        """A rhythm that waits for an answer."""
        making = self.making
        is_waiting = making is not None and making.state == VersionState.OFFERED
        return making if making is not None and is_waiting and making.is_rhythm else None

    @property
    def consent(self) -> str:
        """What a yes to the suggestion signs, word for word; empty without one."""
        return consent_sentence(self.suggestion) if self.suggestion else ""

    @property
    def beside(self) -> Version | None:
        """A text in the making beside one in force that is more than a rhythm."""
        return self.making if self.in_force and not self.suggestion else None

    def review_waits(self, today: date) -> bool:
        """Say whether the pair is to look at its agreement; `today` is the mentee's."""
        return self.review_on is not None and self.review_on <= today


def with_moves(versions: VersionQuerySet) -> VersionQuerySet:
    """Add to versions what `moves_of` reads."""
    return versions.annotate(
        kept_at=Subquery(held_reviews().values("reviewed_at")[:1]),
        **{f"{role}_new_words": _words_new_to(role) for role in Role},
    )


def _words_new_to(role: Role) -> Coalesce:
    seen = LastSeen.objects.filter(
        contract=OuterRef("version__contract"), role=role, seen_at__gte=OuterRef("written_at")
    )
    words = Comment.objects.filter(version__contract=OuterRef("contract")).exclude(role=role)
    new = words.exclude(Exists(seen)).order_by().values("version__contract")
    return Coalesce(Subquery(new.annotate(count=Count("pk")).values("count")), 0)


def moves_of(versions: Iterable[Version]) -> Moves:
    """Return what moves, of versions that were read `with_moves`."""
    found = {version.state: version for version in versions}
    in_force = found.get(VersionState.IN_FORCE)
    making = next((found[state] for state in _MAKING if state in found), None)
    waits = in_force is not None and vars(in_force)["kept_at"] is None
    return Moves(
        in_force=in_force,
        making=making,
        new_words={role: vars(making)[f"{role}_new_words"] if making else 0 for role in Role},
        review_on=in_force.review_on if in_force is not None and waits else None,
    )
