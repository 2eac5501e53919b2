"""Addresses of HR's pages."""

from django.urls import path

from dashboard.views import (
    acts,
    announce,
    bulk,
    delegate,
    health,
    invitations,
    kickoff,
    letters,
    needs,
    pair,
    pairs,
    people,
    places,
    program_over,
    program_parts,
    programs,
    propose,
    report,
    talks,
)

_PAIR = "pairs/<uuid:uid>/"
_PROGRAM = "programs/<uuid:uid>/"
_LETTER = f"{_PROGRAM}letters/<slug:letter>/"
_PLACE = f"{_PROGRAM}enrollments/<uuid:place>/"

app_name = "dashboard"
urlpatterns = [
    path("", health.show_health, name="show-health"),
    path("needs/", needs.list_needs, name="list-needs"),
    path("needs/<uuid:uid>/dismiss/", needs.dismiss, name="dismiss-need"),
    path("needs/<uuid:uid>/snooze/", needs.snooze, name="snooze-need"),
    path("pairs/", pairs.list_pairs, name="list-pairs"),
    path("pairs/export/", pairs.export_pairs, name="export-pairs"),
    path(_PAIR, pair.show_pair, name="show-pair"),
    path(f"{_PAIR}nudge/", acts.nudge, name="nudge-pair"),
    path(f"{_PAIR}pause/", acts.pause, name="pause-pair"),
    path(f"{_PAIR}resume/", acts.resume, name="resume-pair"),
    path(f"{_PAIR}end/", acts.end, name="end-pair"),
    path(f"{_PAIR}withdraw/", acts.withdraw, name="withdraw-pair"),
    path("people/", people.list_people, name="list-people"),
    path("people/<uuid:uid>/", people.show_person, name="show-person"),
    path("people/<uuid:uid>/assistant/", delegate.choose_delegate, name="choose-delegate"),
    path("people/<uuid:uid>/assistant/end/", delegate.end_delegation, name="end-delegation"),
    path("programs/", programs.list_programs, name="list-programs"),
    path("programs/new/", programs.create_program, name="create-program"),
    path(_PROGRAM, programs.show_program, name="show-program"),
    path(f"{_PROGRAM}edit/", programs.edit_program, name="edit-program"),
    path(f"{_PROGRAM}advance/", programs.advance, name="advance-program"),
    path(f"{_PROGRAM}duplicate/", program_over.duplicate, name="duplicate-program"),
    path(f"{_PROGRAM}archive/", program_over.archive, name="archive-program"),
    path(f"{_PROGRAM}certificates/", program_over.certificates, name="download-certificates"),
    path(f"{_PROGRAM}open/", program_parts.set_open, name="open-program"),
    path(f"{_PROGRAM}requests/", program_parts.set_requests, name="set-requests"),
    path(f"{_PROGRAM}announcement/", announce.announce, name="announce-pairs"),
    path(f"{_PROGRAM}kick-off/", kickoff.list_guests, name="list-guests"),
    path(f"{_PROGRAM}kick-off/plan/", kickoff.plan, name="plan-kickoff"),
    path(f"{_PROGRAM}kick-off/cancel/", kickoff.cancel, name="cancel-kickoff"),
    path(f"{_PROGRAM}house-rules/", program_parts.edit_house_rules, name="edit-house-rules"),
    path("reports/", report.list_reports, name="list-reports"),
    path(f"{_PROGRAM}report/", report.show_report, name="show-report"),
    path(f"{_PROGRAM}letters/", letters.list_letters, name="list-letters"),
    path(_LETTER, letters.edit_letter, name="edit-letter"),
    path(f"{_LETTER}send/", letters.send, name="send-letter"),
    path(f"{_LETTER}try/", letters.try_letter, name="try-letter"),
    path(
        f"{_LETTER}sendings/<uuid:sending>/take-back/",
        letters.take_letter_back,
        name="take-back-letter",
    ),
    path(f"{_PROGRAM}talks/", talks.list_talks, name="list-talks"),
    path(f"{_PROGRAM}talks/<uuid:talk>/", talks.mark, name="mark-talked"),
    path(f"{_PROGRAM}talks/<uuid:talk>/take-back/", talks.unmark, name="unmark-talked"),
    path(f"{_PROGRAM}closed-days/", program_parts.add_closed_days, name="add-closed-days"),
    path(
        f"{_PROGRAM}closed-days/<uuid:blackout>/remove/",
        program_parts.remove_closed_days,
        name="remove-closed-days",
    ),
    path(f"{_PROGRAM}staff/", program_parts.add_member, name="add-staff"),
    path(
        f"{_PROGRAM}staff/<uuid:member>/remove/", program_parts.remove_member, name="remove-staff"
    ),
    path(f"{_PROGRAM}enrollments/", places.list_places, name="list-enrollments"),
    path(f"{_PROGRAM}enrollments/new/", places.enroll, name="enroll-person"),
    path(f"{_PROGRAM}enrollments/decide/", bulk.decide_places, name="decide-enrollments"),
    path(f"{_PROGRAM}invitations/", invitations.list_invitations, name="list-invitations"),
    path(
        f"{_PROGRAM}invitations/<uuid:invitation>/take-back/",
        invitations.take_back,
        name="take-invitation-back",
    ),
    path(
        f"{_PROGRAM}nominations/<uuid:nomination>/decide/",
        invitations.decide,
        name="decide-nomination",
    ),
    path(f"{_PLACE}decide/", places.decide, name="decide-enrollment"),
    path(f"{_PLACE}capacity/", places.change_capacity, name="change-capacity"),
    path(f"{_PLACE}availability/", places.set_availability, name="set-availability"),
    path(f"{_PROGRAM}never-match/", places.never_match, name="never-match"),
    path(f"{_PROGRAM}never-match/<uuid:apart>/remove/", places.allow_match, name="allow-match"),
    path(f"{_PROGRAM}pair/", propose.propose, name="propose-pair"),
]
