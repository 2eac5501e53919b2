"""The pages of signing up: each is short, keeps what was said, and leads to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actions import add_leave
from accounts.models import Leave, LeaveQuerySet
from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal, Stale
from core.flash import say_done
from programs.actions import finish_joining, save_answers, wishes_in
from programs.forms import STEP_FORMS, RulesForm, StepForm
from programs.models import Enrollment, JoinDraft, Program
from programs.queries import draft_of, known_answers, next_step
from programs.registry import house_rules_of
from programs.rules import INVITING_STATES, TAKING_PART, EnrollmentState, JoinStep
from programs.views.programs import own_places

ORDER: Final = tuple(JoinStep)
PAGES: Final = {
    JoinStep.ROLE: "programs:join-program",
    JoinStep.TOPICS: "programs:join-topics",
    JoinStep.TIMES: "programs:join-times",
    JoinStep.BOUNDARIES: "programs:join-boundaries",
    JoinStep.CHECK: "programs:check-answers",
}
TITLES: Final = {
    JoinStep.ROLE: _("Your side"),
    JoinStep.TOPICS: _("Topics"),
    JoinStep.TIMES: _("Time and place"),
    JoinStep.BOUNDARIES: _("Boundaries"),
    JoinStep.CHECK: _("Check your answers"),
}
ASKED_AND_SAVED: Final = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who signs up for what, on which page, and what is known of them."""

    request: PersonRequest
    program: Program
    step: JoinStep
    place: Enrollment | None
    draft: JoinDraft | None

    @property
    def is_invited(self) -> bool:
        """Whether HR asked them."""
        return self.place is not None and self.place.state == EnrollmentState.INVITED

    @property
    def is_open(self) -> bool:
        """Whether the program would take them now."""
        by_invitation = self.is_invited and self.program.state in INVITING_STATES
        return by_invitation or self.program.is_open_to_join

    @property
    def role(self) -> str:
        """The side they chose, if they did."""
        said = self.draft.answers.get(JoinStep.ROLE, {}) if self.draft else {}
        return str(said.get("role", ""))

    @property
    def is_changing(self) -> bool:
        """Whether they came from the last page and go back to it."""
        given = self.request.POST or self.request.GET
        return given.get("then") == JoinStep.CHECK and next_step(self.draft) == JoinStep.CHECK

    def initial(self) -> Mapping[str, Any]:
        """Return what this page begins with: their words so far, else what is known."""
        if self.draft is not None and self.step in self.draft.answers:
            said: Mapping[str, Any] = self.draft.answers[self.step]
        else:
            said = known_answers(self.request.user, self.program, self.place).get(self.step, {})
        days = {"days": list(said["days"])} if "days" in said else {}
        return {**said, **days, "seen": self.draft.revision if self.draft else 0}

    def show(self, template: str, **extra: Any) -> HttpResponse:
        """Render a page of signing up."""
        at = ORDER.index(self.step)
        known = {
            "program": self.program,
            "place": self.place,
            "draft": self.draft,
            "is_invited": self.is_invited,
            "step": self.step,
            "title": TITLES[self.step],
            "role": self.role,
            "steps": [_trace(self, each) for each in ORDER],
            "back": PAGES[ORDER[at - 1]] if at else "",
            "then": JoinStep.CHECK if self.is_changing else "",
        }
        return render(self.request, f"programs/{template}.html", known | extra)


def _trace(visit: Visit, step: JoinStep) -> dict[str, Any]:
    """Return how a page stands in the line of pages."""
    is_done = visit.draft is not None and step in visit.draft.answers
    is_reached = is_done or step == next_step(visit.draft)
    return {
        "title": TITLES[step],
        "page": PAGES[step] if is_reached else "",
        "is_done": is_done,
        "is_current": step == visit.step,
    }


def _visit(request: PersonRequest, uid: UUID, step: JoinStep) -> Visit:
    program = get_object_or_404(Program.objects.visible_to(request.user), uid=uid)
    place = own_places(request).filter(program=program).first()
    return Visit(request, program, step, place, draft_of(request.user, program))


def _elsewhere(visit: Visit) -> HttpResponse | None:
    """Lead away who has a place, and who skipped a page that the others build on."""
    if visit.place is not None and visit.place.state in TAKING_PART:
        return redirect("pairings:show-place", visit.program.uid)
    if not visit.is_open:
        return visit.show("join_closed")
    if visit.step != JoinStep.ROLE and not visit.role:
        return redirect(PAGES[JoinStep.ROLE], visit.program.uid)
    return None


@require_http_methods(ASKED_AND_SAVED)
def join_step(request: PersonRequest, uid: UUID, step: JoinStep) -> HttpResponse:
    """Show one page, or keep its answers and go on to the next."""
    visit = _visit(request, uid, step)
    away = _elsewhere(visit)
    if away is not None:
        return away
    form = STEP_FORMS[step](
        request.POST if request.method == "POST" else None,
        program=visit.program,
        role=visit.role,
        initial=visit.initial(),
    )
    if request.method == "POST" and form.is_valid() and _save(visit, form):
        return _go_on(visit)
    leaves = _leaves(visit) if step == JoinStep.TIMES else ()
    words = {"other_words": form.other_words, "leaves": leaves}
    return visit.show(f"join_{step}", form=form, **words)


def _leaves(visit: Visit) -> LeaveQuerySet:
    user = visit.request.user
    today = clock.now().astimezone(user.zone).date()
    leaves: LeaveQuerySet = Leave.objects.visible_to(user)
    return leaves.not_over(today)


def _save(visit: Visit, form: StepForm) -> bool:
    """Keep what was said; a refusal stands in the form, with everything that was typed."""
    try:
        _keep_leave(visit, form)
        save_answers(
            program=visit.program,
            by=visit.request.user,
            step=visit.step,
            answers=form.answers(),
            seen=form.cleaned_data["seen"] or 0,
            now=clock.now(),
        )
    except Stale as stale:
        draft = draft_of(visit.request.user, visit.program)
        if draft is not None:
            form.show_other_words(str(stale.message), visit.step, draft)
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
    return form.is_valid()


def _keep_leave(visit: Visit, form: StepForm) -> None:
    user, first = visit.request.user, form.cleaned_data.get("leave_from")
    if first:
        last = form.cleaned_data.get("leave_until") or first
        add_leave(user=user, starts_on=first, ends_on=last, by=user, now=clock.now())


def _go_on(visit: Visit) -> HttpResponse:
    following = JoinStep.CHECK if visit.is_changing else ORDER[ORDER.index(visit.step) + 1]
    return redirect(PAGES[following], visit.program.uid)


@require_http_methods(ASKED_AND_SAVED)
def check_answers(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show everything that was said, with the house rules, and ask for the place."""
    visit = _visit(request, uid, JoinStep.CHECK)
    away = _elsewhere(visit)
    if away is not None:
        return away
    first_open = next_step(visit.draft)
    if visit.draft is None or first_open != JoinStep.CHECK:
        return redirect(PAGES[first_open], uid)
    rules = house_rules_of(visit.program)
    posted = request.POST if request.method == "POST" else None
    form = RulesForm(posted, asks_for_rules=bool(rules))
    if posted is not None and form.is_valid() and _finish(visit, form):
        return redirect("pairings:show-place", uid)
    wishes = wishes_in(visit.draft, has_read_rules=False)
    said = Enrollment(
        user=request.user, days=wishes.days, dayparts=wishes.dayparts, ways=wishes.ways
    )
    extra = {"form": form, "house_rules": rules, "wishes": wishes, "said": said}
    return visit.show("join_check", **extra)


def _finish(visit: Visit, form: RulesForm) -> bool:
    try:
        place = finish_joining(
            program=visit.program,
            by=visit.request.user,
            has_read_rules=form.has_read,
            now=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return False
    is_in = place.state == EnrollmentState.APPROVED
    thanks = _("Thank you. The program team answers by mail.")
    say_done(visit.request, _("You are in. Welcome.") if is_in else thanks)
    return True
