"""The demo's mail: caught on this machine, one file each, read for the pages under /dev/mail/."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path
from uuid import uuid4

from django.conf import settings

PAGE_SIZE = 50
_NAME = re.compile(r"\d{10}-[0-9a-f]{32}")
_SHOWN = ("From", "To", "Subject", "Date", "List-Unsubscribe", "List-Unsubscribe-Post")
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One mail as it arrived; an empty part is one that the mail does not have."""

    name: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str

    def header(self, name: str) -> str:
        """Return a header, empty when the mail does not have it."""
        return dict(self.headers).get(name, "")

    @property
    def subject(self) -> str:
        """The subject, for a page's title."""
        return self.header("Subject")

    @property
    def recipient(self) -> str:
        """Whom it is for."""
        return self.header("To")

    @property
    def sent(self) -> str:
        """The date that the mail says."""
        return self.header("Date")


def mail_folder() -> Path:
    """Return where caught mail lies."""
    return Path(settings.DATA_DIR) / "mail"


def keep_mail(content: bytes) -> str:
    """Store a mail under a name that sorts by arrival; a reader sees it whole or not at all."""
    folder = mail_folder()
    folder.mkdir(parents=True, exist_ok=True)
    newest = max(_names(folder), default="0")
    name = f"{int(newest.partition('-')[0]) + 1:010d}-{uuid4().hex}"
    draft = folder / f".{name}"
    draft.write_bytes(content)
    draft.replace(folder / f"{name}.eml")
    return name


def list_mail(*, before: str = "", limit: int = PAGE_SIZE) -> list[CaughtMail]:
    """Return the newest mails first, those that arrived before `before` if it is given."""
    names = sorted(_names(mail_folder()), reverse=True)
    wanted = [name for name in names if not before or name < before]
    return [mail for name in wanted[:limit] if (mail := read_mail(name))]


def read_mail(name: str) -> CaughtMail | None:
    """Return one mail, or None for a name that is none of ours or has gone."""
    if not _NAME.fullmatch(name):
        return None
    try:
        content = (mail_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=default)
    return CaughtMail(
        name=name,
        headers=tuple((key, str(message[key])) for key in _SHOWN if key in message),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def html_in_a_frame(mail: CaughtMail) -> str:
    """Return the HTML part so that its links open in the whole window, not in the frame."""
    base = '<base target="_top">'
    found = _HEAD.search(mail.html)
    at = found.end() if found else 0
    return mail.html[:at] + base + mail.html[at:]


def _names(folder: Path) -> Iterable[str]:
    return (path.stem for path in folder.glob("*.eml") if _NAME.fullmatch(path.stem))


def _part(message: Message, kind: str) -> str:
    body = message.get_body((kind,)) if isinstance(message, EmailMessage) else None
    if body is None:
        return ""
    payload = body.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
