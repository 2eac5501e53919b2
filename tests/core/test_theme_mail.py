"""Every mail: one question, few buttons, nothing loaded, a text part that stands alone."""

import re

from core.mail import Link, MailContent, render_mail

CONTENT = MailContent(
    subject="Your conversation with Tom",
    heading="Did you & Tom meet?",
    preheader="One tap answers it.",
    paragraphs=("The next one was due on Wednesday.",),
    buttons=(
        Link("We met", "https://vv.example/a/1/?x=1&y=2"),
        Link("Not yet", "https://vv.example/a/2/"),
        Link("We have a new date", "https://vv.example/a/3/"),
    ),
    lines=(Link("Your conversation with Ana", "https://vv.example/pairs/4/"),),
    footer_reason="You get this because you mentor Tom.",
    stop_url="https://vv.example/a/5/",
)


def test_the_first_button_is_filled_and_the_others_are_not() -> None:
    html = render_mail(CONTENT).html

    filled = re.findall(r'class="button button-primary"[^>]*><a[^>]*>([^<]+)<', html)
    outlined = re.findall(r'class="button"[^>]*><a[^>]*>([^<]+)<', html)
    assert filled == ["We met"]
    assert outlined == ["Not yet", "We have a new date"]


def test_styles_are_inlined_and_dark_programs_get_dark_colors() -> None:
    html = render_mail(CONTENT).html

    assert re.search(r'<h1 style="[^"]*font-size: 30px', html)
    assert "prefers-color-scheme" in html
    assert 'name="color-scheme" content="light dark"' in html


def test_nothing_is_loaded_and_the_whole_is_small() -> None:
    html = render_mail(CONTENT).html

    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import", html)
    assert len(html.encode()) <= 20 * 1024


def test_words_are_escaped_in_html_and_plain_in_text() -> None:
    mail = render_mail(CONTENT)

    assert "Did you &amp; Tom meet?" in mail.html
    assert "Did you & Tom meet?" in mail.text


def test_the_text_part_holds_every_address_as_it_is() -> None:
    links = [*CONTENT.buttons, *CONTENT.lines, Link("Stop these reminders", CONTENT.stop_url)]

    text = render_mail(CONTENT).text

    assert [link for link in links if link.url not in text or link.label not in text] == []
    assert CONTENT.footer_reason in text


def test_a_mail_without_buttons_has_no_empty_pieces() -> None:
    mail = render_mail(MailContent(subject="Hello", heading="Hello", footer_reason="Because."))

    assert 'class="buttons"' not in mail.html
    assert 'class="lines"' not in mail.html
    assert 'class="preheader"' not in mail.html
    assert "\n\n\n" not in mail.text
