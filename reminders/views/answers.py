"""*We met · not yet · we have a new date*, answered from the mail in two taps.

GET shows the question with one button and writes nothing, whoever fetches it; POST writes.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from core import clock
from core.days import HORIZON
from core.errors import Refusal
from core.tokens import AnswerToken
from lifecycle.actions import pause_pair
from reminders.actions import answer_met, answer_new_date, plan_next, say_not_yet, undo_answer
from reminders.emails import MET, NEW_DATE, NOT_YET
from reminders.forms import MetForm, NewDateForm, PauseForm
from reminders.views.page import AnswerPage, PageRefused, open_page

UNPROCESSABLE = 422


def answer_nudge(request: HttpRequest, token: AnswerToken) -> HttpResponse:
    """Serve the page of a link in the language and zone of the person it was sent to.

    An assistant reads the clock of the mentee for whom they plan.
    """
    try:
        page = open_page(request, token, clock.now())
    except PageRefused as refused:
        return refused.response
    with (
        translation.override(page.person.interface_language),
        timezone.override(page.clock.zone),
    ):
        return _post(page) if request.method == "POST" else _get(page)


def _get(page: AnswerPage) -> HttpResponse:
    if page.used is not None:
        return _show_done(page)
    return _show_question(page)


def _post(page: AnswerPage) -> HttpResponse:
    acts = _ACTS_AFTER if page.used is not None else _ACTS
    act = acts.get(page.request.POST.get("act", page.token.purpose))
    if act is None or (act is _pause and page.is_delegated):
        return _get(page)
    try:
        return act(page)
    except Refusal as refusal:
        show = _show_done if page.used is not None else _show_question
        return show(page, refusal=refusal, status=refusal.status)


def _again(page: AnswerPage) -> HttpResponse:
    return HttpResponseRedirect(page.request.path)


def _met_form(page: AnswerPage) -> MetForm:
    return MetForm(page.request.POST or None, initial={"on": page.context().usual_day})


def _date_form(page: AnswerPage) -> NewDateForm:
    at = _suggested(page.request.GET.get("at", "")) or page.context().first_suggestion
    local = at.astimezone(page.clock.zone) if at else None
    initial = {"day": local.date(), "time": local.time()} if local else {}
    return NewDateForm(page.request.POST or None, person=page.clock, initial=initial)


def _suggested(text: str) -> datetime | None:
    """Read the time that a button of the mail proposes; anything else is nothing."""
    try:
        return _in_reach(datetime.strptime(f"{text}+0000", "%Y%m%dT%H%M%z"))
    except ValueError:
        return None


def _in_reach(found: datetime) -> datetime | None:
    """Refuse the first and the last years: they do not exist in every time zone."""
    return found if found.year > 1 and found.date() < HORIZON else None


def _show_question(
    page: AnswerPage, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    forms = {MET: _met_form, NEW_DATE: _date_form}
    make = forms.get(page.token.purpose)
    form = make(page) if make else None
    return page.show("question", status=status, form=form, refusal=refusal)


def _show_done(
    page: AnswerPage, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    return page.show(
        "done",
        status=status,
        refusal=refusal,
        date_form=NewDateForm(_posted(page, "plan"), person=page.clock),
        pause_form=PauseForm(_posted(page, "pause")),
    )


def _posted(page: AnswerPage, act: str) -> dict[str, str] | None:
    is_this = page.request.POST.get("act") == act
    return page.request.POST.dict() if is_this else None


def _met(page: AnswerPage) -> HttpResponse:
    form = _met_form(page)
    if not form.is_valid():
        return page.show("question", status=UNPROCESSABLE, form=form)
    answer_met(use=page.use, on=form.cleaned_data["on"], now=page.now)
    return _again(page)


def _not_yet(page: AnswerPage) -> HttpResponse:
    say_not_yet(use=page.use, now=page.now)
    return _again(page)


def _new_date(page: AnswerPage) -> HttpResponse:
    form = _date_form(page)
    if not form.is_valid():
        return page.show("question", status=UNPROCESSABLE, form=form)
    answer_new_date(use=page.use, starts_at=form.cleaned_data["starts_at"], now=page.now)
    return _again(page)


def _undo(page: AnswerPage) -> HttpResponse:
    if page.used is not None:
        undo_answer(used=page.used, now=page.now)
    return _again(page)


def _plan(page: AnswerPage) -> HttpResponse:
    """Take a suggested time (one tap), else what was typed."""
    starts_at = _picked(page)
    if page.used is None or starts_at is None:
        return _show_done(page, status=UNPROCESSABLE)
    plan_next(used=page.used, starts_at=starts_at, now=page.now)
    return _again(page)


def _picked(page: AnswerPage) -> datetime | None:
    tapped = page.request.POST.get("at")
    if tapped is not None:
        return _aware(tapped)
    form = NewDateForm(page.request.POST, person=page.clock)
    return form.cleaned_data["starts_at"] if form.is_valid() else None


def _aware(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return _in_reach(found) if found is not None and found.tzinfo is not None else None


def _pause(page: AnswerPage) -> HttpResponse:
    form = PauseForm(page.request.POST)
    if not form.is_valid():
        return _show_done(page, status=UNPROCESSABLE)
    pause_pair(page.pairing, until=form.cleaned_data["until"], by=page.person, now=page.now)
    return _again(page)


Act = Callable[[AnswerPage], HttpResponse]
_ACTS: dict[str, Act] = {MET: _met, NOT_YET: _not_yet, NEW_DATE: _new_date}
_ACTS_AFTER: dict[str, Act] = {"undo": _undo, "plan": _plan, "pause": _pause}
