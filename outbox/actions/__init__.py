"""What others do with the outbox: put a message in, take it back, leave a sign of life."""

from outbox.actions.adopt import adopt_database, join_deployment, release_held
from outbox.actions.enqueue import Draft, UnknownKind, enqueue, enqueue_many
from outbox.actions.fold import fold
from outbox.actions.heartbeat import record_heartbeat
from outbox.actions.supersede import supersede, supersede_about

__all__ = [
    "Draft",
    "UnknownKind",
    "adopt_database",
    "enqueue",
    "enqueue_many",
    "fold",
    "join_deployment",
    "record_heartbeat",
    "release_held",
    "supersede",
    "supersede_about",
]
