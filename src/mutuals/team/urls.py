"""The team's addresses."""

from django.urls import path

from mutuals.team import pages

app_name = "team"
urlpatterns = [
    path("welcome/<str:token>", pages.welcome, name="welcome"),
    path("invitation/<str:token>", pages.invitation, name="invitation"),
    path("phone/<str:token>", pages.come_in, name="phone_link"),
    path("team/phone", pages.phone, name="phone"),
    path("team/", pages.people, name="people"),
    path("team/invite", pages.invite, name="invite"),
    path("team/me/", pages.me, name="me"),
    path("team/me/secure", pages.secure, name="secure"),
    path("team/me/sign-out", pages.sessions_end, name="sessions_end"),
    path("team/record/", pages.log, name="log"),
    path("team/record/verify", pages.log_verify, name="log_verify"),
    path("team/<uuid:public_id>/link", pages.link, name="link"),
    path("team/<uuid:public_id>/role", pages.role, name="role"),
    path("team/<uuid:public_id>/leave", pages.leave, name="leave"),
    path("team/<uuid:public_id>/return", pages.return_, name="return"),
]
