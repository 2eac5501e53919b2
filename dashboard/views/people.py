"""People: the search, and one person's facts of work, places and pairs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.permissions import may_have_delegate
from accounts.queries import delegation_of, line_of
from accounts.rules.places import language_name
from core import clock
from dashboard.forms.people import PeopleSearch
from dashboard.queries.desk import people_seen_by
from dashboard.queries.people import people_page, person_page
from dashboard.views.door import HrRequest, hr_page


@require_safe
@hr_page
def list_people(request: HrRequest) -> HttpResponse:
    """Show people by name, as the address narrows them."""
    form = PeopleSearch(request.GET)
    form.is_valid()
    words, after = form.cleaned_data.get("q", ""), form.cleaned_data.get("after")
    page = people_page(request.user, words=words, after=after)
    return render(request, "dashboard/people.html", {"search": form, "page": page, "words": words})


@require_safe
@hr_page
def show_person(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show one person; nothing that they wrote for a partner's eyes or their own."""
    seen = people_seen_by(request.user).select_related("manager")
    person = get_object_or_404(seen, uid=uid)
    page = person_page(person, request.user, now=clock.now())
    is_theirs = person.pk not in line_of(request.user) and may_have_delegate(person)
    context = {
        "person": person,
        "languages": [language_name(code) for code in person.languages],
        "page": page,
        "has_assistant": is_theirs,
        "delegation": delegation_of(person) if is_theirs else None,
    }
    return render(request, "dashboard/person.html", context)
