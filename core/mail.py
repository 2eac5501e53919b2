"""What a mail is made of, and how its text and HTML parts are rendered from one description."""

from dataclasses import dataclass, field

import css_inline
from django.template.loader import render_to_string
from django.utils.translation import override


@dataclass(frozen=True, slots=True)
class Link:
    """A label and an absolute address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class MailContent:
    """One question, at most three buttons, at most 75 words of body, and why the person gets it."""

    subject: str
    heading: str
    footer_reason: str
    preheader: str = ""
    paragraphs: tuple[str, ...] = ()
    buttons: tuple[Link, ...] = ()
    lines: tuple[Link, ...] = ()
    footer_links: tuple[Link, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Mail:
    """A rendered mail, ready to be put into an envelope. The subject is one line."""

    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def render_mail(content: MailContent) -> Mail:
    """Render both parts in the recipient's language."""
    context = {
        "subject": content.subject,
        "heading": content.heading,
        "preheader": content.preheader,
        "paragraphs": content.paragraphs,
        "buttons": content.buttons,
        "lines": content.lines,
        "footer_reason": content.footer_reason,
        "footer_links": content.footer_links,
        "language": content.language,
    }
    with override(content.language):
        text = render_to_string("core/email/message.txt", context)
        html = render_to_string("core/email/message.html", context)
    return Mail(
        subject=" ".join(content.subject.split()),
        text=text,
        html=_inliner.inline(html),
        headers=dict(content.headers),
    )
