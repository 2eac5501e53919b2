from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from outbox.caught import keep_mail, list_mail, mail_folder, read_mail

LIST = "/dev/mail/"


@pytest.fixture(autouse=True)
def demo(settings: Settings, db: None) -> None:
    settings.DEMO = True


def _mail(subject: str, html: str = "<html><head></head><body><p>Hi</p></body></html>") -> str:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Viceversa <viceversa@localhost>"
    message["To"] = "priya@example.org"
    message.set_content("Hi in plain words, see https://example.org/a/1/")
    message.add_alternative(html, subtype="html")
    return keep_mail(message.as_bytes())


def test_the_newest_mail_is_listed_first(client: Client) -> None:
    for subject in ("Oldest", "Middle", "Newest"):
        _mail(subject)
    page = client.get(LIST).content.decode()
    assert page.index("Newest") < page.index("Middle") < page.index("Oldest")


def test_an_empty_list_says_so(client: Client) -> None:
    assert "No mail yet" in client.get(LIST).content.decode()


def test_older_mail_is_a_link_away(client: Client) -> None:
    for number in range(52):
        _mail(f"Mail {number:02}")
    first = client.get(LIST)
    assert "Mail 51" in first.content.decode()
    assert "Mail 01" not in first.content.decode()
    older = client.get(str(first.context["older_url"]))
    assert "Mail 01" in older.content.decode()
    assert "Mail 02" not in older.content.decode()
    assert older.context["older_url"] == ""


def test_a_mail_shows_headers_and_text_and_frames_its_html(client: Client) -> None:
    name = _mail("Grüße")
    response = client.get(reverse("outbox:show-mail", kwargs={"name": name}))
    page = response.content.decode()
    assert "Grüße" in page
    assert "priya@example.org" in page
    assert "Hi in plain words" in page
    assert f'src="{reverse("outbox:show-html", kwargs={"name": name})}"' in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_framed_html_may_style_itself_and_nothing_else(client: Client) -> None:
    name = _mail("Styled", '<html><head></head><body style="color: red">Hi</body></html>')
    response = client.get(reverse("outbox:show-html", kwargs={"name": name}))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_links_of_the_framed_html_leave_the_frame(client: Client) -> None:
    name = _mail("Links")
    page = client.get(reverse("outbox:show-html", kwargs={"name": name})).content.decode()
    assert '<head><base target="_top"></head>' in page


@pytest.mark.parametrize("path", ["", "{name}/", "{name}/html/"])
@pytest.mark.parametrize(
    "circumstance", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}]
)
def test_elsewhere_there_is_no_such_page(
    client: Client, path: str, circumstance: dict[str, str]
) -> None:
    url = LIST + path.format(name=_mail("Secret subject"))
    here = client.get(url)
    there = client.get(url, headers=None, **circumstance)  # type: ignore[arg-type]  # WSGI variables
    assert (here.status_code, there.status_code) == (200, 404)
    assert "Secret subject" not in there.content.decode()


@pytest.mark.parametrize("path", ["", "{name}/", "{name}/html/"])
def test_outside_of_a_demo_there_is_no_such_page(
    client: Client, path: str, settings: Settings
) -> None:
    settings.DEMO = False
    response = client.get(LIST + path.format(name=_mail("Secret subject")))
    assert response.status_code == 404
    assert "Secret subject" not in response.content.decode()


@pytest.mark.parametrize(
    "name", ["..%2f..%2finstance_id", "instance_id", "0000000001", "a" * 300, "%2e%2e"]
)
def test_no_other_file_can_be_read(client: Client, name: str) -> None:
    mail_folder().mkdir(parents=True)
    (mail_folder() / "instance_id.eml").write_text("Subject: not a mail\n\nprivate")
    response = client.get(f"{LIST}{name}/")
    assert response.status_code == 404
    assert "private" not in response.content.decode()


def test_a_mail_half_written_is_not_listed() -> None:
    name = _mail("Whole")
    (mail_folder() / f".{name}").write_text("Subject: half")
    (mail_folder() / "0000000009-part.eml").write_text("Subject: half")
    assert [mail.subject for mail in list_mail()] == ["Whole"]


def test_a_mail_without_html_is_read() -> None:
    name = keep_mail(b"Subject: plain\r\nTo: a@example.org\r\n\r\nwords\r\n")
    mail = read_mail(name)
    assert mail is not None
    assert (mail.subject, mail.text.strip(), mail.html) == ("plain", "words", "")


def test_bytes_that_are_no_mail_are_shown_anyway(client: Client) -> None:
    name = keep_mail(b"\xff\xfe\x00 not a mail")
    response = client.get(reverse("outbox:show-mail", kwargs={"name": name}))
    assert "(no subject)" in response.content.decode()
