"""Refusals: an act that may not happen says why, in a sentence for the person who asked."""

from typing import ClassVar

from django.utils.functional import Promise


class Refusal(Exception):
    """An act was refused. `code` is for tests and APIs, the message is for people.

    `status` is the HTTP status of a page that can only say the sentence.
    """

    status: ClassVar[int] = 409

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message


class Forbidden(Refusal):
    """The actor may see the object but not do this."""

    status = 403


class Stale(Refusal):
    """Somebody else changed it meanwhile."""

    status = 409
