"""The words beside a text in the making, for the two alone."""

from contracts.models import Comment
from contracts.queries.beside import Family
from contracts.rules import VersionState

_OPEN = (VersionState.DRAFT, VersionState.OFFERED)


def comments_beside(family: Family) -> list[Comment]:
    """Return the words since the last version that counted; of a closed one its own alone."""
    version, base = family.version, family.base
    comments = Comment.objects.filter(version__contract=version.contract_id)
    if version.state not in _OPEN:
        comments = comments.filter(version=version)
    elif base is not None:
        comments = comments.filter(version__number__gt=base.number)
    in_order = comments.select_related("author", "version").order_by("written_at", "id")
    return list(in_order)
