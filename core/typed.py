"""What was typed while the sign-in ran out: kept for half an hour, for who typed it alone.

The fields wait encrypted in the browser's session. Who typed is known by a mark that the browser
got at that person's last page: somebody else who signs in there gets nothing to see.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Final
from uuid import UUID, uuid4

from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import salted_hmac

from core.sealing import seal, unseal

COOKIE: Final = "typist"
KEPT_FOR: Final = timedelta(minutes=30)
AT_MOST_BYTES: Final = 64 * 1024
AT_MOST_FORMS: Final = 3
FIELD: Final = "typed_uid"
_PURPOSE = "typed"
_SESSION = "typed"
# Never kept, whatever the form: what opens an account.
_NOT_KEPT = {"csrfmiddlewaretoken", "code", "otp", "token", FIELD}

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was sent without a sign-in: where to, from which page, and its fields."""

    path: str
    page: str
    typist: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    expires_at: datetime

    @property
    def words(self) -> list[str]:
        """What looks written by hand: shown, so that a person knows it again."""
        shown = (value.strip() for name, value in self.fields if name != "next")
        return list(dict.fromkeys(value for value in shown if " " in value and value[0] != "{"))


def asks_again(view: View) -> View:
    """Mark a view whose form is read anew each time, such as a signature: it is never kept."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    vars(marked)["asks_again"] = True
    return marked


def mark_of(person_id: object) -> str:
    """Return how a browser remembers who used it last; it tells nobody else anything."""
    return salted_hmac("viceversa.typist", str(person_id)).hexdigest()[:32]


def keep(request: HttpRequest, typist: str, now: datetime) -> UUID | None:
    """Keep what a POST holds; None when it is more than 64 KB. The oldest of four is let go."""
    fields = tuple(_fields(request.POST))
    if len(json.dumps(fields).encode()) > AT_MOST_BYTES:
        return None
    uid = uuid4()
    kept = {
        "path": request.get_full_path(),
        "page": _page_of(request),
        "typist": typist,
        "fields": fields,
        "had_files": bool(request.FILES),
        "expires_at": int((now + KEPT_FOR).timestamp()),
    }
    others = list(request.session.get(_SESSION, {}).items())[1 - AT_MOST_FORMS :]
    request.session[_SESSION] = dict(others) | {uid.hex: seal(kept, _PURPOSE).decode()}
    return uid


def recall(request: HttpRequest, uid: UUID, typist: str, now: datetime) -> Typed | None:
    """Return what was kept, to who typed it, within the half hour."""
    sealed = request.session.get(_SESSION, {}).get(uid.hex)
    typed = _read(sealed) if sealed else None
    if typed is None or now >= typed.expires_at:
        return None
    return typed if hmac.compare_digest(typed.typist, typist) else None


def forget(request: HttpRequest, text: str) -> None:
    """Let go of what was kept under an id; of any other text, nothing."""
    kept = request.session.get(_SESSION, {})
    if kept.pop(text.replace("-", ""), None) is not None:
        request.session[_SESSION] = kept


def _fields(posted: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in posted.lists()
        for value in values
        if name not in _NOT_KEPT and "password" not in name and "secret" not in name
    ]


def _page_of(request: HttpRequest) -> str:
    """Return the page the form stood on, if it is one of ours."""
    referrer = request.headers.get("Referer", "")
    start = f"{request.scheme}://{request.get_host()}/"
    return referrer.removeprefix(start[:-1]) if referrer.startswith(start) else ""


def _read(sealed: str) -> Typed | None:
    try:
        kept: Mapping[str, Any] = unseal(sealed.encode(), _PURPOSE)
    except InvalidToken:
        return None
    return Typed(
        path=kept["path"],
        page=kept["page"],
        typist=kept["typist"],
        fields=tuple((name, value) for name, value in kept["fields"]),
        had_files=kept["had_files"],
        expires_at=datetime.fromtimestamp(kept["expires_at"], UTC),
    )
