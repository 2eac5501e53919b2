"""What every answer page knows: who answers, about which pair, and whether the link was used."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from core.tokens import AnswerToken
from pairings.models import Pairing
from pairings.rules import UNDO_FOR
from reminders.actions import LinkUse
from reminders.actions.answers import NEW_DATE as PLANNED_DATE
from reminders.emails import MET, NEW_DATE, NOT_YET
from reminders.models import UsedLink
from reminders.queries import AnswerContext, answer_context, may_answer, pairing_of, used_link

QUESTIONS = {MET: "met", NOT_YET: "not_yet", NEW_DATE: "new_date"}


class PageRefused(Exception):
    """The link cannot be answered; `response` says so kindly."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__("refused")
        self.response = response


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One request to an answer link, after its checks; shows nothing that was entered."""

    request: HttpRequest
    token: AnswerToken
    person: User
    pairing: Pairing
    used: UsedLink | None
    now: datetime

    @property
    def use(self) -> LinkUse:
        """Who answers through which link."""
        return LinkUse(self.token.nonce, self.person, self.pairing)

    @property
    def is_delegated(self) -> bool:
        """Whether an assistant answers for the mentee."""
        return self.pairing.role_of(self.person) is None

    @property
    def clock(self) -> User:
        """By whose clock dates are read: one's own; an assistant reads the mentee's."""
        return self.pairing.mentee if self.is_delegated else self.person

    @property
    def can_undo(self) -> bool:
        """Whether the answer is younger than ten minutes and not one the partner was told."""
        used = self.used
        if used is None or used.answer == PLANNED_DATE:
            return False
        return self.now - used.at <= UNDO_FOR

    def context(self) -> AnswerContext:
        """Return the dates that the page shows and suggests."""
        return answer_context(self.pairing, self.clock, self.now)

    def show(self, template: str, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render a page of this link."""
        known = {
            "person": self.clock,
            "is_delegated": self.is_delegated,
            "mentee": self.pairing.mentee.first_name,
            "partner": self.pairing.partner_of(self.person).first_name,
            "pairing": self.pairing,
            "used": self.used,
            "can_undo": self.can_undo,
            "question": QUESTIONS.get(self.token.purpose, ""),
            "context": self.context(),
        }
        return render(self.request, f"reminders/{template}.html", known | extra, status=status)


def open_page(request: HttpRequest, token: AnswerToken, now: datetime) -> AnswerPage:
    """Check a link and return its page; raises `PageRefused` with the page that says why not.

    Another person who is signed in is refused; so is everyone once the pair is over.
    """
    pairing = pairing_of(token.subject_uid)
    person = User.objects.active().filter(pk=token.person_id).first()
    if pairing is None or person is None or not may_answer(person, pairing):
        raise PageRefused(render(request, "core/link_broken.html", status=404))
    if request.user.is_authenticated and request.user.pk != person.pk:
        raise PageRefused(render(request, "reminders/wrong_person.html", status=403))
    if not pairing.is_live:
        raise PageRefused(render(request, "reminders/over.html", status=410))
    return AnswerPage(request, token, person, pairing, used_link(token.nonce), now)
