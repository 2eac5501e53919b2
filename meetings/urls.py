"""Addresses of the app `meetings`, all below the pair they are about."""

from django.urls import URLPattern, URLResolver, path

from meetings.views import agenda, answers, contacts, held, listing, log, notes, planning

app_name = "meetings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:uid>/meetings/", listing.list_meetings, name="list-meetings"),
    path("<uuid:uid>/meetings/new/", log.log, name="log-meeting"),
    path("<uuid:uid>/meetings/held/", held.say_held, name="say-held"),
    path("<uuid:uid>/meetings/today/", log.log_now, name="log-now"),
    path("<uuid:uid>/meetings/agenda/", agenda.list_agenda, name="list-agenda"),
    path("<uuid:uid>/meetings/agenda/new/", agenda.add, name="add-item"),
    path("<uuid:uid>/meetings/agenda/<uuid:item_uid>/", agenda.edit, name="edit-item"),
    path("<uuid:uid>/meetings/agenda/<uuid:item_uid>/done/", agenda.tick, name="tick-item"),
    path("<uuid:uid>/meetings/agenda/<uuid:item_uid>/open/", agenda.reopen, name="reopen-item"),
    path("<uuid:uid>/meetings/agenda/<uuid:item_uid>/remove/", agenda.remove, name="remove-item"),
    path("<uuid:uid>/meetings/plan/", planning.plan, name="plan-meeting"),
    path("<uuid:uid>/meetings/<uuid:meeting_uid>/met/", log.log_planned, name="log-planned"),
    path(
        "<uuid:uid>/meetings/<uuid:meeting_uid>/not-yet/", answers.say_not_yet, name="say-not-yet"
    ),
    path("<uuid:uid>/meetings/<uuid:meeting_uid>/undo/", answers.undo, name="undo-log"),
    path("<uuid:uid>/meetings/<uuid:meeting_uid>/move/", planning.move, name="move-meeting"),
    path("<uuid:uid>/meetings/<uuid:meeting_uid>/cancel/", planning.cancel, name="cancel-meeting"),
    path("<uuid:uid>/contacts/", contacts.log, name="log-contact"),
    path("<uuid:uid>/contacts/<uuid:contact_uid>/undo/", contacts.undo, name="undo-contact"),
    path("<uuid:uid>/notes/", notes.list_notes, name="list-notes"),
    path("<uuid:uid>/notes/new/", notes.write, name="write-note"),
    path("<uuid:uid>/notes/<uuid:note_uid>/", notes.edit, name="edit-note"),
    path("<uuid:uid>/notes/<uuid:note_uid>/remove/", notes.remove, name="remove-note"),
]
