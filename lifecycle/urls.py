"""Addresses of the app `lifecycle`, below the pair they are about."""

from django.urls import URLPattern, URLResolver, path

from lifecycle.views import after, breaks, closing

app_name = "lifecycle"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:uid>/pause/", breaks.pause, name="pause-pair"),
    path("<uuid:uid>/resume/", breaks.resume, name="resume-pair"),
    path("<uuid:uid>/end/", breaks.end, name="end-pair"),
    path("<uuid:uid>/end/withdraw/", breaks.withdraw, name="withdraw-ask"),
    path("<uuid:uid>/closing/", closing.closing, name="show-closing"),
    path("<uuid:uid>/goals/share/", closing.goals, name="share-goals"),
    path("<uuid:uid>/thanks/", after.thanks, name="write-thanks"),
    path("<uuid:uid>/next/", after.next_step, name="choose-next"),
    path("<uuid:uid>/certificate/", after.certificate, name="download-certificate"),
]
