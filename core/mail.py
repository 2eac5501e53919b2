"""What a mail is made of, and how its text and HTML parts are rendered from one description."""

from dataclasses import dataclass, field

import css_inline
from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True)
class Link:
    """A label and an absolute address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MailContent:
    """One question, at most three buttons, at most 75 words of body, and why the person gets it.

    `stop_url` ends mails of this kind, in the footer and for mail programs; it takes one POST.
    """

    subject: str
    heading: str
    footer_reason: str
    preheader: str = ""
    paragraphs: tuple[str, ...] = ()
    buttons: tuple[Link, ...] = ()
    lines: tuple[Link, ...] = ()
    stop_url: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered mail, ready to be put into an envelope. The subject is one line."""

    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def render_mail(content: MailContent) -> Mail:
    """Render both parts in the language that is active: that in which the words were found."""
    context = {
        "subject": content.subject,
        "heading": content.heading,
        "preheader": content.preheader,
        "paragraphs": content.paragraphs,
        "buttons": content.buttons,
        "lines": content.lines,
        "footer_reason": content.footer_reason,
        "stop_url": content.stop_url,
    }
    return Mail(
        subject=" ".join(content.subject.split()),
        text=render_to_string("core/email/message.txt", context),
        html=_inliner.inline(render_to_string("core/email/message.html", context)),
        headers=_one_click(content.stop_url) if content.stop_url else {},
    )


def _one_click(stop_url: str) -> dict[str, str]:
    """Return the headers of RFC 8058, which let a mail program stop such mails with one POST."""
    return {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
