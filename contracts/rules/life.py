"""The life of a version of an agreement as data, and the limits of its text."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from core.states import StateTable, Step

OFFER_LASTS: Final = timedelta(days=30)
KNOWN_PROOF_LASTS: Final = timedelta(hours=12)
CODE_LASTS: Final = timedelta(minutes=15)
CODE_TRIES: Final = 5
GOALS_AT_MOST: Final = 3
FIRST_DATES_AT_MOST: Final = 3
WORDS_AT_MOST: Final = 250
GOAL_LENGTH: Final = 280
LINE_LENGTH: Final = 200
COMMENT_LENGTH: Final = 500
NAME_LENGTH: Final = 150
MINUTES_AT_LEAST: Final = 15
MINUTES_AT_MOST: Final = 480


class VersionState(StrEnum):
    """Where a version is in its life."""

    DRAFT = "draft"
    OFFERED = "offered"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DROPPED = "dropped"


class VersionKind(StrEnum):
    """What a version may change against the one in force."""

    WHOLE = "whole"
    RHYTHM = "rhythm"


class Channel(StrEnum):
    """Where a pair meets: a fixed list, because a typed place or link is the pair's words."""

    VIDEO = "video"
    PHONE = "phone"
    OFFICE = "office"
    COFFEE = "coffee"


class Proof(StrEnum):
    """How a signer is known to be themselves; what cannot be known is recorded as unknown."""

    PASSKEY = "passkey"
    TOTP = "totp"
    PASSWORD = "password"  # noqa: S105 -- the name of a kind of proof
    SSO = "sso"
    MAILED_CODE = "mailed_code"
    UNKNOWN = "unknown"


_V = VersionState
VERSION_LIFE: Final = StateTable(
    "Version of an agreement",
    (
        Step("write", ("",), _V.DRAFT, "pair"),
        Step("offer", (_V.DRAFT,), _V.OFFERED, "partner"),
        Step("drop", (_V.DRAFT,), _V.DROPPED, "partner, beside a version in force"),
        Step("send back", (_V.OFFERED,), _V.SENT_BACK, "the other partner"),
        Step("withdraw", (_V.OFFERED,), _V.WITHDRAWN, "who offered"),
        Step("expire", (_V.OFFERED,), _V.EXPIRED, "time, 30 days"),
        Step("sign", (_V.OFFERED,), _V.IN_FORCE, "both partners"),
        Step("supersede", (_V.IN_FORCE,), _V.SUPERSEDED, "the next version in force"),
        Step("end", (_V.DRAFT, _V.OFFERED, _V.IN_FORCE), _V.ENDED, "end of the pair"),
    ),
)
