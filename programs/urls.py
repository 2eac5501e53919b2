"""Addresses of the app `programs`; a person's own place is shown by `pairings`."""

from django.urls import path

from programs.rules import JoinStep
from programs.views import invitation, joining, kickoff, nominate, programs

_JOIN = "<uuid:uid>/join/"

app_name = "programs"
urlpatterns = [
    path("", programs.list_programs, name="list-programs"),
    path(_JOIN, joining.join_step, {"step": JoinStep.ROLE}, name="join-program"),
    path(f"{_JOIN}topics/", joining.join_step, {"step": JoinStep.TOPICS}, name="join-topics"),
    path(f"{_JOIN}times/", joining.join_step, {"step": JoinStep.TIMES}, name="join-times"),
    path(
        f"{_JOIN}boundaries/",
        joining.join_step,
        {"step": JoinStep.BOUNDARIES},
        name="join-boundaries",
    ),
    path(f"{_JOIN}check/", joining.check_answers, name="check-answers"),
    path("<uuid:uid>/decline/", invitation.decline, name="decline-invitation"),
    path("<uuid:uid>/nominate/", nominate.nominate, name="nominate-person"),
    path("<uuid:uid>/wishes/", programs.edit_wishes, name="edit-wishes"),
    path("<uuid:uid>/house-rules/read/", programs.read_rules, name="read-rules"),
    path("<uuid:uid>/kick-off/", kickoff.show_kickoff, name="show-kickoff"),
    path("<uuid:uid>/kick-off/answer/", kickoff.answer, name="answer-kickoff"),
    path("invitations/stop/<str:token>/", invitation.stop_reminders, name="stop-reminders"),
]
