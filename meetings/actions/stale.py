"""Words of the two are never saved over what the other wrote meanwhile."""

from django.utils.functional import Promise

from core.errors import Stale
from meetings.models import AgendaItem, Note


class StaleWords(Stale):
    """The partner changed it meanwhile; `stored` is what it says now."""

    def __init__(self, code: str, message: str | Promise, stored: AgendaItem | Note) -> None:
        super().__init__(code, message)
        self.stored = stored
