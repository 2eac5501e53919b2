"""Sentences to start a goal from, those near what a person chose at enrollment first."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.starters import Starter, Topic, other_topics, topics_named
from pairings.models import Pairing
from programs.rules import Role

_NEAR_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class ShelfTopic:
    """A topic with the starters of one side."""

    topic: Topic
    starters: Sequence[Starter]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Starters for one side: the near topics, and all others."""

    near: Sequence[ShelfTopic]
    others: Sequence[ShelfTopic]


def shelf_of(pairing: Pairing, role: Role) -> Shelf:
    """Return the starters of a side: near are their own topics, else those of the program.

    Two queries at most. Without a topic that the collection knows, the general ones are near.
    """
    place = pairing.mentor_enrollment if role == Role.MENTOR else pairing.mentee_enrollment
    near = topics_named(place.topics.order_by("pk").values_list("name", flat=True))
    if not near:
        near = topics_named(pairing.program.topics.order_by("pk").values_list("name", flat=True))
    near = near[:_NEAR_AT_MOST] or other_topics(())[-1:]
    return Shelf(_of_side(near, role), _of_side(other_topics(near), role))


def _of_side(topics: Sequence[Topic], role: Role) -> list[ShelfTopic]:
    return [ShelfTopic(topic, topic.of(role)) for topic in topics]
