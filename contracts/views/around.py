"""What stands around a text on every page of it: the other version, changes, words, the review."""

from datetime import datetime

from contracts.forms import RhythmForm, WordForm
from contracts.queries.beside import family_of
from contracts.queries.changes import changes_of, changes_since_seen
from contracts.queries.comments import comments_beside
from contracts.queries.consent import consent_sentence
from contracts.queries.review import is_review_due, review_of
from contracts.rules import VersionState
from contracts.views.fetching import Standing

_OPEN = (VersionState.DRAFT, VersionState.OFFERED)


def around(standing: Standing, now: datetime) -> dict[str, object]:
    """Return what a page of this version shows beside its text."""
    version, names = standing.version, standing.first_names
    family = family_of(version)
    changes = changes_of(family, names)
    is_draft = version.state == VersionState.DRAFT
    news = changes_since_seen(version, standing.role, names) if is_draft else None
    is_open = version.state in _OPEN and standing.contract.pairing.is_live
    return {
        "beside": family.beside,
        "sent_back": family.sent_back if is_draft else None,
        "earlier": family.earlier,
        "changes": changes,
        "news": [news] if news else [],
        "comments": comments_beside(family),
        "can_comment": is_open and not version.is_rhythm,
        "word_form": WordForm(name=names[standing.other_role]),
        **_in_force(standing, now),
        **_suggestion(standing),
    }


def _in_force(standing: Standing, now: datetime) -> dict[str, object]:
    version = standing.version
    if version.state != VersionState.IN_FORCE:
        return {}
    return {
        "review": review_of(version),
        "is_review_due": is_review_due(version, now),
        "rhythm_form": RhythmForm(initial=rhythm_of(standing), auto_id="id_rhythm_%s"),
    }


def rhythm_of(standing: Standing) -> dict[str, object]:
    """Return what the form of another rhythm starts with."""
    version = standing.version
    return {
        "cadence": version.cadence,
        "minutes": version.minutes,
        "shown_sha256": version.document_sha256,
    }


def _suggestion(standing: Standing) -> dict[str, object]:
    version = standing.version
    if not version.is_rhythm or version.state != VersionState.OFFERED:
        return {}
    return {"consent": consent_sentence(version)}
