"""House rules as HR writes them: the text, what a change would mean, and only then a version."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.actions import RulesChanged, publish_house_rules
from contracts.actions.house_rules import kept_rules
from contracts.forms.house_rules import HouseRulesEditForm
from contracts.models import HouseRules
from contracts.permissions import can_sign_house_rules
from contracts.queries.house_rules import (
    changes_since,
    clean_html,
    html_of,
    latest_house_rules,
    reach_of_new_rules,
    rules_versions,
    sponsors_of,
)
from core import clock
from core.errors import Refusal
from core.flash import say_done
from dashboard.views.door import HrRequest, hr_page
from dashboard.views.programs import ASKED_AND_DONE, run_program
from programs.models import Program

PUBLISH, EDIT = "publish", "edit"


@dataclass(frozen=True, slots=True)
class _Desk:
    """One request about the rules of a program, and the version that counts now."""

    request: HrRequest
    program: Program
    latest: HouseRules | None

    @property
    def number(self) -> int:
        """The number of the version that counts; 0 without one."""
        return self.latest.number if self.latest else 0

    def show(self, page: str, shown: dict[str, object], *, status: int = 200) -> HttpResponse:
        """Render one of the pages."""
        context = {"program": self.program, "latest": self.latest, **shown}
        return render(self.request, f"dashboard/{page}.html", context, status=status)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def edit_house_rules(request: HrRequest, uid: UUID) -> HttpResponse:
    """Write the next version, look at what it means, publish it; signed agreements keep theirs."""
    program = run_program(request, uid)
    desk = _Desk(request, program, latest_house_rules(program))
    if request.method != "POST":
        return _write(desk, _form(desk))
    form = HouseRulesEditForm(request.POST)
    if not form.is_valid() or request.POST.get("act") == EDIT:
        return _write(desk, form)
    act = _publish if request.POST.get("act") == PUBLISH else _check
    try:
        return act(desk, form)
    except RulesChanged as changed:
        return _show_both(desk, form, changed)
    except Refusal as refusal:
        form.add_error("text", str(refusal.message))
        return _write(desk, form)


def _form(desk: _Desk) -> HouseRulesEditForm:
    initial: dict[str, object] = {"seen": desk.number}
    if desk.latest:
        initial["text"] = desk.latest.text
    return HouseRulesEditForm(initial=initial)


def _write(desk: _Desk, form: HouseRulesEditForm) -> HttpResponse:
    return desk.show("house_rules", {"form": form, **_standing(desk)})


def _standing(desk: _Desk) -> dict[str, object]:
    """Return what is published, and who signed it or is waited for."""
    return {
        "shown": html_of(desk.latest) if desk.latest else "",
        "versions": rules_versions(desk.program),
        "sponsors": sponsors_of(desk.program),
        "is_sponsor": can_sign_house_rules(desk.request.user, desk.program),
    }


def _check(desk: _Desk, form: HouseRulesEditForm) -> HttpResponse:
    """Show what would be published, and say what publishing does, before it is done."""
    text = kept_rules(form.cleaned_data["text"])
    if desk.latest and desk.latest.text == text:
        said = _("This is, word for word, what version %(number)d says.")
        form.add_error("text", said % {"number": desk.number})
        return _write(desk, form)
    if form.cleaned_data["seen"] != desk.number:
        raise RulesChanged(desk.number)
    shown = {
        "form": form,
        "number": desk.number + 1,
        "shown": clean_html(text),
        "segments": changes_since(desk.latest, text),
        "before": desk.latest,
        "reach": reach_of_new_rules(desk.program),
        "sponsors": sponsors_of(desk.program),
    }
    return desk.show("house_rules_check", shown)


def _publish(desk: _Desk, form: HouseRulesEditForm) -> HttpResponse:
    said = form.cleaned_data
    rules = publish_house_rules(
        program=desk.program,
        text=said["text"],
        by=desk.request.user,
        seen=said["seen"],
        now=clock.now(),
    )
    text = _("Version %(number)d holds for new agreements.")
    say_done(desk.request, text % {"number": rules.number})
    return redirect("dashboard:edit-house-rules", desk.program.uid)


def _show_both(desk: _Desk, form: HouseRulesEditForm, changed: RulesChanged) -> HttpResponse:
    """Keep what was typed, and show beside it what somebody else published meanwhile."""
    fresh = _Desk(desk.request, desk.program, latest_house_rules(desk.program))
    again = form.over(fresh.number)
    again.is_valid()
    again.add_error(None, str(changed.message))
    segments = changes_since(fresh.latest, form.cleaned_data["text"])
    shown = {"form": again, "segments": segments, **_standing(fresh)}
    return fresh.show("house_rules", shown, status=changed.status)
