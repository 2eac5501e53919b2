"""A word to the partner beside a text in the making; it is no part of the text, and in no mail."""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import User
from contracts.actions.locking import lock_version
from contracts.actions.refusals import (
    character_refused,
    comment_too_long,
    nothing_in_the_making,
    only_its_writer,
    too_many_comments,
    word_blank,
)
from contracts.actions.seeing import remember
from contracts.models import Comment, Version
from contracts.rules import COMMENT_LENGTH, VersionState
from contracts.rules.text import is_blank, tidy_lines
from core import audit
from core.canonical import RefusedCharacter

AT_MOST: Final = 30
_OPEN = (VersionState.DRAFT, VersionState.OFFERED)


def add_comment(*, version: Version, by: User, text: str, now: datetime) -> Comment:
    """Leave a word of at most 500 characters; the same word twice in a row stands there once."""
    kept = _kept(text)
    with transaction.atomic():
        locked = lock_version(version, by=by)
        if locked.version.state not in _OPEN:
            raise nothing_in_the_making()
        standing = list(locked.version.comments.order_by("written_at", "id"))
        if standing and (standing[-1].author_id, standing[-1].text) == (by.pk, kept):
            return standing[-1]
        if len(standing) >= AT_MOST:
            raise too_many_comments(AT_MOST)
        comment = Comment.objects.create(
            version=locked.version, author=by, role=locked.role, text=kept, written_at=now
        )
        # Who writes beside a text has the other words there before their eyes.
        remember(locked.version, locked.role, now=now, pieces=())
        facts = {"version": locked.version.number}
        audit.record("comment on agreement", locked.contract.subject, by=by, now=now, facts=facts)
        return comment


def _kept(text: str) -> str:
    try:
        kept = tidy_lines(text)
    except RefusedCharacter as error:
        raise character_refused(error) from error
    if is_blank(kept):
        raise word_blank()
    if len(kept) > COMMENT_LENGTH:
        raise comment_too_long(COMMENT_LENGTH)
    return kept


def delete_comment(*, comment: Comment, by: User, now: datetime) -> None:
    """Delete one’s own word, also after signing or the end of the pair; again is harmless."""
    if comment.author_id != by.pk:
        raise only_its_writer()
    with transaction.atomic():
        if Comment.objects.filter(pk=comment.pk).delete()[0]:
            contract = comment.version.contract
            audit.record("delete comment", contract.subject, by=by, now=now)
